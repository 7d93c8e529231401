"""Logging in and out, and pages that say what went wrong without losing anything."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.staff.staff import ATTEMPTS
from tests.browser import Browser
from tests.conftest import PASSWORD

NOT_ADMITTED = "do not match, or the account is locked"


def _form(**changes: object) -> dict[str, object]:
    return {"email": "officer@test.example", "password": PASSWORD, "notice": "read", **changes}


def test_the_use_notice_stands_on_the_form_and_must_be_read(browser: Browser) -> None:
    shown = browser.get("/log-in").text
    refused = browser.post("/log-in", _form(notice=""))

    assert "Use notice" in shown
    assert refused.status == 422
    assert "Check the box to say that you have read the notice." in refused.text


def test_an_error_stands_beside_its_field_and_at_the_top(browser: Browser) -> None:
    shown = browser.post("/log-in", _form(password="")).text

    assert 'href="#field-password"' in shown
    assert 'id="field-password-error"' in shown
    assert 'aria-describedby="field-password-error"' in shown


def test_the_address_typed_is_kept_and_the_password_is_not(browser: Browser) -> None:
    shown = browser.post("/log-in", _form(email="some.one@test.example", password="a wrong one")).text

    assert 'value="some.one@test.example"' in shown
    assert "a wrong one" not in shown


def test_unknown_and_wrong_read_the_same(browser: Browser, hire: Callable[..., object]) -> None:
    hire("officer")

    wrong = browser.post("/log-in", _form(password="a wrong one"))
    unknown = browser.post("/log-in", _form(email="nobody@test.example"))

    assert NOT_ADMITTED in wrong.text
    assert NOT_ADMITTED in unknown.text


def test_five_failures_lock_the_account_for_a_while(
    browser: Browser, hire: Callable[..., object], clock: FixedClock
) -> None:
    hire("officer")
    for _ in range(ATTEMPTS):
        browser.post("/log-in", _form(password="a wrong one"))

    locked = browser.post("/log-in", _form())
    clock.moment += timedelta(minutes=16)
    later = browser.post("/log-in", _form())

    assert (locked.status, later.status) == (422, 302)
    assert NOT_ADMITTED in locked.text


def test_every_attempt_is_written_down(
    browser: Browser, hire: Callable[..., object], database: Database
) -> None:
    hire("officer")

    browser.post("/log-in", _form(password="a wrong one"))
    browser.post("/log-in", _form())

    with database.reading() as session:
        events = session.scalars(select(audit.AuditEntry.event).order_by(audit.AuditEntry.sequence)).all()
    assert events[-2:] == ["staff.log_in_failed", "staff.logged_in"]


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"]
)
def test_logging_in_never_leads_elsewhere(
    browser: Browser, hire: Callable[..., object], elsewhere: str
) -> None:
    hire("officer")

    answer = browser.post("/log-in", _form(), query_string={"next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_logging_in_leads_back_to_the_page_that_was_asked_for(
    browser: Browser, hire: Callable[..., object]
) -> None:
    hire("officer")

    answer = browser.post("/log-in", _form(), query_string={"next": "/directory?need=housing"})

    assert answer.headers["Location"] == "/directory?need=housing"


def test_logging_out_ends_the_session(log_in: Callable[..., Browser]) -> None:
    browser = log_in("officer")

    browser.post("/log-out", page="/directory")

    assert browser.get("/directory").status == 302


def test_the_header_offers_only_what_the_role_opens(log_in: Callable[..., Browser]) -> None:
    assert 'href="/people"' in log_in("officer").get("/directory").text
    assert 'href="/people"' not in log_in("coordinator").get("/directory").text


def test_the_header_says_who_is_logged_in(log_in: Callable[..., Browser]) -> None:
    shown = log_in("case_manager").get("/directory").text

    assert "Case manager, Baltimore" in shown


@pytest.mark.parametrize("path", ["/nothing-here", "/directory?need=nonsense"])
def test_an_error_page_says_what_was_kept_and_what_to_do(log_in: Callable[..., Browser], path: str) -> None:
    shown = log_in("officer").get(path).text

    assert shown.count("<h1>") == 1
    assert "What was kept" in shown
    assert "What to do" in shown


def test_a_form_without_its_token_changes_nothing(log_in: Callable[..., Browser]) -> None:
    browser = log_in("officer")

    refused = browser.client.post("/log-out")

    assert refused.status_code == 400
    assert b"This form can no longer be sent" in refused.data
    assert browser.get("/directory").status == 200


def test_a_fault_of_ours_is_told_without_details(
    log_in: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a detail nobody should read")

    browser = log_in("officer")
    monkeypatch.setattr("resources.pages.directory.find_services", fail)

    answer = browser.get("/directory")

    assert answer.status == 500
    assert "a detail nobody should read" not in answer.text
    assert "Nothing was changed" in answer.text


def test_pages_carry_nothing_inline(browser: Browser) -> None:
    answer = browser.get("/log-in")

    assert "style=" not in answer.text
    assert "onclick=" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
