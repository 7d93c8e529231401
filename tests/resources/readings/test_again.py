"""Whatever staff decided of a text stands until the text changes, however often and however well it is read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from agency.database import Database
from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.readings.items import Item, item_id
from resources.readings.kinds import KINDS
from resources.readings.opening_hours import OpeningHours
from resources.readings.rules import Rules
from resources.readings.texts import text_id
from resources.records.schedules import Schedule
from resources.records.services import Service
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

FEES = "$20 a week. Call (410) 555-0123."
SATURDAY = [
    {"byday": "SA", "opens_at": "10:00", "closes_at": "12:00", "description": "", "location_id": None}
]


@pytest.fixture
def house(desk: Desk) -> UUID:
    """A service whose words were read once."""
    own = desk.add("Step House", MEN, WEEKDAYS, fees_description=FEES)
    desk.read()
    return own


def write(database: Database, own: UUID, author: Author, **fields: Any) -> None:
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, own), fields, author)


def said(database: Database, own: UUID) -> list[Any]:
    """What the record says, and what waits of it."""
    names = ("requirements", "schedules", "cost_cents", "phones")
    with database.reading() as session:
        service = session.get_one(Service, own)
        waits = [
            (str(count), item.value)
            for kind, words in (("fees", FEES), ("hours", WEEKDAYS), ("eligibility", MEN))
            for item, count in KINDS[kind].waiting_items(session, text_id(kind, words), words)
        ]
        said = [(name, value_of(service, name)) for name in names]
    # In which order rules stand means nothing.
    return sorted([json.dumps(each, sort_keys=True) for each in _flat([*said, *waits])])


def _flat(pairs: Sequence[Any]) -> list[Any]:
    return [(name, each) for name, value in pairs for each in (value if isinstance(value, list) else [value])]


def _nothing(_desk: Desk, _own: UUID) -> None:
    """Everything waits."""


def _take_out_what_waits(desk: Desk, own: UUID) -> None:
    with desk.database.reading() as session:
        rules = value_of(session.get_one(Service, own), "requirements")
    write(desk.database, own, desk.author, requirements=rules[:1])


def _decide(*verdicts: tuple[str, str, str]) -> Callable[[Desk, UUID], None]:
    def decide(desk: Desk, _own: UUID) -> None:
        for words, verdict, kind in verdicts:
            desk.decide(words, verdict, kind=kind)

    return decide


def _every(verdict: str) -> Callable[[Desk, UUID], None]:
    return _decide((MEN, verdict, "eligibility"), (WEEKDAYS, verdict, "hours"), (FEES, verdict, "fees"))


def _accept_and_clear(desk: Desk, own: UUID) -> None:
    _every("accepted")(desk, own)
    write(desk.database, own, desk.author, requirements=[], schedules=[], cost_cents=None, phones=[])


def _accept_and_change(desk: Desk, own: UUID) -> None:
    _every("accepted")(desk, own)
    with desk.database.reading() as session:
        rules = value_of(session.get_one(Service, own), "requirements")
    older = [{**each, "value": 21} if each["rule"] == "minimum_age" else each for each in rules]
    write(desk.database, own, desk.author, requirements=older, schedules=SATURDAY, cost_cents=5)


def _correct(desk: Desk, own: UUID) -> None:
    with desk.database.reading() as session:
        first = value_of(session.get_one(Service, own), "requirements")[0]
    desk.correct(MEN, {**first, "value": "female", "confirmed_by": "Lou", "confirmed_on": "2026-11-20"})
    desk.correct(WEEKDAYS, SATURDAY, "hours")


def _enter_hours_while_some_wait(desk: Desk, own: UUID) -> None:
    write(desk.database, own, desk.author, schedules=SATURDAY)
    desk.decide(WEEKDAYS, "accepted", kind="hours")


def _reject_and_take_back(desk: Desk, _own: UUID) -> None:
    _every("rejected")(desk, _own)
    for words, kind in ((MEN, "eligibility"), (WEEKDAYS, "hours"), (FEES, "fees")):
        desk.take_back(words, kind=kind)


def _accept_and_take_back(desk: Desk, _own: UUID) -> None:
    _every("accepted")(desk, _own)
    for words, kind in ((MEN, "eligibility"), (WEEKDAYS, "hours"), (FEES, "fees")):
        desk.take_back(words, kind=kind)


@pytest.mark.parametrize(
    "deed",
    [
        _nothing,
        _take_out_what_waits,
        _every("accepted"),
        _every("rejected"),
        _accept_and_clear,
        _accept_and_change,
        _correct,
        _enter_hours_while_some_wait,
        _reject_and_take_back,
        _accept_and_take_back,
    ],
)
def test_read_again_and_again_nothing_is_other_than_staff_left_it(
    database: Database, desk: Desk, house: UUID, deed: Callable[[Desk, UUID], None]
) -> None:
    deed(desk, house)
    before = said(database, house)

    desk.read(again=True)
    desk.read(again=True)

    assert said(database, house) == before


def test_words_spaced_and_capitalized_otherwise_are_the_same_words(
    database: Database, desk: Desk, house: UUID
) -> None:
    _accept_and_clear(desk, house)
    write(database, house, desk.author, eligibility_description=MEN.upper(), hours_description=f" {WEEKDAYS}")

    desk.read(again=True)

    assert (desk.rules(house), desk.hours(house)) == ([], [])


def test_once_the_words_change_they_are_read_anew(database: Database, desk: Desk, house: UUID) -> None:
    _take_out_what_waits(desk, house)

    write(database, house, desk.author, eligibility_description=f"{MEN} Must be sober 30 days.")

    assert {rule for rule, _ in desk.rules(house)} == {
        "gender",
        "minimum_age",
        "sex_offense",
        "sober_days",
    }


def test_a_better_reader_asks_only_what_it_finds_new(
    database: Database, desk: Desk, house: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds the same rules in more of the words, and one rule more."""
    read = Rules.items

    def better(self: Rules, text: str) -> Sequence[Item]:
        found = [{**item.value, "quote": f"{item.value['quote']}."} for item in read(self, text)]
        new = {**found[0], "rule": "veteran", "value": True}
        return tuple(Item(item_id(each), each, (each["quote"],)) for each in (*found, new))

    desk.decide(MEN, "rejected", "sex_offense")
    desk.decide(MEN, "accepted", "minimum_age")
    _take_out_what_waits(desk, house)
    monkeypatch.setattr(Rules, "items", better)

    desk.read(again=True)

    assert "sex_offense" not in {rule for rule, _ in desk.rules(house)}
    assert ("veteran", "waits") in desk.rules(house)


