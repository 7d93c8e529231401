"""Two people who are kept apart: nobody has to do with both, and neither's officer learns of the other."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select, text

from agency.access.case_access import APART, CaseAccess
from agency.database import Database
from agency.errors import UNSEEN
from agency.staff import staff
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from tests.browser import Answer, Browser
from tests.conftest import NOW
from tests.reentry.access.conftest import Enter
from tests.reentry.conftest import MARCUS

Hire = Callable[..., UUID]
ONE, OTHER = "TD-1001", "TD-2002"
WHY = "One of them is the other's survivor."
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def two(database: Database, take_in: Callable[..., UUID], hire: Hire, office: UUID) -> tuple[UUID, UUID]:
    """Two people with an officer each, in one office."""
    second = hire("officer", email="second@test.example")
    with database.writing() as session:
        raw = {**MARCUS, "number": OTHER, "given_name": "Ada", "family_name": "Fencepost"}
        other = intake.take_in(session, raw, Clerk(second, office, NOW)).id
    return take_in(), other


@pytest.fixture
def keeper(hire: Hire, enter: Enter, two: tuple[UUID, UUID]) -> Browser:
    """Victim services, at the keyboard."""
    hire("victim_services")
    return enter("victim_services")


def keep(keeper: Browser, first: str = ONE, second: str = OTHER) -> int:
    """Victim services keep two people apart."""
    form = {"first": first, "second": second, "reason": WHY}
    return keeper.post("/kept-apart", form, "/kept-apart").status


def test_each_record_is_then_open_to_whoever_has_the_case(
    keeper: Browser, hire: Hire, enter: Enter, two: tuple[UUID, UUID]
) -> None:
    hire("supervisor")
    one, other = two

    assert keep(keeper) == 303

    assert enter("officer").get(f"/people/{one}").status == 200
    assert enter("second").get(f"/people/{other}").status == 200
    for who, whose in (("officer", other), ("second", one), ("supervisor", one), ("supervisor", other)):
        assert enter(who).get(f"/people/{whose}").status == 404
    assert "Ada Fencepost" in keeper.get("/kept-apart").text


def test_nobody_is_let_into_both_and_the_refusal_says_nothing(
    database: Database, keeper: Browser, hire: Hire, two: tuple[UUID, UUID]
) -> None:
    keep(keeper)
    (one, other), third = two, hire("officer", email="third@test.example")
    with database.reading() as session:
        second = session.get_one(Person, other).holder_id
    pages = [f"/people/{each}/access" for each in two]

    def name(whose: UUID, staff_id: UUID | None) -> Answer:
        form = {"staff_id": str(staff_id)}
        return keeper.post(f"/people/{whose}/named-staff", form, f"/people/{whose}/access")

    refused, granted, again = name(one, second), name(one, third), name(other, third)

    assert [answer.status for answer in (refused, granted, again)] == [422, 303, 422]
    for answer in (refused, again):
        assert "This staff member cannot be let into this record." in answer.text
    assert "Ada" not in refused.text
    assert "Fencepost" not in keeper.get(pages[0]).text


def test_no_case_is_transferred_to_whoever_has_the_other(
    database: Database, keeper: Browser, two: tuple[UUID, UUID], clerk: Clerk
) -> None:
    keep(keeper)
    raw = {**MARCUS, "officer": "second@test.example"}

    with database.writing() as session, pytest.raises(Exception, match="cannot be taken in"):
        intake.take_in(session, raw, clerk)

    with database.reading() as session:
        assert session.get_one(Person, two[0]).holder_id == clerk.staff_id


def test_a_restriction_for_this_reason_is_lifted_by_ending_it_alone(
    database: Database, keeper: Browser, enter: Enter, two: tuple[UUID, UUID]
) -> None:
    keep(keeper)

    lifted = keeper.post(f"/people/{two[0]}/restriction/end", page="/kept-apart")
    with database.reading() as session:
        rows = session.scalars(select(CaseAccess.id).where(CaseAccess.kind == APART)).all()
    ended = keeper.post(f"/kept-apart/{rows[0]}/end", page="/kept-apart")

    assert (lifted.status, ended.status) == (409, 303)
    with database.reading() as session:
        assert [session.get_one(Person, each).restricted for each in two] == [False, False]
        assert session.scalars(select(CaseAccess)).all() == []
    assert enter("officer").get(f"/people/{two[0]}").status == 200


def test_a_record_that_was_restricted_before_stays_so(
    database: Database, keeper: Browser, hire: Hire, enter: Enter, two: tuple[UUID, UUID]
) -> None:
    hire("supervisor")
    page = f"/people/{two[0]}/access"
    supervisor = enter("supervisor")
    supervisor.post(f"/people/{two[0]}/restriction", {"reason": WHY, "holder": "stays"}, page)
    named = {"staff_id": str(_id_of(database, "victim_services@test.example"))}
    supervisor.post(f"/people/{two[0]}/named-staff", named, page)

    assert keep(keeper) == 303
    with database.reading() as session:
        (row, _) = session.scalars(select(CaseAccess.id).where(CaseAccess.kind == APART)).all()
    keeper.post(f"/kept-apart/{row}/end", page="/kept-apart")

    with database.reading() as session:
        assert [session.get_one(Person, each).restricted for each in two] == [True, False]


def test_two_in_the_same_hands_are_kept_apart_only_once_a_case_is_transferred(
    keeper: Browser, take_in: Callable[..., UUID]
) -> None:
    take_in(number="TD-3003")

    answer = keeper.post("/kept-apart", {"first": ONE, "second": "TD-3003", "reason": WHY}, "/kept-apart")

    assert answer.status == 422
    assert "A supervisor transfers one of the cases first." in answer.text


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (ONE, ONE, "the same record number"),
        (ONE, "TD-9", UNSEEN),
        ("TD-9", "TD-8", UNSEEN),
        ("", OTHER, "Enter"),
    ],
)
def test_what_cannot_be_kept_apart_is_said_and_changes_nothing(
    database: Database, keeper: Browser, first: str, second: str, told: str
) -> None:
    answer = keeper.post("/kept-apart", {"first": first, "second": second, "reason": WHY}, "/kept-apart")

    assert answer.status == 422
    assert told in answer.text
    with database.reading() as session:
        assert session.scalars(select(CaseAccess)).all() == []


def test_two_are_kept_apart_once(keeper: Browser) -> None:
    assert [keep(keeper), keep(keeper, OTHER, ONE)] == [303, 409]


def test_who_is_kept_apart_from_whom_stands_in_no_row(
    database: Database, keeper: Browser, two: tuple[UUID, UUID]
) -> None:
    keep(keeper)

    with database.reading() as session:
        rows = [repr(row) for row in session.execute(text("SELECT * FROM case_access WHERE kind = 'apart'"))]
    assert len(rows) == 2
    for row in rows:
        assert sum(str(each) in row or each.hex in row for each in two) == 1


def _id_of(database: Database, email: str) -> UUID:
    with database.reading() as session:
        found = staff.find(session, email)
        assert found
        return found.id
