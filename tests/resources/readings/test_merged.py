"""Readings of a service that leads to another record wait for nobody, and follow what was decided when it returns."""

from typing import Any
from uuid import UUID

import pytest

from agency.database import Database
from resources.duplicates.merge import Merge
from resources.duplicates.merging import BOTH, merge, undo
from resources.readings import queue
from resources.records.services import Service
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

FEES = "$25/week."


@pytest.fixture
def pair(desk: Desk) -> tuple[UUID, UUID]:
    """Two services with the same words, read."""
    one, other = (desk.add(name, MEN, WEEKDAYS, fees_description=FEES) for name in ("Step House", "Step Hse"))
    desk.read()
    return one, other


def made_one(desk: Desk, pair: tuple[UUID, UUID]) -> UUID:
    with desk.database.writing() as session:
        kept, merged = (session.get_one(Service, own) for own in pair)
        return merge(session, kept, merged, {"requirements": BOTH}, desk.author).id


def parted(desk: Desk, done: UUID) -> None:
    with desk.database.writing() as session:
        undo(session, session.get_one(Merge, done), desk.author)


def left(database: Database) -> int:
    with database.reading() as session:
        return queue.count(session)


def state(desk: Desk, own: UUID) -> tuple[Any, ...]:
    with desk.database.reading() as session:
        return desk.rules(own), desk.hours(own), session.get_one(Service, own).cost_cents


def test_the_queue_runs_empty_whatever_a_merged_record_says(desk: Desk, pair: tuple[UUID, UUID]) -> None:
    # What waits for a record that goes is decided first where it is a proposal.
    desk.decide(WEEKDAYS, "accepted", kind="hours")
    made_one(desk, pair)
    assert left(desk.database) == 2

    desk.decide(MEN, "accepted")
    desk.decide(FEES, "accepted", kind="fees")

    assert left(desk.database) == 0


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
def test_a_record_that_returns_follows_what_was_decided_meanwhile(
    desk: Desk, pair: tuple[UUID, UUID], verdict: str
) -> None:
    desk.decide(WEEKDAYS, verdict, kind="hours")
    done = made_one(desk, pair)
    desk.decide(FEES, verdict, kind="fees")

    parted(desk, done)
    desk.decide(MEN, verdict)

    assert state(desk, pair[0]) == state(desk, pair[1])
    assert left(desk.database) == 0
