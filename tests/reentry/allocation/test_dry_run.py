"""No dry run puts two people into one house who are not to be housed together, whoever asks, and it says no name."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from agency.database import Database
from matching.shelf import Shelf
from reentry.access import restriction
from reentry.allocation import dry_run
from reentry.allocation.dry_run import DryRun
from reentry.allocation.wording import in_language
from reentry.co_placement import co_placements
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from resources.records.capacity import Capacity
from tests.conftest import NOW
from tests.resources.directory_records import keep, place, service

EVERYBODY = Person.id.is_not(None)
BARRED = "1 service that fits is not proposed, for it matters who is housed together."


@pytest.fixture
def house(database: Database) -> UUID:
    """A house with room for many, of which everybody is told that they fit."""
    room = Capacity(available=4, said_on=date(2026, 11, 20))
    home = service("Step House", place(), open_to_all=True, capacities=[room], residential=True)
    return keep(database, "Invented Homes", home).services[0].id


@pytest.fixture
def two(take_in: Callable[..., UUID]) -> tuple[UUID, UUID]:
    """Two who are released soon, the first one sooner."""
    plain = {"conditions": {}, "orders": [], "facts": {"offenses": {}}}
    one, other = (
        take_in(number=f"TD-{day}", family_name=f"Tidewater{day}", release_date=f"2026-12-{day}", **plain)
        for day in (10, 20)
    )
    return one, other


def keep_apart(database: Database, two: tuple[UUID, UUID], clerk: Clerk) -> None:
    """Enter that the two are not to be housed together."""
    with database.writing() as session:
        one, other = (session.get_one(Person, each) for each in two)
        co_placements.enter(session, (one, other), "co_defendant", "Order of May 2, 2026", clerk)


def choose(database: Database, clerk: Clerk, person_id: UUID, service_id: UUID, rank: str) -> None:
    """Put a house into somebody's draft plan."""
    with database.writing() as session:
        plan = plans.begin(session, session.get_one(Person, person_id), clerk)
        step = PlanStep(title="Move in", need="housing", section="housing", service_id=service_id, rank=rank)
        plan.add(step)
        plans.noted(session, plan, "housing", clerk)


def tried(database: Database) -> DryRun:
    """The dry run of whoever may see everybody."""
    with database.reading() as session:
        return dry_run.try_out(session, Shelf().catalog(session), EVERYBODY, "housing", 60, NOW.date())


def housed(found: DryRun) -> list[UUID]:
    """Who is or would be housed, in the order of the rule."""
    return [each.candidate.id for each in found.placed]


def test_both_are_proposed_for_the_house_where_nothing_keeps_them_apart(
    database: Database, house: UUID, two: tuple[UUID, UUID]
) -> None:
    assert housed(tried(database)) == list(two)


def test_of_two_who_must_be_kept_apart_the_one_released_first_gets_it_and_the_other_is_told_no_name(
    database: Database, house: UUID, two: tuple[UUID, UUID], clerk: Clerk
) -> None:
    keep_apart(database, two, clerk)

    found = tried(database)

    assert housed(found) == [two[0]]
    assert in_language("en").why(found.left[0]) == BARRED


@pytest.mark.parametrize("rank", ["primary", "backup"])
def test_a_house_that_the_others_draft_counts_on_is_proposed_to_nobody_kept_apart_from_them(
    database: Database, house: UUID, two: tuple[UUID, UUID], clerk: Clerk, rank: str
) -> None:
    keep_apart(database, two, clerk)
    choose(database, clerk, two[1], house, rank)

    found = tried(database)

    assert [each.candidate.id for each in found.placed if not each.kept] == (
        [] if rank == "primary" else [two[1]]
    )
    assert [in_language("en").why(each) for each in found.left if each.candidate.id == two[0]] == [BARRED]


def test_what_a_restricted_person_has_since_keeps_the_other_out_too_where_both_are_on_the_list(
    database: Database, house: UUID, two: tuple[UUID, UUID], clerk: Clerk
) -> None:
    keep_apart(database, two, clerk)
    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, two[1]), clerk, [clerk.staff_id], "Safety.")
    choose(database, clerk, two[1], house, "primary")

    assert [each.candidate.id for each in tried(database).placed] == [two[1]]


def test_once_it_is_ended_both_may_be_proposed(
    database: Database, house: UUID, two: tuple[UUID, UUID], clerk: Clerk
) -> None:
    keep_apart(database, two, clerk)
    with database.writing() as session:
        (line,) = co_placements.of_people(session, [two[0]])
        co_placements.end(session, session.get_one(Person, two[0]), line.id, "The case was closed.", clerk)

    assert housed(tried(database)) == list(two)


def test_a_service_where_nobody_lives_takes_both(
    database: Database, two: tuple[UUID, UUID], clerk: Clerk
) -> None:
    room = Capacity(available=2, said_on=date(2026, 11, 20))
    keep(
        database,
        "Invented Vouchers",
        service("Rent Help", place(), open_to_all=True, residential=False, capacities=[room]),
    )
    keep_apart(database, two, clerk)

    assert housed(tried(database)) == list(two)
