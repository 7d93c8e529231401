"""A served product with the fictional agency, and a real browser in front of it."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_socket import enable_socket, socket_allow_hosts
from waitress.server import create_server

from agency.settings import ROOT
from reentry.demo import demo
from tests.journeys.axe import Axe

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOG_INS = {role: (email, password) for role, email, password in reversed(demo.log_ins())}


@pytest.fixture(autouse=True)
def _loopback_only(_no_network: None) -> None:
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one the journeys skip here and fail in continuous integration."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def filled(app: Flask) -> None:
    """The fictional agency; a journey that needs less fills its own."""
    with app.extensions["database"].writing() as session:
        demo.fill(session)


@pytest.fixture
def address(app: Flask, filled: None) -> Iterator[str]:
    """Where the product is served."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A browser window; anything the browser complains of, the content policy above all, fails the test."""
    context = chromium.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The browser reports the answer to a wrong form, or to one that meets another's change, as an error too.
        if message.type == "error" and not re.search("status of 4(22|09)", message.text):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def log_in(page: Page) -> Callable[[str], None]:
    """Logs in as the fictional agency's staff member of a role."""

    def enter(role: str) -> None:
        email, password = LOG_INS[role]
        page.goto("/log-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(password)
        page.locator("label[for=field-notice]").click()
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: "log-in" not in url)

    return enter


@pytest.fixture
def axe(page: Page) -> Axe:
    """Looks a page over for barriers."""
    return Axe(page, ROOT / "node_modules" / "axe-core" / "axe.min.js")
