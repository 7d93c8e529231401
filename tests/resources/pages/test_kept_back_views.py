"""The coordinator decides about what stands beside a service for survivors, and sees what asks to be kept back."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.phones import Phone
from resources.records.services import Service
from tests.browser import Browser
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]
PAGE = "/directory/kept-back"


@pytest.fixture
def beside(database: Database) -> UUID:
    """A desk that answers the telephone of a shelter, and a home that asks for secrecy."""
    shelter = service("Night shelter", victim_services=True, phones=[Phone(number="443-555-0142")])
    desk = service("Referral desk", place(), phones=[Phone(number="443-555-0142")])
    keep(database, "Haven", shelter)
    keep(database, "League", desk)
    keep(
        database,
        "Guild",
        service("Sober beds", place(city="Oakland"), description="Address is confidential."),
    )
    with database.writing() as session:
        for each in session.query(Phone).filter(Phone.organization_id.is_not(None)):
            session.delete(each)
        audit.record(session, "directory.edited", None, fields="phones")
    return desk.id


def _held(database: Database, service_id: UUID) -> bool:
    with database.reading() as session:
        return session.get_one(Service, service_id).held


def test_the_desk_leads_to_what_may_tell_of_survivors_and_it_is_held(
    log_in: LogIn, database: Database, beside: UUID
) -> None:
    coordinator = log_in("coordinator")

    assert PAGE in coordinator.get("/directory/desk").text
    shown = coordinator.get(PAGE).text
    assert "Shares its telephone with" in shown
    assert "Sober beds" in shown
    answer = coordinator.post(f"/directory/services/{beside}/beside-held", {}, PAGE)

    assert (answer.status, _held(database, beside)) == (303, True)
    assert "Referral desk" not in coordinator.get(PAGE).text
    assert "It shares its telephone with" in coordinator.get(f"/directory/services/{beside}").text
    coordinator.post(f"/directory/services/{beside}/release", {}, f"/directory/services/{beside}")
    assert not _held(database, beside)
    assert "Referral desk" not in coordinator.get(PAGE).text


def test_what_is_left_open_is_not_asked_again(log_in: LogIn, database: Database, beside: UUID) -> None:
    coordinator = log_in("coordinator")

    coordinator.post(f"/directory/services/{beside}/left-open", {}, PAGE)

    assert not _held(database, beside)
    assert "Referral desk" not in coordinator.get(PAGE).text


def test_others_may_not_look_or_decide(log_in: LogIn, database: Database, beside: UUID) -> None:
    officer = log_in("officer")

    assert officer.get(PAGE).status == 403
    assert officer.post(f"/directory/services/{beside}/beside-held", {}, "/directory").status == 403
    assert not _held(database, beside)
