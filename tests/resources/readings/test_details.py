"""Cost, season, languages, addresses and telephones in prose: offered with their words, in force once accepted."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from resources.changes import editing
from resources.changes.fields import fields_of, value_of
from resources.geocoding.geocoder import Geocoder
from resources.imports.importing import import_directory
from resources.readings import deciding, queue
from resources.readings.kinds import DETAILS
from resources.readings.texts import text_id
from resources.records.phones import Phone
from resources.records.services import Service
from tests.resources.readings.conftest import Desk

WORDS = (
    "Rooms in a quiet street. $25/week. Open November through March. Spanish spoken. Fax 410-555-0188. "
    "Write to desk@rooms.example or see www.rooms.example."
)
READ: dict[str, dict[str, Any]] = {
    "cost_cents": {"cost_cents": 2500, "cost_period": "a week"},
    "season_from": {"season_from": "11-01", "season_to": "03-31"},
    "languages": {"languages": ["Spanish"]},
    "phones": {"phones": [{"number": "(410) 555-0188", "type": "fax", "extension": "", "description": ""}]},
    "email": {"email": "desk@rooms.example"},
    "url": {"url": "https://www.rooms.example"},
}


def offered(desk: Desk, words: str = WORDS, kind: str = "details") -> dict[str, dict[str, Any]]:
    """What waits of a text, by its first field."""
    waiting = [line.item.value["fields"] for line in desk.sheet(words, kind).waiting]
    return {next(iter(each)): each for each in waiting}


def said(database: Database, own: UUID) -> dict[str, Any]:
    """All fields of a service."""
    with database.reading() as session:
        record = session.get_one(Service, own)
        return {name: value_of(record, name) for name in fields_of("service")}


def decide(desk: Desk, verdict: str, field: str, words: str = WORDS, kind: str = "details") -> int:
    """Accept or reject one detail of a text."""
    (item,) = [line.item.id for line in desk.sheet(words, kind).waiting if field in line.item.value["fields"]]
    with desk.database.writing() as session:
        own = text_id(kind, words)
        accepts = verdict == "accepted"
        return deciding.decide(
            session, own, [item], verdict, desk.author, lambda value: value if accepts else None
        )


def edit(database: Database, desk: Desk, own: UUID, **fields: object) -> None:
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, own), fields, desk.author)


def test_every_detail_waits_with_its_exact_words_and_nothing_is_in_force(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Rooms", description=WORDS)
    before = said(database, own)

    told = desk.read()

    assert offered(desk) == READ
    assert told.waiting["details"] == len(READ)
    assert said(database, own) == before
    for line in desk.sheet(WORDS, "details").waiting:
        assert all(quote in WORDS for quote in line.item.quotes)
        assert 0 < (line.item.confidence or 0) <= 1


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("details", "description"),
        ("fees", "fees_description"),
        ("ways_in", "application_process"),
        ("eligibility_details", "eligibility_description"),
        ("hours_details", "hours_description"),
    ],
)
def test_every_text_of_a_service_is_read(desk: Desk, kind: str, field: str) -> None:
    words = "$25/week."
    named: dict[str, Any] = {field.removesuffix("_description") if field[0] in "eh" else field: words}
    desk.add("Rooms", **named)
    desk.read()

    assert offered(desk, words, kind) == {"cost_cents": READ["cost_cents"]}


def test_none_is_a_price_only_where_fees_are_told(desk: Desk) -> None:
    desk.add("Rooms", description="None.", fees_description="None.")
    desk.read()

    assert offered(desk, "None.", "fees") == {"cost_cents": {"cost_cents": 0}}
    assert desk.read(again=True).waiting["details"] == 0


@pytest.mark.parametrize("field", list(READ))
def test_an_accepted_detail_is_in_the_record_and_its_history_names_the_providers_words(
    database: Database, desk: Desk, field: str
) -> None:
    own = desk.add("Rooms", description=WORDS)
    desk.read()
    before = said(database, own)

    assert decide(desk, "accepted", field) == 1

    assert {name: said(database, own)[name] for name in READ[field]} == READ[field]
    assert {name for name, each in said(database, own).items() if each != before[name]} == set(READ[field])
    with database.reading() as session:
        (change,) = editing.history(session, own, field)
        assert (change.origin, change.state, change.decided_by) == (
            "reading",
            "in_force",
            desk.author.staff_id,
        )
    assert field not in offered(desk)


def test_a_rejected_detail_goes_and_is_not_read_again(database: Database, desk: Desk) -> None:
    own = desk.add("Rooms", description=WORDS)
    desk.read()
    before = said(database, own)

    decide(desk, "rejected", "cost_cents")
    desk.read(again=True)

    assert said(database, own) == before
    assert "cost_cents" not in offered(desk)


def test_one_decision_holds_for_every_service_with_the_words_and_for_later_ones(
    database: Database, desk: Desk
) -> None:
    services = [desk.add("Rooms", description=WORDS), desk.add("More rooms", description=WORDS.upper())]
    desk.read()
    assert desk.decide(WORDS, "rejected", kind="details") >= len(READ)
    desk.take_back(WORDS, kind="details")

    assert decide(desk, "accepted", "cost_cents") == 2
    services.append(desk.add("Late rooms", description=WORDS))
    desk.read()

    assert [said(database, own)["cost_cents"] for own in services] == [2500] * 3


def test_the_details_of_open_plans_come_first(database: Database, desk: Desk) -> None:
    desk.add("Rooms", description=WORDS)
    desk.add("Rooms too", description=WORDS)
    relied_on = desk.add("Classes", description="$12 a class.")
    desk.read()

    with database.reading() as session:
        first = queue.line_up(session, {relied_on: 1}).waiting[0]
    assert (first.text_id, first.kind, first.plans) == (text_id("details", "$12 a class."), "details", 1)


def test_what_the_record_says_already_is_not_offered(desk: Desk) -> None:
    own: dict[str, Any] = {
        "cost_cents": 3000,
        "season_from": "10-01",
        "season_to": "04-30",
        "languages": ["spanish"],
        "email": "other@rooms.example",
        "url": "https://other.example",
        "phones": [Phone(number="410.555.0188")],
    }
    desk.add("Rooms", description=WORDS, **own)

    assert desk.read().waiting["details"] == 0


def test_what_whoever_gives_the_service_says_already_is_not_offered(desk: Desk) -> None:
    # The provider of every service here has this fax.
    desk.add("Rooms", description="Fax 410-555-0199, call (410) 555-0123.")
    desk.read()

    numbers = [
        row["number"]
        for each in offered(desk, "Fax 410-555-0199, call (410) 555-0123.").values()
        for row in each["phones"]
    ]
    assert numbers == ["(410) 555-0123"]


def test_what_somebody_enters_meanwhile_stays_and_is_no_longer_asked(database: Database, desk: Desk) -> None:
    own = desk.add("Rooms", description=WORDS)
    desk.read()

    edit(database, desk, own, cost_cents=4000)

    assert "cost_cents" not in offered(desk)
    assert said(database, own)["cost_cents"] == 4000


def test_of_two_addresses_the_other_goes_once_one_is_accepted_and_comes_back_with_it(
    database: Database, desk: Desk
) -> None:
    words = "See www.first.example or www.second.example."
    own = desk.add("Rooms", description=words)
    desk.read()
    assert len(desk.sheet(words, "details").waiting) == 2
    first = desk.sheet(words, "details").waiting[0].item

    with database.writing() as session:
        deciding.decide(
            session, text_id("details", words), [first.id], "accepted", desk.author, lambda value: value
        )
    assert desk.sheet(words, "details").waiting == []
    desk.take_back(words, kind="details")

    assert said(database, own)["url"] == ""
    assert len(desk.sheet(words, "details").waiting) == 2


def test_what_waits_and_is_known_by_now_is_swept_away_by_the_next_reading(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Rooms", fees_description="$25/week.")
    desk.read()
    with database.writing() as session:
        session.get_one(Service, own).cost_cents = 2500
        audit.record(session, "directory.imported", None, source="A list", created=0, updated=1)

    assert desk.read().services == 0
    assert offered(desk, "$25/week.", "fees") == {}


def test_newer_words_of_the_provider_are_offered_in_place_of_older_ones(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Rooms", fees_description="$25/week.")
    desk.read()
    decide(desk, "accepted", "cost_cents", "$25/week.", "fees")

    edit(database, desk, own, fees_description="$30/week.")
    assert said(database, own)["cost_cents"] == 2500
    decide(desk, "accepted", "cost_cents", "$30/week.", "fees")
    assert said(database, own)["cost_cents"] == 3000
    desk.take_back("$30/week.", kind="fees")

    assert said(database, own)["cost_cents"] == 2500


def test_what_staff_typed_is_not_given_up_for_newer_words(database: Database, desk: Desk) -> None:
    own = desk.add("Rooms", fees_description="$25/week.")
    desk.read()
    decide(desk, "accepted", "cost_cents", "$25/week.", "fees")
    edit(database, desk, own, cost_cents=2000)

    edit(database, desk, own, fees_description="$30/week.")

    assert offered(desk, "$30/week.", "fees") == {}


def test_a_number_added_since_stays_when_an_accepted_one_is_taken_back(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Rooms", description=WORDS)
    desk.read()
    decide(desk, "accepted", "phones")
    here = said(database, own)["phones"]
    edit(database, desk, own, phones=[*here, {"number": "410-555-0177"}])

    desk.take_back(WORDS, kind="details")

    assert [row["number"] for row in said(database, own)["phones"]] == ["410-555-0177"]


def test_what_staff_changed_since_is_not_taken_back(database: Database, desk: Desk) -> None:
    own = desk.add("Rooms", description=WORDS)
    desk.read()
    decide(desk, "accepted", "cost_cents")
    edit(database, desk, own, cost_cents=2000)

    assert desk.take_back(WORDS, kind="details") == 0
    assert said(database, own)["cost_cents"] == 2000


def test_what_was_there_before_is_not_taken_away_with_another_services_reading(
    database: Database, desk: Desk
) -> None:
    desk.add("Rooms", description=WORDS)
    own = desk.add("Rooms with a price", description=WORDS, cost_cents=2500, cost_period="a week")
    desk.read()

    assert decide(desk, "accepted", "cost_cents") == 1
    desk.take_back(WORDS, kind="details")

    assert said(database, own)["cost_cents"] == 2500


@pytest.mark.parametrize("kind", list(DETAILS))
def test_several_prices_are_no_cost_to_accept(kind: str) -> None:
    found = DETAILS[kind].items("$20 for members, $40 for others, on a sliding scale.")

    assert [item for item in found if "cost_cents" in item.value["fields"]] == []


def test_several_prices_wait_each_by_itself_and_only_those_accepted_are_in_force(
    database: Database, desk: Desk
) -> None:
    words = "Free for veterans, others $20. Sliding scale for couples."
    own = desk.add("Rooms", fees_description=words)

    desk.read()

    quotes = [line.item.quotes[0] for line in desk.sheet(words, "fees").waiting]
    assert quotes == ["Free for veterans", "others $20", "Sliding scale for couples"]
    with database.reading() as session:
        assert value_of(session.get_one(Service, own), "cost_options") == []
    desk.decide(words, "accepted", kind="fees")
    with database.reading() as session:
        service = session.get_one(Service, own)
        assert [(each["option"], each["amount_cents"]) for each in value_of(service, "cost_options")] == [
            ("veterans", 0),
            ("others", 2000),
            ("Sliding scale for couples", None),
        ]
    desk.read(again=True)
    assert desk.sheet(words, "fees").waiting == []
    desk.take_back(words, kind="fees")
    with database.reading() as session:
        assert value_of(session.get_one(Service, own), "cost_options") == []


def test_prices_that_cannot_be_told_apart_are_counted_and_never_offered(desk: Desk) -> None:
    desk.add("Rooms", fees_description="$46-$58 a month.")

    told = desk.read()

    assert (told.waiting.total(), told.unclear) == (0, 1)


def test_english_is_no_language_besides_english() -> None:
    (item,) = DETAILS["details"].items("Counseling is offered in Spanish and English.")

    assert item.value["fields"] == {"languages": ["Spanish"]}


def test_no_later_file_outranks_what_was_accepted(
    database: Database, clock: FixedClock, desk: Desk, tmp_path: Path
) -> None:
    def bring(**more: object) -> None:
        whole = {"id": "s1", "name": "Rooms", "status": "active", "description": WORDS, **more}
        path = tmp_path / "list.json"
        path.write_text(json.dumps([{"id": "o1", "name": "Invented Homes", "services": [whole]}]))
        with database.writing() as session:
            import_directory(session, path, clock.now(), Geocoder)
            audit.record(session, "directory.imported", None, source="A list", created=0, updated=1)

    bring()
    decide(desk, "accepted", "email")
    bring(email="old@rooms.example", url="https://from-the-file.example")

    with database.reading() as session:
        record = session.scalars(select(Service)).one()
        assert (record.email, record.url) == ("desk@rooms.example", "https://from-the-file.example")
    assert "url" not in offered(desk)


ROOMS = count(1)
BECOMES: dict[str, Callable[[Any], Any]] = {"accepted": lambda value: value, "rejected": lambda _value: None}
SENTENCES = (
    *("$25/week.", "Free.", "Open November through March.", "Spanish spoken.", "Fax 410-555-0188."),
    *(
        "Call 410-555-0177.",
        "See www.rooms.example.",
        "Or www.other.example.",
        "Write to desk@rooms.example.",
    ),
)
OWN: dict[str, Callable[[], Any]] = {
    "cost_cents": lambda: 1500,
    "languages": lambda: ["Amharic", "Spanish"],
    "email": lambda: "first@rooms.example",
    "phones": lambda: [Phone(number="410-555-0177")],
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentences=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True),
    owns=st.lists(st.sets(st.sampled_from(list(OWN))), min_size=1, max_size=3),
    data=st.data(),
)
def test_nothing_is_in_force_before_it_is_accepted_and_what_is_taken_back_is_as_before(
    database: Database, desk: Desk, sentences: list[str], owns: list[set[str]], data: st.DataObject
) -> None:
    # Each example has words of its own, as the database keeps those of the one before.
    words = f"House {next(ROOMS)}. {' '.join(sentences)}"
    services = [desk.add("Rooms", description=words, **{name: OWN[name]() for name in own}) for own in owns]

    def everything() -> list[dict[str, Any]]:
        return [said(database, own) for own in services]

    def waiting() -> dict[str, int]:
        return {line.item.id: line.services for line in desk.sheet(words, "details").waiting}

    before = everything()
    desk.read()
    read = waiting()
    assert everything() == before

    while left := sorted(waiting()):
        item = data.draw(st.sampled_from(left))
        verdict = data.draw(st.sampled_from(("accepted", "rejected")))
        kept = everything()
        with database.writing() as session:
            deciding.decide(
                session,
                text_id("details", words),
                [item],
                verdict,
                desk.author,
                BECOMES[verdict],
            )
        if verdict == "rejected":
            assert everything() == kept
        if data.draw(st.booleans()):
            break
    if not read:
        return
    made = [line.item.id for line in desk.sheet(words, "details").lines if line.decision]
    for item in data.draw(st.permutations(made)):
        with database.writing() as session:
            deciding.take_back(session, text_id("details", words), [item], desk.author)

    assert everything() == before
    assert waiting() == read
