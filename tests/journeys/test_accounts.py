"""The first log-in with app and security key, and the administrator's pages, in a real browser."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pyotp
import pytest
from playwright.sync_api import Page, expect

from agency.clock import FixedClock
from agency.settings import Settings
from tests.conftest import PASSWORD
from tests.journeys.axe import Axe

# Nothing here depends on the kind of database.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
PHONE = 360
EMAIL = "administrator@test.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation as an agency runs it: with the second factor."""
    return replace(settings, second_factor=True)


@pytest.fixture
def filled(hire: Callable[..., UUID]) -> None:
    """An agency with its first administrator and nobody else."""
    hire("administrator")


def check(page: Page, axe: Axe, heading: str) -> None:
    """No barrier on the page with this heading, and nothing wider than a phone."""
    assert axe.barriers(heading) == []
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert axe.barriers(heading) == []
    if size:
        page.set_viewport_size(size)


def give_password(page: Page, address: str) -> None:
    """The first step of a log-in."""
    page.goto(address)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("label[for=field-notice]").click()
    page.get_by_role("button", name="Log in").click()


def test_an_administrator_sets_up_the_second_factor_and_adds_an_account(
    page: Page, axe: Axe, clock: FixedClock
) -> None:
    give_password(page, "/log-in?next=/staff")

    check(page, axe, "Set up your second factor")
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("not the code of the moment")
    check(page, axe, "Set up your second factor")
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(clock.now()))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("main ol code")).to_have_count(10)
    check(page, axe, "recovery codes")

    page.get_by_role("link", name="I have kept them").click()
    check(page, axe, "Staff")
    page.get_by_role("link", name="Locked accounts").click()
    check(page, axe, "Locked accounts")
    page.goto("/staff/new")
    check(page, axe, "Add an account")
    page.get_by_label("Name").fill("Juniper Sandbar")
    page.get_by_label("E-mail address").fill("j.sandbar@agency.example")
    page.get_by_label("Role").select_option("officer")
    page.get_by_label("Office").select_option(index=1)
    page.get_by_role("button", name="Add the account").click()
    check(page, axe, "Password for Juniper Sandbar")
    page.get_by_role("link", name="It is passed on").click()
    check(page, axe, "Juniper Sandbar")
    page.get_by_role("link", name="Edit").click()
    check(page, axe, "Edit Juniper Sandbar")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Disable the account").click()
    expect(page.locator("[data-told]")).to_contain_text("The account is disabled")

    page.goto("/agency")
    check(page, axe, "The agency's words")
    page.get_by_label("Administrator").fill("Keeper")
    page.get_by_role("button", name="Save").click()
    page.goto("/account")
    expect(page.locator(".site-header__staff")).to_contain_text("Keeper")
    check(page, axe, "Your account")


def test_a_security_key_takes_the_place_of_codes(page: Page, axe: Axe, address: str) -> None:
    # A key knows a service by its name; the numbers of an address are none.
    here = address.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    give_password(page, f"{here}/log-in")
    check(page, axe, "Set up your second factor")
    page.get_by_role("button", name="Add the security key").click()
    check(page, axe, "Keep your recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Log out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    give_password(page, f"{here}/log-in?next=/account")
    check(page, axe, "Enter your code")
    page.get_by_role("button", name="Use the security key").click()
    expect(page.locator("main")).to_contain_text("last used")

    page.get_by_role("link", name="Add a security key").click()
    check(page, axe, "Add a security key")
    page.get_by_label("Name of the key").fill("Blue key ring")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    check(page, axe, "Touch the key")
    page.get_by_role("button", name="Add the security key").click()
    expect(page.locator("[data-key-told]")).to_have_text("This key is on your account already.")

    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": added["authenticatorId"]})
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_role("button", name="Add the security key").click()
    expect(page.locator("[data-told]")).to_contain_text("“Blue key ring” is added")
    page.get_by_role("button", name="Take away").first.click()
    expect(page.locator("[data-told]")).to_contain_text("is taken away")
    check(page, axe, "Your account")
