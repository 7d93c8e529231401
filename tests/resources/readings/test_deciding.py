"""A text is decided once: for every service that says the same, now and later, and can be taken back."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.database import Database
from agency.errors import ConflictError
from resources.changes import editing
from resources.readings import deciding
from resources.readings.texts import text_id
from resources.records.services import Service
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

ACCEPTED = [("gender", "confirmed"), ("minimum_age", "confirmed"), ("sex_offense", "confirmed")]
WEEK = [("MO,TU,WE,TH,FR", "09:00", "17:00")]
NIGHTS = [{"byday": "SA", "opens_at": "20:00", "closes_at": "06:00", "description": "", "location_id": None}]


def test_an_accepted_rule_names_who_confirmed_it_and_when(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", MEN)
    desk.read()

    desk.decide(MEN, "accepted", "minimum_age")

    with database.reading() as session:
        (rule,) = [row for row in session.get_one(Service, own).requirements if row.rule == "minimum_age"]
        assert (rule.confirmed_by, f"{rule.confirmed_on}") == ("Test Coordinator", "2026-11-21")
        (change,) = editing.history(session, own, "requirements")
        assert (change.origin, change.state, change.decided_by) == (
            "reading",
            "in_force",
            desk.author.staff_id,
        )


def test_the_same_words_are_decided_once_however_they_are_written(desk: Desk) -> None:
    first, second = desk.add("Step House", MEN), desk.add("Hill House", MEN.upper().replace(" ", "  "))
    desk.read()

    assert desk.decide(MEN, "accepted") == 6
    assert desk.rules(first) == desk.rules(second) == ACCEPTED


def test_each_service_keeps_its_own_words_as_the_quote(database: Database, desk: Desk) -> None:
    loud = MEN.upper()
    desk.add("Step House", MEN)
    own = desk.add("Hill House", loud)
    desk.read()

    desk.decide(MEN, "accepted")

    with database.reading() as session:
        assert all(row.quote in loud for row in session.get_one(Service, own).requirements)


def test_what_was_decided_holds_for_a_service_that_comes_later(desk: Desk) -> None:
    desk.add("Step House", MEN, WEEKDAYS)
    desk.read()
    desk.decide(MEN, "accepted", "gender")
    desk.decide(MEN, "rejected", "minimum_age")
    desk.decide(WEEKDAYS, "accepted", kind="hours")

    later = desk.add("Hill House", MEN, WEEKDAYS)
    told = desk.read()

    assert desk.rules(later) == [("gender", "confirmed"), ("sex_offense", "waits")]
    assert desk.hours(later) == WEEK
    assert (told.decided["eligibility"], told.decided["hours"]) == (1, 1)


def test_a_rejected_rule_goes(desk: Desk) -> None:
    own = desk.add("Step House", MEN)
    desk.read()

    desk.decide(MEN, "rejected", "gender", "sex_offense")

    assert desk.rules(own) == [("minimum_age", "waits")]


def test_a_corrected_rule_stands_in_place_of_what_was_read(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", MEN)
    desk.read()
    first = desk.sheet(MEN).waiting[0].item.value
    became = {**first, "value": "female", "confirmed_by": "Test Coordinator", "confirmed_on": "2026-11-21"}

    desk.correct(MEN, became)

    with database.reading() as session:
        rows = session.get_one(Service, own).requirements
        said = [(row.rule, row.value, row.confirmed_by) for row in rows]
        assert said[0] == ("gender", "female", "Test Coordinator")


def test_hours_are_approved_corrected_or_rejected(database: Database, desk: Desk) -> None:
    texts = [WEEKDAYS, "Tuesday 10 am to noon", "Wednesday 1 pm to 3 pm"]
    services = [desk.add(f"House {number}", hours=text) for number, text in enumerate(texts)]
    desk.read()

    desk.decide(texts[0], "accepted", kind="hours")
    desk.correct(texts[1], NIGHTS, kind="hours")
    desk.decide(texts[2], "rejected", kind="hours")

    assert [desk.hours(own) for own in services] == [WEEK, [("SA", "20:00", "06:00")], []]
    with database.reading() as session:
        states = [[each.state for each in editing.history(session, own)] for own in services]
        assert [sorted(each) for each in states] == [["in_force"], ["in_force", "rejected"], ["rejected"]]


def test_hours_that_somebody_entered_meanwhile_stay(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", hours=WEEKDAYS)
    desk.read()
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, own), {"schedules": NIGHTS}, desk.author)

    assert desk.decide(WEEKDAYS, "accepted", kind="hours") == 0
    assert desk.hours(own) == [("SA", "20:00", "06:00")]


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
def test_a_decision_taken_back_lets_everything_wait_again(
    database: Database, desk: Desk, verdict: str
) -> None:
    own = desk.add("Step House", MEN, WEEKDAYS)
    desk.read()
    rules, sheet = desk.rules(own), [line.item.id for line in desk.sheet(MEN).lines]
    desk.decide(MEN, verdict)
    desk.decide(WEEKDAYS, verdict, kind="hours")

    assert desk.take_back(MEN) == 3
    assert desk.take_back(WEEKDAYS, kind="hours") == 1

    assert sorted(desk.rules(own)) == sorted(rules)
    assert sorted(line.item.id for line in desk.sheet(MEN).waiting) == sorted(sheet)
    assert desk.hours(own) == []
    with database.reading() as session:
        (waiting,) = editing.pending(session, own)
        assert waiting.origin == "reading"


def test_a_correction_taken_back_is_read_as_before(desk: Desk) -> None:
    own = desk.add("Step House", hours=WEEKDAYS)
    desk.read()
    desk.correct(WEEKDAYS, NIGHTS, kind="hours")

    desk.take_back(WEEKDAYS, kind="hours")

    assert desk.hours(own) == []
    desk.decide(WEEKDAYS, "accepted", kind="hours")
    assert desk.hours(own) == WEEK


def test_what_staff_changed_since_is_not_taken_back(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", MEN)
    desk.read()
    desk.decide(MEN, "accepted", "gender")
    with database.writing() as session:
        record = session.get_one(Service, own)
        editing.edit(session, record, {"requirements": []}, desk.author)

    assert desk.take_back(MEN) == 0
    assert desk.rules(own) == []


def test_the_second_of_two_who_decide_is_told_who_was_quicker(desk: Desk, database: Database) -> None:
    desk.add("Step House", MEN)
    desk.read()
    item = desk.sheet(MEN).waiting[0].item.id
    desk.decide(MEN, "accepted")

    with database.writing() as session, pytest.raises(ConflictError, match="Test Coordinator accepted this"):
        deciding.decide(
            session, text_id("eligibility", MEN), [item], "rejected", desk.author, lambda _said: None
        )


def test_what_nobody_read_cannot_be_decided(desk: Desk, database: Database) -> None:
    desk.add("Step House", MEN)
    desk.read()

    with database.writing() as session, pytest.raises(ConflictError):
        deciding.decide(
            session, text_id("eligibility", MEN), ["0" * 32], "accepted", desk.author, lambda said: said
        )


ROOMS = count(1)
VERDICTS = st.dictionaries(
    st.sampled_from(["gender", "minimum_age", "sex_offense"]), st.sampled_from(["accepted", "rejected"])
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verdicts=VERDICTS, spaces=st.lists(st.integers(1, 3), min_size=1, max_size=4), late=st.booleans())
def test_services_with_the_same_words_always_say_the_same(
    desk: Desk, verdicts: dict[str, str], spaces: list[int], late: bool
) -> None:
    # Each example has words of its own, as the database keeps those of the one before.
    words = f"{MEN} Room {next(ROOMS)}."
    services = [desk.add(f"House {each}", words.replace(" ", " " * each)) for each in spaces]
    desk.read()

    for rule, verdict in verdicts.items():
        desk.decide(words, verdict, rule)
    if late:
        services.append(desk.add("Late House", words.upper()))
        desk.read()

    said = [desk.rules(own) for own in services]
    assert all(each == said[0] for each in said)
    states = {"accepted": "confirmed", "rejected": "gone"}
    assert {rule: states[verdict] for rule, verdict in verdicts.items()} == {
        rule: dict(said[0]).get(rule, "gone") for rule in verdicts
    }
    for rule in {"gender", "minimum_age", "sex_offense"} - verdicts.keys():
        assert dict(said[0])[rule] == "waits"
