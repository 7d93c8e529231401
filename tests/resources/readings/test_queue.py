"""The queue: what open plans rest on comes first, then what most services say; it runs empty."""

from uuid import UUID

from agency.database import Database
from resources.readings import queue
from resources.readings.texts import text_id
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

WOMEN = "Women only."
VETERANS = "Must be a veteran."


def lined_up(database: Database, plans: dict[UUID, int]) -> list[UUID]:
    with database.reading() as session:
        return [each.text_id for each in queue.line_up(session, plans).waiting]


def test_open_plans_come_first_then_the_number_of_services(database: Database, desk: Desk) -> None:
    desk.add("Step House", MEN)
    desk.add("Hill House", MEN)
    desk.add("Rose House", WOMEN)
    relied_on = desk.add("Flag House", VETERANS)
    desk.read()

    found = lined_up(database, {relied_on: 2})

    assert found[:2] == [text_id("eligibility", VETERANS), text_id("eligibility", MEN)]
    assert found[2] == text_id("eligibility", WOMEN)


def test_a_text_leaves_the_queue_once_all_of_it_is_decided(database: Database, desk: Desk) -> None:
    desk.add("Step House", MEN, WEEKDAYS)
    desk.read()
    assert len(lined_up(database, {})) == 2

    desk.decide(MEN, "accepted", "gender")
    assert len(lined_up(database, {})) == 2
    desk.decide(MEN, "rejected")
    desk.decide(WEEKDAYS, "accepted", kind="hours")

    with database.reading() as session:
        line = queue.line_up(session, {})
        assert (line.waiting, line.decided, line.all, queue.count(session)) == ([], 2, 2, 0)


def test_the_text_after_the_last_is_the_first_and_never_the_same(database: Database, desk: Desk) -> None:
    desk.add("Step House", MEN)
    desk.add("Rose House", WOMEN)
    desk.read()

    with database.reading() as session:
        line = queue.line_up(session, {})
        first, last = line.waiting

        assert line.after(first.text_id) == last
        assert line.after(last.text_id) == first
        assert queue.Queue([first], 0).after(first.text_id) is None
        assert line.after(None) == first
