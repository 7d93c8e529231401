"""The queue as the directory has it: nobody who must not be chased, and what is known of each."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from resources.upkeep import budget, room
from resources.upkeep.pace import Pace
from resources.upkeep.queue import queue, to_try_again
from tests.conftest import NOW, CountQueries
from tests.resources.directory_records import keep, place, service

TODAY = NOW.date()
FAST = Pace(40, 7, 12)
LogCall = Callable[..., None]


class Plans:
    """Open plans that rest on the services of a test."""

    def __init__(self, plans: Mapping[UUID, int] | None = None) -> None:
        self.plans = plans or {}

    def open_plans(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:  # noqa: ARG002
        """As given."""
        return self.plans

    def unsent_letters(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:  # noqa: ARG002
        """None."""
        return {}

    appointments = unsent_letters


@pytest.mark.parametrize(
    "kept",
    [
        {"victim_services": True},
        {"held": True},
        {"held": True, "victim_services": True},
        {"status": "defunct"},
        {"status": "inactive"},
    ],
)
def test_survivors_and_what_is_held_are_never_chased(database: Database, kept: dict[str, Any]) -> None:
    found = keep(database, "Quiet House", service("Rooms", place(), **kept)).services[0].id

    with database.reading() as session:
        assert queue(session, Plans({found: 9}), TODAY).order == []
        assert room.programs(session, "housing") == []


def test_a_merged_record_is_called_about_once(database: Database) -> None:
    stays, goes = keep(database, "One House", service("Rooms"), service("Rooms again")).services
    with database.writing() as session:
        session.merge(goes).merged_into = stays.id
        audit.record(session, "directory.edited", None, fields="merged_into")

    with database.reading() as session:
        assert [each.service_id for each in queue(session, Plans(), TODAY).order] == [stays.id]


def test_open_plans_come_first_and_the_outlook_counts_them(database: Database) -> None:
    kept = keep(database, "Houses", *(service(f"Rooms {each}", place()) for each in range(3)))
    wanted = kept.services[1].id

    with database.reading() as session:
        found = queue(session, Plans({wanted: 2, uuid4(): 7}), TODAY)

    assert (found.order[0].service_id, found.order[0].plans) == (wanted, 2)
    assert (found.due, found.outlook.records, found.outlook.relied_on) == (3, 3, 1)


def test_a_part_is_overdue_by_its_own_clock(database: Database, call: LogCall) -> None:
    day = TODAY - timedelta(days=100)
    found = (
        keep(database, "House", service("Rooms", place(), assured_date=day, assured_with="the desk"))
        .services[0]
        .id
    )

    with database.reading() as session:
        (before,) = queue(session, Plans(), TODAY).order
    call(found, confirmed=("phone",))
    with database.writing() as session:
        budget.change(session, 4, 7, 12, {**budget.USUAL_CLOCKS, "hours": 200, "cost": 70})
        audit.record(session, "directory.budget_set", None, fields="clocks")
    with database.reading() as session:
        (after,) = queue(session, Plans(), TODAY).order

    assert (before.overdue_part, before.overdue_days) == ("phone", 70)
    assert (after.overdue_part, after.overdue_days) == ("cost", 30)


def test_the_newest_call_decides_when_to_try_again(
    database: Database, office: UUID, rooms: UUID, call: LogCall, clock: FixedClock
) -> None:
    call(rooms, "no_answer", "", next_try=TODAY)
    with database.reading() as session:
        assert [found.id for found, _, _ in to_try_again(session, office, TODAY)] == [rooms]
        assert to_try_again(session, uuid4(), TODAY) == []
        assert to_try_again(session, office, TODAY - timedelta(days=1)) == []

    clock.moment = NOW + timedelta(hours=1)
    call(rooms, "left_message", "", next_try=TODAY + timedelta(days=3))
    with database.reading() as session:
        assert to_try_again(session, office, TODAY) == []
        assert not queue(session, Plans(), TODAY).order[0].is_due(FAST, TODAY)


def test_a_longer_directory_asks_the_database_no_more_often(
    database: Database, count_queries: CountQueries
) -> None:
    counts = []
    for number in range(2):
        keep(database, f"House {number}", *(service(f"Rooms {number}.{each}", place()) for each in range(4)))
        with count_queries() as sent, database.reading() as session:
            queue(session, Plans(), TODAY)
        counts.append(len(sent))

    assert counts[0] == counts[1]
