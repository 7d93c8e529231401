"""One entry feeds everything: the parts it confirmed, the record's date, its room, the batches it stands in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from agency.clock import FixedClock
from agency.database import Database
from matching.catalog import load
from resources.records.services import Service
from resources.upkeep import assurance, batches, log
from resources.upkeep.batches import CallBatch
from resources.upkeep.room import Room
from tests.resources.directory_records import keep, place, service

TODAY = date(2026, 11, 21)
LATER = datetime(2026, 12, 5, 14, tzinfo=UTC)
# Of a record with a place, and with neither website nor e-mail address.
PARTS = ("name", "phone", "address", "hours", "terms", "cost", "ways_in")
LogCall = Callable[..., None]


def verified(database: Database, service_id: UUID) -> date | None:
    """Since when all of a record is confirmed."""
    with database.reading() as session:
        return session.get_one(Service, service_id).assured_date


def test_a_call_that_went_over_all_of_it_dates_the_record(
    database: Database, rooms: UUID, call: LogCall
) -> None:
    call(rooms, confirmed=PARTS)

    with database.reading() as session:
        found = session.get_one(Service, rooms)
        assert (found.assured_date, found.assured_with, found.assurer_email) == (
            TODAY,
            "the desk",
            "caller@test.example",
        )
        assert load(session).offers("housing")[0].verified_on == TODAY


def test_some_parts_are_dated_alone_and_the_record_is_not(
    database: Database, rooms: UUID, call: LogCall
) -> None:
    call(rooms, confirmed=("phone", "hours"))

    with database.reading() as session:
        found = session.get_one(Service, rooms)
        dates = assurance.confirmed_on(session, found)
    assert found.assured_date is None
    assert {part for part, on in dates.items() if on} == {"phone", "hours"}


def test_the_record_is_as_old_as_the_part_confirmed_longest_ago(
    database: Database, rooms: UUID, call: LogCall, clock: FixedClock
) -> None:
    call(rooms, confirmed=PARTS[:3])
    clock.moment = LATER
    call(rooms, confirmed=PARTS[3:])
    assert verified(database, rooms) == TODAY

    call(rooms, confirmed=PARTS[:3])
    assert verified(database, rooms) == LATER.date()


def test_an_older_word_never_takes_a_newer_date_away(database: Database, call: LogCall) -> None:
    known = service("Rooms", place(), assured_date=date(2027, 1, 1), assured_with="the desk")
    kept = keep(database, "Invented House", known)

    call(kept.services[0].id, confirmed=PARTS)

    assert verified(database, kept.services[0].id) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("outcome", "who"), [("no_answer", ""), ("left_message", "machine"), ("reached", "")]
)
def test_nothing_is_confirmed_where_nobody_was_reached_or_named(
    database: Database, rooms: UUID, call: LogCall, outcome: str, who: str
) -> None:
    call(rooms, outcome, who, confirmed=PARTS, room=Room("beds", 3))

    with database.reading() as session:
        found = session.get_one(Service, rooms)
        assert (found.assured_date, found.capacities) == (None, [])
        assert set(assurance.confirmed_on(session, found).values()) == {None}


def test_room_told_on_a_call_is_what_matching_sees(
    database: Database, rooms: UUID, call: LogCall, clock: FixedClock
) -> None:
    call(rooms, room=Room("beds", 3, waiting=2))
    clock.moment = clock.moment.replace(hour=20)
    call(rooms, spoke_with="night desk", room=Room("beds", 1, waiting_days=0))

    with database.reading() as session:
        said = session.get_one(Service, rooms).capacities
        capacity = load(session).offers("housing")[0].capacity
        assert [(each.available, each.said_by) for each in said] == [(1, "night desk"), (3, "the desk")]
        assert capacity is not None
        assert (capacity.available, capacity.said_on) == (1, TODAY)


def test_a_call_is_told_newest_first_with_its_caller(
    database: Database, rooms: UUID, call: LogCall, clock: FixedClock
) -> None:
    call(rooms, "no_answer", "", said="rings through", next_try=TODAY)
    clock.moment = LATER
    call(rooms, room=Room("beds", 2))

    with database.reading() as session:
        told = log.calls_of(session, rooms)
        assert [(each.call.outcome, each.by) for each in told] == [
            ("reached", "Test Officer"),
            ("no_answer", "Test Officer"),
        ]
        assert told[0].room is not None
        assert told[1].room is None


def test_any_call_ticks_the_service_off_in_the_batch_it_stands_in(
    database: Database, rooms: UUID, call: LogCall, hire: Callable[..., UUID]
) -> None:
    coordinator = hire("coordinator")
    with database.writing() as session:
        batch_id = batches.make(session, [rooms], coordinator, coordinator, database.clock.now()).id
        assert batches.handed_out(session, database.clock.now()) == {rooms}

    call(rooms, "no_answer", "")

    with database.reading() as session:
        assert session.get_one(CallBatch, batch_id).done == 1
        assert batches.handed_out(session, database.clock.now()) == frozenset()


def test_a_call_does_not_make_matching_read_the_directory_again(
    database: Database, rooms: UUID, call: LogCall
) -> None:
    with database.reading() as session:
        before = load(session).version

    call(rooms, "no_answer", "")
    with database.reading() as session:
        assert load(session).version == before

    call(rooms, room=Room("beds", 1))
    with database.reading() as session:
        assert load(session).version == before + 1


def test_a_part_that_is_not_there_is_not_asked_about(database: Database) -> None:
    kept = keep(
        database,
        "Invented Line",
        service("Line", reach="telephone", url="https://line.example"),
        email="a@b.example",
    )

    with database.reading() as session:
        found = session.get_one(Service, kept.services[0].id)
        assert set(assurance.parts_of(found)) == {*PARTS, "website", "email"} - {"address"}
