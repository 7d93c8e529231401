"""Do not refer: said on the record with reason, author and end, written in the trail, and published nowhere."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from resources.records.do_not_refer import DoNotRefer
from tests.browser import Browser
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]
REASON = "Two residents reported unsafe wiring"


@pytest.fixture
def house(database: Database) -> str:
    """The page of a service."""
    return f"/directory/services/{keep(database, 'Invented Homes', service('Step House', place())).services[0].id}"


def decisions(database: Database) -> list[DoNotRefer]:
    with database.reading() as session:
        session.expire_on_commit = False
        return list(session.scalars(select(DoNotRefer)))


def events(database: Database, name: str) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.event == name)))


def bar(browser: Browser, house: str, reason: str = REASON, until: str = "2027-01-15") -> int:
    """Send the form."""
    return browser.post(f"{house}/do-not-refer", {"reason": reason, "until": until}, house).status


def test_it_stands_on_the_record_and_in_the_list_with_reason_author_and_end(
    database: Database, log_in: LogIn, house: str
) -> None:
    coordinator = log_in("coordinator")

    assert bar(coordinator, house) == 303

    shown = log_in("officer").get(house).text
    for words in ("Do not refer anybody here", REASON, "Test Coordinator", "Jan 15, 2027"):
        assert words in shown
    assert "do not refer" in coordinator.get("/directory").text
    (decided,) = decisions(database)
    assert (decided.since, decided.until) == (date(2026, 11, 21), date(2027, 1, 15))
    (written,) = events(database, "do_not_refer.set")
    assert written.details == {"until": "2027-01-15"}
    assert REASON not in repr(written.details)


def test_the_person_across_the_desk_reads_nothing_of_it(
    database: Database, log_in: LogIn, house: str
) -> None:
    coordinator = log_in("coordinator")
    bar(coordinator, house)

    for page in (house, "/directory"):
        told = coordinator.get(page).across_the_desk.lower()
        assert "step house" in told
        assert "do not refer" not in told
        assert "refer anybody" not in told
        assert REASON.lower() not in told


def test_ended_it_stays_in_the_past_of_the_record(
    database: Database, log_in: LogIn, house: str, clock: FixedClock
) -> None:
    coordinator = log_in("coordinator")
    bar(coordinator, house)
    clock.moment += timedelta(days=3)
    decided = decisions(database)[0].id
    coordinator = log_in("supervisor")

    ended = coordinator.post(f"{house}/do-not-refer/{decided}/end", page=house)
    again = coordinator.post(f"{house}/do-not-refer/{decided}/end", page=house)

    assert (ended.status, again.status) == (303, 409)
    page = coordinator.get(house).text
    assert "Do not refer anybody here" not in page
    assert REASON in page
    assert "ended by Test Supervisor" in page
    assert decisions(database)[0].until == date(2026, 11, 23)
    assert len(events(database, "do_not_refer.ended")) == 1


def test_ended_on_the_day_it_began_it_never_held(database: Database, log_in: LogIn, house: str) -> None:
    coordinator = log_in("coordinator")
    bar(coordinator, house)
    (decided,) = decisions(database)

    coordinator.post(f"{house}/do-not-refer/{decided.id}/end", page=house)

    (ended,) = decisions(database)
    assert not any(ended.holds(date(2026, 11, 21) + timedelta(days=day)) for day in range(-2, 60))
    assert bar(coordinator, house) == 303


@pytest.mark.parametrize(
    ("reason", "until", "told"),
    [
        ("", "2027-01-15", "Say why"),
        (" ", "2027-01-15", "Say why"),
        ("x" * 1001, "2027-01-15", "Say why"),
        (REASON, "2026-11-20", "This day is over."),
        (REASON, "soon", "Enter the last day it holds"),
        (REASON, "", "Enter the last day it holds"),
        (REASON, "2027-11-22", "Choose a day within a year"),
    ],
)
def test_without_a_reason_and_an_end_within_a_year_nothing_is_decided(
    database: Database, log_in: LogIn, house: str, reason: str, until: str, told: str
) -> None:
    answer = log_in("coordinator").post(f"{house}/do-not-refer", {"reason": reason, "until": until}, house)

    assert answer.status == 422
    assert told in answer.text
    assert reason.strip() in answer.text
    assert decisions(database) == []


@pytest.mark.parametrize("until", ["2026-11-21", "2027-11-21"])
def test_it_holds_for_a_day_or_for_a_year(database: Database, log_in: LogIn, house: str, until: str) -> None:
    assert bar(log_in("coordinator"), house, until=until) == 303
    assert decisions(database)[0].until == date.fromisoformat(until)


def test_the_form_offers_an_end_and_what_is_over_can_be_decided_again(
    database: Database, log_in: LogIn, house: str, clock: FixedClock
) -> None:
    coordinator = log_in("coordinator")
    offered = coordinator.get(house).typed["until"]

    assert bar(coordinator, house, until=offered[0]) == 303
    clock.moment += timedelta(days=91)

    assert offered == ["2027-02-19"]
    assert bar(log_in("supervisor"), house, until="2027-06-01") == 303


def test_one_from_before_that_has_no_end_is_shown_and_can_be_ended(
    database: Database, log_in: LogIn, house: str
) -> None:
    with database.writing() as session:
        service_id = UUID(house.rsplit("/", 1)[1])
        old = DoNotRefer(service_id=service_id, reason=REASON, since=date(2026, 1, 2), until=None)
        session.add(old)
        audit.record(session, "do_not_refer.set", None, service_id, until="ended")
    coordinator = log_in("coordinator")

    shown = coordinator.get(house).text
    ended = coordinator.post(f"{house}/do-not-refer/{decisions(database)[0].id}/end", page=house)

    assert "until it is ended" in shown
    assert ended.status == 303


def test_one_holds_at_a_time(database: Database, log_in: LogIn, house: str) -> None:
    coordinator = log_in("coordinator")

    assert [bar(coordinator, house), bar(coordinator, house)] == [303, 409]
    assert len(decisions(database)) == 1


@pytest.mark.parametrize("role", ["officer", "caseworker", "auditor"])
def test_others_read_it_and_decide_nothing(database: Database, log_in: LogIn, house: str, role: str) -> None:
    browser = log_in(role)

    assert bar(browser, house) == 403
    assert "Refer nobody here for a while" not in browser.get(house).text
    assert decisions(database) == []


def test_another_services_decision_is_not_ended_from_here(
    database: Database, log_in: LogIn, house: str
) -> None:
    coordinator = log_in("coordinator")
    bar(coordinator, house)
    (decided,) = decisions(database)
    other: UUID = keep(database, "Other Homes", service("Other House", place())).services[0].id

    answer = coordinator.post(f"/directory/services/{other}/do-not-refer/{decided.id}/end", page=house)

    assert answer.status == 404
    assert decisions(database)[0].until == date(2027, 1, 15)


def test_a_season_is_told_on_the_record_and_in_the_list(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Invented Winter", service("Cold beds", season_from="06-01", season_to="08-31"))
    browser = log_in("officer")

    record, listed = (
        browser.get(f"/directory/services/{kept.services[0].id}").text,
        browser.get("/directory").text,
    )

    for page in (record, listed):
        assert "Jun 1" in page
        assert "Aug 31" in page
    assert "closed for the season" in record
