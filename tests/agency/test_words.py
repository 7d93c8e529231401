"""The agency's own words for its roles stand wherever a role is named, and its notice before every log-in."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from agency import words
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Agency
from agency.staff.staff import Role
from tests.browser import Browser
from tests.conftest import PASSWORD

NOTICE = "Only for agents of the <b>division</b>.\r\n\r\nEverything is written down."


def form(browser: Browser, **changes: str) -> dict[str, str]:
    """The page's form as it stands, with these changes."""
    return {**{name: values[0] for name, values in browser.get("/agency").typed.items()}, **changes}


def save(browser: Browser, **changes: str) -> int:
    """Send the form with these changes."""
    return browser.post("/agency", form(browser, **changes), page="/agency").status


def test_every_role_has_a_usual_word() -> None:
    assert set(words.ROLES) == {role.value for role in Role}
    assert words.ROLES["case_manager"] == "Case manager"


def test_an_own_word_takes_the_place_of_the_usual_one_and_the_rest_stays() -> None:
    agency = Agency(role_words={}, use_notice="")

    changed = words.change(agency, {"officer": " Agent ", "supervisor": "Chief", "auditor": "Auditor"}, "")

    assert changed == ["officer", "supervisor"]
    assert agency.role_words == {"officer": "Agent", "supervisor": "Chief"}
    assert words.roles(agency) == {**words.ROLES, "officer": "Agent", "supervisor": "Chief"}
    assert words.change(agency, {"officer": "", "supervisor": "Chief"}, "") == ["officer"]
    assert words.roles(None)["officer"] == words.roles(agency)["officer"] == "Officer"


@pytest.mark.parametrize("text", ["", words.USE_NOTICE, words.USE_NOTICE.replace("\n", "\r\n"), " \n\n "])
def test_the_usual_notice_stands_where_the_agency_has_none(text: str) -> None:
    agency = Agency(role_words={}, use_notice="")

    assert words.change(agency, {}, text) == []
    assert words.notice(agency) == words.notice(None)
    assert len(words.notice(agency)) == 3


def test_an_administrator_changes_the_words_everywhere(
    log_in: Callable[..., Browser], browser: Browser, hire: Callable[..., UUID], database: Database
) -> None:
    administrator = log_in("administrator")
    officer = hire("officer")
    shown = administrator.get("/agency")

    saved = save(administrator, officer="Agent", administrator="Keeper", use_notice=NOTICE)
    again = save(administrator)

    assert shown.text.count("<h1>") == 1
    assert (saved, again) == (302, 302)
    assert "Keeper, Baltimore" in administrator.get("/directory").text
    for path in ("/staff", "/staff/new", f"/staff/{officer}"):
        assert "Agent" in administrator.get(path).text, path
    assert administrator.get("/agency").typed["officer"] == ["Agent"]
    log_in_page = browser.get("/log-in").text
    assert "<p>Only for agents of the &lt;b&gt;division&lt;/b&gt;.</p>" in log_in_page
    assert "<p>Everything is written down.</p>" in log_in_page
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "agency.changed")).all()
        assert [entry.details for entry in entries] == [{"fields": "administrator, officer, use_notice"}]


def test_a_word_too_long_is_told_beside_its_field(log_in: Callable[..., Browser]) -> None:
    administrator = log_in("administrator")

    answer = administrator.post("/agency", form(administrator, auditor="x" * 41), page="/agency")

    assert answer.status == 422
    assert 'id="field-auditor-error"' in answer.text
    assert answer.text.count("<h1>") == 1


def test_nobody_else_changes_them(log_in: Callable[..., Browser]) -> None:
    for role in ("supervisor", "auditor"):
        browser = log_in(role)
        assert browser.get("/agency").status == 403
        assert browser.post("/agency", {"officer": "Agent"}, page="/account").status == 403


def test_without_the_notice_no_log_in_is_even_looked_at(
    browser: Browser, hire: Callable[..., UUID], database: Database
) -> None:
    hire("officer")
    told = {"email": "officer@test.example", "password": PASSWORD}

    answers = [browser.post("/log-in", {**told, **more}) for more in ({}, {"notice": ""}, {"notice": "no"})]

    assert [answer.status for answer in answers] == [422] * 3
    assert browser.get("/account").status == 302
    with database.reading() as session:
        found = set(session.scalars(select(AuditEntry.event)))
    assert found & {"staff.logged_in", "staff.log_in_failed", "staff.password_accepted"} == set()
