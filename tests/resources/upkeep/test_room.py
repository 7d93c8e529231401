"""Room: a word on the waiting list leaves the word on the beds standing, each with the time it was said."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.clock import FixedClock
from agency.database import Database
from matching.catalog import load
from resources.records.capacity import Capacity
from resources.upkeep import room
from resources.upkeep.room import UNITS, Room
from tests.browser import Answer, Browser
from tests.resources.directory_records import place, service

TODAY = date(2026, 11, 21)
LogCall = Callable[..., None]
LogIn = Callable[..., Browser]
Say = Callable[..., None]

counts = st.none() | st.integers(0, 9)
said = st.lists(
    st.builds(
        Capacity,
        said_on=st.dates(TODAY - timedelta(3), TODAY),
        unit=st.sampled_from([*UNITS]),
        available=counts,
        waiting=counts,
        waiting_days=counts,
    )
).map(lambda each: sorted(each, key=lambda one: one.said_on, reverse=True))


@given(said)
def test_each_count_is_told_by_its_newest_word(capacities: list[Capacity]) -> None:
    for word in room.words(capacities):
        column = word.of if word.of in ("waiting", "waiting_days") else "available"
        telling = [
            each
            for each in capacities
            if getattr(each, column) is not None and (column != "available" or each.unit == word.of)
        ]
        assert (word.said, word.count) == (telling[0], getattr(telling[0], column))


@given(said)
def test_no_count_that_was_told_is_lost(capacities: list[Capacity]) -> None:
    told = {each.of for each in room.words(capacities)}

    assert told == {each.unit for each in capacities if each.available is not None} | {
        name for name in ("waiting", "waiting_days") for each in capacities if getattr(each, name) is not None
    }
    assert {each for group in room.told(capacities) for each in group} == {*room.words(capacities)}


def seen(page: Answer) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


@pytest.fixture
def say(call: LogCall, clock: FixedClock) -> Say:
    """Logs what was said of room, each word an hour after the one before."""

    def log(service_id: UUID, *words: Room) -> None:
        for number, each in enumerate(words):
            call(service_id, spoke_with=f"voice {number}", room=each)
            clock.moment += timedelta(hours=1)

    return log


def test_a_waiting_list_told_after_the_beds_leaves_them_free(
    database: Database, rooms: UUID, say: Say, log_in: LogIn
) -> None:
    say(rooms, Room("beds", 3), Room(waiting=5))

    with database.reading() as session:
        offer = load(session).offers("housing")[0]
        assert (offer.capacity and offer.capacity.available, offer.waiting_days) == (3, None)
    browser = log_in("coordinator")
    page = browser.get(f"/directory/services/{rooms}").text
    assert "No number given" not in page
    assert page.index("3 beds free") < page.index("by voice 0") < page.index("5 waiting")
    assert page.index("5 waiting") < page.index("by voice 1")
    listed = seen(browser.get("/directory/room"))
    assert "3 beds free, said today by voice 0; 5 waiting, said today by voice 1" in listed


def test_each_of_three_words_of_a_day_is_told_with_its_time(rooms: UUID, say: Say, log_in: LogIn) -> None:
    say(rooms, Room("beds", 3), Room(waiting=5), Room("slots", 2))

    page = seen(log_in("coordinator").get(f"/directory/services/{rooms}"))

    for at, word in enumerate(("3 beds free", "5 waiting", "2 slots free")):
        assert f"{word} said Nov 21, 2026, {9 + at}:00 AM by voice {at}" in page


def test_where_people_sleep_the_beds_tell_how_much_room_there_is(database: Database) -> None:
    newest_first = [
        Capacity(said_on=TODAY, unit="slots", available=0),
        Capacity(said_on=TODAY, unit="beds", available=3),
    ]
    house = service("House", place(), residential=True, capacities=newest_first)
    office = service("Office", place(), residential=False)

    assert [str(found) for found in (room.free(house), room.free(office))] == ["3 beds free", "None"]


def test_a_service_is_full_since_the_first_day_without_a_better_word() -> None:
    def full(*words: tuple[int, str, int | None]) -> date | None:
        said = [
            Capacity(said_on=TODAY - timedelta(ago), unit=unit, available=count) for ago, unit, count in words
        ]
        return room.full_since(service("Rooms", place(), capacities=said))

    assert full(
        (0, "beds", None), (1, "beds", 0), (2, "slots", 4), (3, "beds", 0), (4, "beds", 1)
    ) == TODAY - timedelta(3)
    assert full((0, "beds", 2), (1, "beds", 0)) is None
    assert full() is None
