"""A decision taken back from the history of a record is taken back whole: the record and the queue are as before it."""

from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.database import Database
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import OverlapError
from resources.records.services import Service
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

WEEK = [("MO,TU,WE,TH,FR", "09:00", "17:00")]


def _made(database: Database, service_id: UUID) -> list[Change]:
    """The changes of a service that decisions made, oldest first."""
    with database.reading() as session:
        session.expire_on_commit = False
        found = editing.history(session, service_id)
        return [each for each in reversed(found) if (each.origin, each.state) == ("reading", "in_force")]


def test_an_accepted_rule_taken_back_from_the_history_waits_again_wherever_it_was_accepted(
    database: Database, desk: Desk
) -> None:
    own, other = desk.add("Step House", MEN), desk.add("Hill House", MEN.upper())
    desk.read()
    before = [desk.state(each, MEN) for each in (own, other)]
    desk.decide(MEN, "accepted", "minimum_age")
    (change,) = _made(database, own)

    assert desk.undo(change.id, "They take women") == 2

    assert [desk.state(each, MEN) for each in (own, other)] == before
    with database.reading() as session:
        (undone,) = [each for each in editing.history(session, own) if each.undoes == change.id]
        assert (undone.origin, undone.note) == ("undo", "They take women")
    assert desk.decide(MEN, "accepted", "minimum_age") == 2


def test_what_the_record_says_otherwise_by_now_is_not_taken_back_from_the_history(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Step House", MEN)
    desk.read()
    desk.decide(MEN, "accepted", "gender")
    (change,) = _made(database, own)
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, own), {"requirements": []}, desk.author)

    with pytest.raises(OverlapError):
        desk.undo(change.id)

    assert desk.sheet(MEN).lines[0].decision


def test_what_was_accepted_of_older_words_is_taken_back_from_the_record_alone(
    database: Database, desk: Desk
) -> None:
    own, other = desk.add("Step House", hours=WEEKDAYS), desk.add("Hill House", hours=WEEKDAYS)
    desk.read()
    desk.decide(WEEKDAYS, "accepted", kind="hours")
    (change,) = _made(database, own)
    with database.writing() as session:
        record = session.get_one(Service, own)
        editing.edit(session, record, {"hours_description": "Ask at the door."}, desk.author)

    assert desk.undo(change.id) == 1

    assert (desk.hours(own), desk.hours(other)) == ([], WEEK)


def test_a_rule_of_words_that_are_no_longer_there_does_not_come_back_undecided(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Step House", "Men only.")
    desk.read()
    desk.decide("Men only.", "accepted")
    (change,) = _made(database, own)
    with database.writing() as session:
        record = session.get_one(Service, own)
        editing.edit(session, record, {"eligibility_description": "Ask at the door."}, desk.author)

    assert desk.undo(change.id) == 1

    assert desk.rules(own) == []


def _kind(what: str) -> str:
    return "hours" if what == "hours" else "eligibility"


def _decision(database: Database, service_id: UUID, what: str) -> UUID | None:
    """The change that decided on the hours or on a rule; none where hours were rejected, which changed no record."""
    for each in _made(database, service_id):
        told = next(iter(each.fields.values()))
        gone = [row.get("rule", "hours") for row in told["before"] if row not in told["after"]]
        if what in (gone or ["hours"]):
            return each.id
    return None


ROOMS = count(1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    decided=st.lists(
        st.tuples(
            st.sampled_from(("gender", "minimum_age", "sex_offense", "residence", "hours")),
            st.sampled_from(("accepted", "rejected")),
        ),
        unique_by=lambda each: each[0],
    ),
    alike=st.booleans(),
    draw=st.data(),
)
def test_whatever_was_decided_and_however_it_is_taken_back_record_and_queue_are_as_before(
    database: Database, desk: Desk, decided: list[tuple[str, str]], alike: bool, draw: st.DataObject
) -> None:
    words, hours = f"{MEN} Baltimore residents. Room {next(ROOMS)}.", f"{WEEKDAYS}, Room {next(ROOMS)}"
    services = [desk.add("Step House", words, hours)]
    services += [desk.add("Hill House", words.upper(), hours.upper())] if alike else []
    desk.read()
    before = [desk.state(own, words, hours) for own in services]

    for what, verdict in decided:
        desk.decide(*((hours, verdict) if what == "hours" else (words, verdict, what)), kind=_kind(what))
    for what, _ in draw.draw(st.permutations(decided)):
        text, own = hours if what == "hours" else words, draw.draw(st.sampled_from(services))
        made = _decision(database, own, what)
        if made and draw.draw(st.booleans()):
            desk.undo(made)
        else:
            desk.take_back(text, what, kind=_kind(what))

    assert [desk.state(own, words, hours) for own in services] == before
