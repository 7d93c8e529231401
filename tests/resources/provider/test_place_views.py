"""A provider says where a place is or moved to; the old address stands until a coordinator approves the new one."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from resources.changes import editing
from resources.changes.change import HELD, Change
from resources.changes.editing import Author
from resources.records.locations import Address, Location
from resources.records.services import Service
from tests.browser import Browser
from tests.resources.provider.conftest import CANARIES, OWN_STREET, Door

LogIn = Callable[..., Browser]
SENDS = {"who": "Dana Example"}
MOVED = {
    "address_1": "9 Newplace Example Street",
    "address_2": "Floor 2",
    "city": "Frostburg",
    "state_province": "MD",
    "postal_code": "21532",
}


def waiting(database: Database) -> list[Change]:
    with database.reading() as session:
        session.expire_on_commit = False
        return list(session.scalars(select(Change).where(Change.origin != HELD)))


def the_place(database: Database, place_id: UUID) -> tuple[str, float | None]:
    with database.reading() as session:
        place = session.get_one(Location, place_id)
        return "; ".join(each.line for each in place.addresses), place.latitude


def put_on_the_map(database: Database, place_id: UUID) -> None:
    """As a coordinator did before the place moved."""
    with database.writing() as session:
        point = {"latitude": 39.29, "longitude": -76.61}
        place = session.get_one(Location, place_id)
        editing.edit(session, place, {"point": point}, Author(None, database.clock.now()))


def test_a_moved_place_is_a_proposal_with_before_and_after(door: Door, database: Database) -> None:
    sent = door.post(f"/places/{door.place_id}", {**SENDS, **MOVED, "note": "Since Monday."})

    (change,) = waiting(database)
    assert (sent.status, change.subject, change.subject_id) == (303, "location", door.place_id)
    assert (change.origin, change.state, change.proposer) == ("provider", "open", "Dana Example")
    assert change.note == "Since Monday."
    said = change.fields["addresses"]
    assert [row["address_1"] for row in said["before"]] == [OWN_STREET]
    assert said["after"] == [{**MOVED, "region": "Allegany County", "country": "US"}]
    assert the_place(database, door.place_id)[0].startswith(OWN_STREET)
    assert "Address" in door.get().text.split("Your organization")[0]


def test_once_approved_it_is_placed_on_this_machine_and_the_old_point_is_gone(
    door: Door, database: Database, log_in: LogIn
) -> None:
    put_on_the_map(database, door.place_id)
    door.post(f"/places/{door.place_id}", {**SENDS, **MOVED})
    change = next(each for each in waiting(database) if each.state == "open")
    coordinator = log_in("coordinator", "second@test.example")
    queue = coordinator.get("/directory/proposals").text
    assert OWN_STREET in queue
    assert "9 Newplace Example Street, Floor 2, Frostburg" in queue.replace("\n", " ")
    assert the_place(database, door.place_id)[1] == pytest.approx(39.29)

    coordinator.post(
        f"/directory/proposals/{change.id}/decision", {"decision": "approve"}, page="/directory/proposals"
    )

    line, latitude = the_place(database, door.place_id)
    assert line == "9 Newplace Example Street Floor 2, Frostburg, MD 21532"
    # In the ZIP code of Frostburg, no longer in Baltimore.
    assert latitude is not None
    assert latitude == pytest.approx(39.65, abs=0.1)


def test_other_addresses_of_the_place_stay_and_so_does_its_county_where_the_zip_code_does(
    door: Door, database: Database
) -> None:
    with database.writing() as session:
        place = session.get_one(Location, door.place_id)
        place.addresses[0].postal_code = "21502-1111"
        place.addresses[0].region = "A county as written"
        place.addresses.append(Address(address_1="PO Box 7", city="Cumberland"))
        audit.record(session, "directory.edited", None, fields="addresses")

    door.post(f"/places/{door.place_id}", {**SENDS, "address_1": "72 Openexample Way"})

    (change,) = waiting(database)
    after = {row["address_1"]: row["region"] for row in change.fields["addresses"]["after"]}
    assert after == {"72 Openexample Way": "A county as written", "PO Box 7": ""}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"who": ""}, "Please give your name"),
        ({"address_1": " "}, "Write the street and the number."),
        ({"city": ""}, "Write the city."),
        ({"state_province": ""}, "Choose the state."),
        ({"state_province": "XX"}, "Choose the state."),
        ({"postal_code": "2153"}, "Write the ZIP code"),
        ({"address_1": "9" * 201}, "This is too long."),
        ({"revision": "9"}, "We changed this entry while you were writing"),
    ],
)
def test_a_wrong_address_is_told_and_what_was_typed_is_kept(
    door: Door, database: Database, typed: dict[str, str], told: str
) -> None:
    answer = door.post(f"/places/{door.place_id}", {**SENDS, **MOVED, "note": "Typed at length", **typed})

    assert answer.status == 422
    assert told in answer.text
    assert "Typed at length" in answer.text
    assert waiting(database) == []


def test_an_address_sent_untouched_is_no_change_and_verifies_nothing(door: Door, database: Database) -> None:
    with database.writing() as session:
        session.get_one(Location, door.place_id).addresses[0].postal_code = "21502"
        audit.record(session, "directory.edited", None, fields="addresses")

    answer = door.post(f"/places/{door.place_id}", SENDS)
    words = door.post(f"/places/{door.place_id}", {**SENDS, "note": "Only the soup moved."})

    assert (answer.status, words.status) == (422, 303)
    assert "Nothing is different from what we have" in answer.text
    (remark,) = waiting(database)
    assert (remark.fields, remark.note) == ({}, "Only the soup moved.")
    with database.reading() as session:
        assert session.get_one(Service, door.service_id).assured_date is None


@pytest.mark.security
def test_no_place_that_may_not_be_told_takes_an_address(door: Door, database: Database) -> None:
    with database.reading() as session:
        others = session.scalars(select(Location.id).where(Location.id != door.place_id)).all()
    page = f"/provider/{door.token}"

    answers = [
        door.browser.post(f"{page}/places/{each}", {**SENDS, **MOVED, "revision": "1"}, page=page)
        for each in others
    ]

    assert {answer.status for answer in answers} == {404}
    assert len(answers) == 3
    assert waiting(database) == []


@pytest.mark.security
def test_a_place_that_became_confidential_is_gone_from_the_link(door: Door, database: Database) -> None:
    with database.writing() as session:
        place = session.get_one(Location, door.place_id)
        editing.edit(session, place, {"confidential": True}, Author(None, database.clock.now()))

    assert OWN_STREET not in door.get().text
    assert door.get(f"/places/{door.place_id}").status == 404


@pytest.mark.security
def test_an_open_place_that_writes_a_secret_street_is_not_shown(door: Door, database: Database) -> None:
    with database.writing() as session:
        session.get_one(Location, door.place_id).addresses[0].address_1 = CANARIES["confidential street"]
        audit.record(session, "directory.edited", None, fields="addresses")

    assert CANARIES["confidential street"] not in door.get().text
    assert door.get(f"/places/{door.place_id}").status == 404


def test_the_form_reads_in_spanish(door: Door) -> None:
    address = f"/provider/{door.token}/places/{door.place_id}?language=es"

    page = door.browser.get(address)
    wrong = door.browser.post(address, {**SENDS, **MOVED, "city": "", "revision": "1"}, page=address)

    assert "Calle y número" in page.text
    assert "Escriba la ciudad." in wrong.text
