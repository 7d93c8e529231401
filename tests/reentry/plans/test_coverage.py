"""Coverage: no condition and no need is forgotten, and what is missing is said in words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.database import Database
from agency.errors import ConflictError, InvalidError
from reentry.people.clerk import Clerk
from reentry.people.conditions import KINDS, Condition
from reentry.people.people import Person
from reentry.people.person_needs import PersonNeed
from reentry.plans import coverage as plan_coverage
from reentry.plans import editing as plan_editing
from reentry.plans import plans, sections
from reentry.plans.coverage import State
from reentry.plans.plans import Plan
from reentry.plans.steps import STATUSES, PlanStep
from resources.needs import NEEDS
from tests.conftest import NOW
from tests.reentry.plans.providers import provide_all
from tests.reentry.plans.test_draft import TODAY, drafted

needs = st.lists(st.sampled_from(sorted(NEEDS)), unique=True, max_size=6)
orders = st.lists(st.sampled_from(sorted(KINDS)), max_size=6)


def put(row: Any, **values: object) -> Any:
    """Fills sealed fields of a row that is in no session."""
    for name, value in values.items():
        setattr(row, name, value)
    return row


@given(data=st.data(), kind=st.sampled_from(["release", "support"]), wanted=needs, ordered=orders)
def test_no_condition_and_no_need_is_ever_forgotten(
    data: st.DataObject, kind: str, wanted: list[str], ordered: list[str]
) -> None:
    person = Person(id=uuid4(), kind="parole", status="in_custody", release_date=TODAY)
    person.conditions = [put(Condition(id=uuid4(), entered_at=NOW), kind=each) for each in ordered]
    person.needs = [put(PersonNeed(), need=each) for each in wanted]
    plan = Plan(kind=kind, person=person, created_at=NOW)
    answers = [f"need:{each}" for each in wanted] + [f"condition:{each.id}" for each in person.conditions]
    for key in data.draw(st.lists(st.sampled_from(answers), max_size=8)) if answers else []:
        what, _, which = key.partition(":")
        step = put(PlanStep(due=data.draw(st.sampled_from([None, TODAY]))), **{what: which}, section="x")
        step.enter(data.draw(st.sampled_from(sorted(STATUSES))), "", None, NOW)
        plan.steps.append(step)
    plan.waivers = {
        key: {"reason": "Because."} for key in data.draw(st.sets(st.sampled_from(answers or ["x"])))
    }

    covered = {item.key: item for item in plan_coverage.items(plan)}
    open_keys = {gap.key for gap in plan_coverage.gaps(plan)}

    assert set(covered) == set(answers)
    for key, item in covered.items():
        acted = any(step.live and step.due and not step.unanswered for step in item.steps)
        assert (key in open_keys) == (not acted and key not in plan.waivers)


def test_a_plan_without_steps_says_everything_that_is_missing(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        plan = plans.begin(session, session.get_one(Person, person_id), clerk)
        words = [gap.words for gap in plan_coverage.gaps(plan)]

        assert "Jobs: nobody has planned anything" in words
        assert "Curfew (Home from 8 pm to 6 am): nobody has planned anything" in words
        assert "Housing, primary and backup: no backup residence" in words


def test_a_candidate_before_the_grant_needs_no_dates(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    plan_id = drafted(database, take_in(release_date=None), clerk)

    with database.reading() as session:
        words = [gap.words for gap in plan_coverage.gaps(session.get_one(Plan, plan_id))]
        assert not [each for each in words if "no date" in each]


def test_what_nothing_was_found_for_is_a_gap(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)

    with database.reading() as session:
        plan = session.get_one(Plan, plan_id)
        assert "Jobs: nothing is found for it yet" in [gap.words for gap in plan_coverage.gaps(plan)]
        assert plan_coverage.state(plan, sections.of_need("release", "jobs")) is State.OPEN
        assert plan_coverage.state(plan, sections.of_need("release", "education")) is State.NONE


def test_nothing_is_called_complete_that_is_only_filled_in_from_the_rest(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)

    with database.reading() as session:
        plan = session.get_one(Plan, plan_id)
        signatures = sections.find("release", "signatures")
        assert signatures
        assert plan_coverage.state(plan, signatures) is State.DERIVED


def test_the_reason_for_a_section_answers_for_its_needs_but_not_for_the_order(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(orders=[{"kind": "employment", "text": "Work."}], needs=["jobs"])
    with database.writing() as session:
        plan = plans.begin(session, session.get_one(Person, person_id), clerk)
        plan_editing.waive(session, plan, "section:employment", "Medical parole.", clerk)
        employment = sections.of_need("release", "jobs")
        words = [gap.words for gap in plan_coverage.section_gaps(plan, employment)]

        assert words == ["Employment (Work): nobody has planned anything"]


def test_warrants_may_stay_open_with_a_reason_but_their_section_may_not(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        plan = plans.begin(session, session.get_one(Person, person_id), clerk)

        with pytest.raises(InvalidError):
            plan_editing.waive(session, plan, "section:legal_status", "Later.", clerk)


def test_submitting_lists_what_is_missing_and_lets_a_reasoned_gap_stand(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        gaps = plan_coverage.gaps(plan)

        refused = plan_editing.submit(session, plan, {}, clerk)
        accepted = plan_editing.submit(session, plan, {gap.key: "Being looked for." for gap in gaps}, clerk)

        assert refused == gaps
        assert accepted == []
        assert plan.status == "submitted"
        assert plan_coverage.gaps(plan) == []


def test_a_change_after_submission_makes_it_a_draft_again_but_progress_does_not(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        plan_editing.submit(
            session, plan, {gap.key: "Being looked for." for gap in plan_coverage.gaps(plan)}, clerk
        )

        plan_editing.log_step(session, plan, plan.steps[0], "under_way", "Called.", clerk)
        assert plan.status == "submitted"

        plan_editing.write(session, plan, sections.RELEASE[0], "Good time may move it.", 0, clerk)
        assert plan.status == "draft"
        assert [line["status"] for line in plan.log] == ["submitted", "draft"]


def test_the_second_of_two_editors_is_told_instead_of_overwriting(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id, section = drafted(database, take_in(), clerk), sections.RELEASE[0]
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        plan_editing.write(session, plan, section, "First.", 0, clerk)

        with pytest.raises(ConflictError):
            plan_editing.write(session, plan, section, "Second.", 0, clerk)

        assert plan.text_of(section.slug) == "First."


def test_the_status_log_is_only_added_to(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        step = plan.steps[0]
        before = list(step.log)
        plan_editing.log_step(session, plan, step, "met", "Seen.", clerk)

        assert step.log[:-1] == before
        assert (step.status, step.log[-1]["by"]) == ("met", str(clerk.staff_id))
