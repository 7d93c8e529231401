"""A form counts only with the token of the browser it was shown in, and logging in leads nowhere else."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from tests.browser import Answer, Browser
from tests.conftest import PASSWORD

FORM = {"email": "officer@test.example", "password": PASSWORD, "notice": "read"}


@pytest.fixture
def stranger(app: Flask, hire: Callable[..., UUID]) -> Browser:
    """Somebody at the log-in page who knows the officer's password."""
    hire("officer")
    return Browser(app.test_client())


def token_of(browser: Browser) -> str:
    """The token on the log-in page of a browser."""
    return browser.get("/log-in").token


def send(browser: Browser, token: str | None, **options: object) -> Answer:
    """Send the log-in form with exactly this token."""
    form = FORM if token is None else {**FORM, "csrf_token": token}
    return Answer(browser.client.post("/log-in", data=form, **options))


def test_the_token_of_the_page_is_taken(stranger: Browser) -> None:
    assert send(stranger, token_of(stranger)).status == 302


@pytest.mark.parametrize("token", [None, "", "wrong", "IjAwMDAi.Zz.x"])
def test_no_token_and_a_wrong_one_are_refused(stranger: Browser, token: str | None) -> None:
    token_of(stranger)

    assert send(stranger, token).status == 400
    assert stranger.get("/people").status == 302


def test_the_token_of_another_browser_is_refused(stranger: Browser, app: Flask) -> None:
    token_of(stranger)
    other = Browser(app.test_client())

    assert send(stranger, token_of(other)).status == 400


def test_a_refused_form_is_not_even_an_attempt(stranger: Browser, database: Database) -> None:
    send(stranger, "wrong")

    with database.reading() as session:
        assert "staff.log_in_failed" not in session.scalars(select(audit.AuditEntry.event)).all()


def test_a_token_from_before_the_log_in_does_not_work_after_it(stranger: Browser) -> None:
    before = token_of(stranger)
    send(stranger, before)

    refused = Answer(stranger.client.post("/log-out", data={"csrf_token": before}))

    assert refused.status == 400
    assert stranger.get("/people").status == 200


def test_a_program_sends_the_token_as_a_header(log_in: Callable[..., Browser]) -> None:
    browser = log_in("officer")
    token = browser.get("/people").token

    answer = Answer(browser.client.post("/log-out", headers={"X-CSRFToken": token}))

    assert answer.status == 302


def test_logging_in_changes_the_cookie(stranger: Browser) -> None:
    token = token_of(stranger)
    before = stranger.client.get_cookie("reentry")
    send(stranger, token)

    after = stranger.client.get_cookie("reentry")

    assert before
    assert after
    assert before.value != after.value


@pytest.mark.parametrize(
    "elsewhere",
    [
        "///evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\\/evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "evil.example",
        "//evil.example@localhost/",
        "/%5C/../\\evil.example/..//",
    ],
)
def test_no_disguise_of_an_address_leads_elsewhere(stranger: Browser, elsewhere: str) -> None:
    answer = send(stranger, token_of(stranger), query_string={"next": elsewhere})

    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.replace("\t", "").replace("\n", "").startswith(("//", "/\\"))


def test_a_page_asked_for_is_opened_after_logging_in(stranger: Browser) -> None:
    asked = stranger.get("/people?q=marcus").headers["Location"]

    shown = stranger.get(asked)
    answer = Answer(stranger.client.post(asked, data={**FORM, "csrf_token": shown.token}))

    assert answer.headers["Location"] == "/people?q=marcus"


@pytest.mark.parametrize("path", ["/people", "/directory"])
def test_a_cookie_that_was_tampered_with_opens_nothing(stranger: Browser, path: str) -> None:
    send(stranger, token_of(stranger))
    cookie = stranger.client.get_cookie("reentry")
    assert cookie

    stranger.client.set_cookie("reentry", cookie.value[:-2] + "xx")

    assert stranger.get(path).status == 302
