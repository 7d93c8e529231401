"""The desk says what waits: hearings first by date with warrants and detainers above, and what each plan lacks."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from agency.access.permissions import Viewer
from agency.database import Database
from agency.staff.staff import Role
from matching.catalog import load
from matching.columns.index import Index
from reentry.desk import desk
from reentry.desk.desk import Desk
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft as plan_draft
from reentry.plans import sections

TakeIn = Callable[..., UUID]
TODAY = date(2026, 11, 21)


def laid_out(database: Database, clerk: Clerk, role: Role = Role.OFFICER) -> Desk:
    """The desk of the officer, with everything on it read."""
    assert clerk.staff_id is not None
    assert clerk.office_id is not None
    with database.reading() as session:
        return desk.lay_out(session, Viewer(clerk.staff_id, role, clerk.office_id), TODAY)


def test_warrants_and_detainers_come_before_earlier_hearings(
    database: Database, take_in: TakeIn, clerk: Clerk
) -> None:
    soon = take_in(number="1", hearing_date="2026-12-01")
    later = take_in(number="2", hearing_date="2026-12-20")
    held = take_in(
        number="3", hearing_date="2027-01-20", warrants=[{"kind": "detainer", "text": "Sussex County"}]
    )

    hearings = laid_out(database, clerk).hearings

    assert [case.person.id for case in hearings] == [held, soon, later]
    assert [len(case.holds) for case in hearings] == [1, 0, 0]


def test_a_hearing_gone_by_is_not_ahead_and_no_date_comes_last(
    database: Database, take_in: TakeIn, clerk: Clerk
) -> None:
    undated = take_in(number="1", hearing_date=None, release_date=None)
    dated = take_in(number="2", hearing_date="2026-11-20", release_date="2027-01-10")

    found = laid_out(database, clerk)

    assert found.hearings == []
    assert [case.person.id for case in found.releases] == [dated, undated]


def test_the_packet_is_due_before_the_hearing_else_before_the_release(
    database: Database, take_in: TakeIn, clerk: Clerk
) -> None:
    take_in(number="1", hearing_date="2026-12-15", release_date="2027-02-14")
    take_in(number="2", hearing_date=None, release_date="2027-02-14")

    due = {case.packet_due for case in laid_out(database, clerk).releases}

    assert due == {date(2026, 12, 1), date(2027, 1, 15)}


def test_what_is_due_within_a_week_is_listed_oldest_first(
    database: Database, take_in: TakeIn, clerk: Clerk
) -> None:
    person_id = take_in(release_date="2026-11-25")
    with database.writing() as session:
        plan_draft.build(
            session, session.get_one(Person, person_id), clerk, TODAY, Index(load(session), TODAY)
        )

    due = laid_out(database, clerk).due

    assert due
    assert [each.day for each in due] == sorted(each.day for each in due)
    assert all(each.day <= date(2026, 11, 28) for each in due)


def test_an_officer_sees_the_own_caseload_and_a_supervisor_the_office(
    database: Database, take_in: TakeIn, clerk: Clerk, hire: Callable[..., UUID]
) -> None:
    take_in()
    stranger = hire("officer", email="other@test.example")
    assert clerk.office_id is not None

    with database.reading() as session:
        own = desk.lay_out(session, Viewer(stranger, Role.OFFICER, clerk.office_id), TODAY).count
        office = desk.lay_out(session, Viewer(stranger, Role.SUPERVISOR, clerk.office_id), TODAY).count

    assert (own, office) == (0, 1)


def test_a_plan_of_proposals_is_not_called_complete(
    database: Database, take_in: TakeIn, clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        plan = plan_draft.build(
            session, session.get_one(Person, person_id), clerk, TODAY, Index(load(session), TODAY)
        )
        waiting = sum(step.stands_in for step in plan.steps)

    (case,) = laid_out(database, clerk).releases

    assert waiting > 0
    assert case.proposals == waiting


def test_a_case_tells_how_far_each_section_is_and_what_comes_next(
    database: Database, take_in: TakeIn, clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        plan_draft.build(
            session, session.get_one(Person, person_id), clerk, TODAY, Index(load(session), TODAY)
        )

    with database.reading() as session:
        assert clerk.staff_id is not None
        assert clerk.office_id is not None
        found = desk.lay_out(session, Viewer(clerk.staff_id, Role.OFFICER, clerk.office_id), TODAY)
        (case,) = found.releases
        marked = [section.slug for section, _ in case.marks]
        following = case.next_step

    assert marked == [section.slug for section in sections.spine("release")]
    assert following is not None
    assert case.plan is not None
    assert following.due == min(step.due for step in case.plan.steps if step.due and step.live)
