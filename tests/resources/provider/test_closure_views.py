"""A provider says once that it closes, pauses or opens again; each of its services is a proposal of its own."""

import pytest
from sqlalchemy import select

from agency.database import Database
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.provider import proposals
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.resources.directory_records import service
from tests.resources.provider.conftest import Door

SENDS = {"who": "Dana Example"}


def more_services(database: Database, door: Door, count: int) -> None:
    with database.writing() as session:
        organization = session.get_one(Organization, door.organization_id)
        for number in range(count):
            made = service(f"Kitchen {number}", description="x")
            organization.services.append(made)
            session.flush()
            editing.edit(session, made, {"description": "Soup"}, Author(None, database.clock.now()))


def waiting(database: Database) -> list[Change]:
    with database.reading() as session:
        session.expire_on_commit = False
        return list(session.scalars(select(Change).where(Change.state == "open")))


def services_of(database: Database, door: Door) -> dict[str, str]:
    with database.reading() as session:
        organization = session.get_one(Organization, door.organization_id)
        shown = [
            each for each in organization.services if each.name in ("Winter beds", "Kitchen 0", "Kitchen 1")
        ]
        return {each.name: str(each.id) for each in shown}


def test_all_services_pause_until_a_day_once_a_coordinator_approves(door: Door, database: Database) -> None:
    more_services(database, door, 1)
    chosen = list(services_of(database, door).values())

    sent = door.post(
        "/closing",
        {**SENDS, "status": "temporarily closed", "closed_until": "2027-01-31", "services": chosen},
    )

    proposed = waiting(database)
    assert sent.status == 303
    assert {str(each.subject_id) for each in proposed} == set(chosen)
    for each in proposed:
        assert each.fields == {
            "status": {"before": "active", "after": "temporarily closed"},
            "closed_until": {"before": None, "after": "2027-01-31"},
        }
    with database.reading() as session:
        assert session.get_one(Service, door.service_id).status == "active"


def test_only_the_chosen_services_are_closed(door: Door, database: Database) -> None:
    more_services(database, door, 2)
    kitchen = services_of(database, door)["Kitchen 1"]

    door.post("/closing", {**SENDS, "status": "defunct", "services": [kitchen]})

    (change,) = waiting(database)
    assert str(change.subject_id) == kitchen
    assert change.fields == {"status": {"before": "active", "after": "defunct"}}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"status": ""}, "Say what happened."),
        ({"status": "burned down"}, "Say what happened."),
        ({"services": []}, "Choose at least one service."),
        ({"closed_until": "2026-01-01"}, "This day is over."),
        ({"status": "defunct", "closed_until": "2027-01-31"}, "Choose “Closed for a while”"),
        ({"who": " "}, "Please give your name"),
        ({"status": "active"}, "Nothing is different from what we have"),
    ],
)
def test_a_wrong_answer_is_told_and_what_was_typed_is_kept(
    door: Door, database: Database, typed: dict[str, object], told: str
) -> None:
    own = [str(door.service_id)]
    answer = door.post(
        "/closing",
        {**SENDS, "status": "temporarily closed", "services": own, **typed, "note": ""},
    )

    assert (answer.status, told in answer.text) == (422, True)
    assert waiting(database) == []


@pytest.mark.security
def test_no_service_that_may_not_be_shown_is_closed_through_a_link(door: Door, database: Database) -> None:
    with database.reading() as session:
        hidden = session.scalars(select(Service.id).where(Service.id != door.service_id)).all()

    answer = door.post("/closing", {**SENDS, "status": "defunct", "services": [str(each) for each in hidden]})

    assert (answer.status, waiting(database)) == (422, [])


def test_all_are_proposed_or_none(door: Door, database: Database) -> None:
    more_services(database, door, proposals.MOST_WAITING)
    with database.reading() as session:
        organization = session.get_one(Organization, door.organization_id)
        every = [str(each.id) for each in organization.services]

    answer = door.post("/closing", {**SENDS, "status": "inactive", "services": every})

    assert (answer.status, waiting(database)) == (429, [])