def test_hours_that_a_better_reader_reads_otherwise_wait_beside_what_was_accepted(
    database: Database, desk: Desk, house: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.decide(WEEKDAYS, "accepted", kind="hours")
    read = OpeningHours.items
    better = [replace(read(OpeningHours(), WEEKDAYS)[0], value=SATURDAY, id=item_id(SATURDAY))]
    monkeypatch.setattr(OpeningHours, "items", lambda _self, _text: better)

    desk.read(again=True)

    assert desk.hours(house) == [("MO,TU,WE,TH,FR", "09:00", "17:00")]
    with database.reading() as session:
        assert [each.fields["schedules"]["after"] for each in editing.pending(session, house)] == [SATURDAY]


def test_hours_of_a_source_are_never_put_aside_by_hours_that_were_accepted_elsewhere(
    database: Database, desk: Desk
) -> None:
    other = desk.add("Elm House", hours=WEEKDAYS)
    desk.read()
    own = desk.add(
        "Step House",
        hours=WEEKDAYS,
        schedules=[Schedule(byday="SA", opens_at="10:00", closes_at="12:00", source="list")],
    )
    desk.read()
    desk.decide(WEEKDAYS, "accepted", kind="hours")

    desk.read(again=True)

    assert desk.hours(own) == [("SA", "10:00", "12:00")]
    assert desk.hours(other) == [("MO,TU,WE,TH,FR", "09:00", "17:00")]
