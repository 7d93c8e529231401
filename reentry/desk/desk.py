"""The officer's desk: hearings by date, what is due today, releases by date, and what is blocked and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agency.access.permissions import Viewer
from reentry.people import conditions, people
from reentry.people.conditions import Condition
from reentry.people.people import Person
from reentry.plans import plans, sections
from reentry.plans.coverage import Gap, State, gaps, items, state
from reentry.plans.plans import Plan
from reentry.plans.sections import Section
from reentry.plans.standards import SUBMIT_BEFORE_HEARING_DAYS, SUBMIT_BEFORE_RELEASE_DAYS
from reentry.plans.steps import PlanStep

PACKET_BEFORE_HEARING = timedelta(days=SUBMIT_BEFORE_HEARING_DAYS)
PLAN_BEFORE_RELEASE = timedelta(days=SUBMIT_BEFORE_RELEASE_DAYS)
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Case:
    """One person on the desk, with the plan and what is still missing in it."""

    person: Person
    plan: Plan | None
    gaps: Sequence[Gap]
    holds: Sequence[Condition]

    @property
    def packet_due(self) -> date | None:
        """When the packet must be in: before the hearing, else before the release."""
        if self.person.hearing_date:
            return self.person.hearing_date - PACKET_BEFORE_HEARING
        return self.person.release_date - PLAN_BEFORE_RELEASE if self.person.release_date else None

    @property
    def proposals(self) -> int:
        """How many steps of the plan only hold the place of a choice that nobody has made."""
        return sum(step.live and step.stands_in for step in self.plan.steps) if self.plan else 0

    @property
    def next_step(self) -> PlanStep | None:
        """What is due first of what is still to be done."""
        steps = self.plan.steps if self.plan else ()
        return min(
            (step for step in steps if step.live and step.status != "met" and step.due),
            key=lambda step: step.due or date.max,
            default=None,
        )

    @property
    def marks(self) -> list[tuple[Section, State]]:
        """The sections of the plan, each with how far it is."""
        if self.plan is None:
            return []
        known = items(self.plan)
        return [(each, state(self.plan, each, known)) for each in sections.spine(self.plan.kind)]

    @property
    def residence(self) -> PlanStep | None:
        """The primary residence of the plan, where one is chosen."""
        return plans.ranked(self.plan, "primary") if self.plan else None


@dataclass(frozen=True)
class Due:
    """A step that is due, or overdue."""

    case: Case
    step: PlanStep
    day: date


@dataclass(frozen=True)
class Desk:
    """The four lists."""

    hearings: list[Case]
    due: list[Due]
    releases: list[Case]
    blocked: list[Case]
    probation: list[Case]
    people: Sequence[Person]

    @property
    def count(self) -> int:
        """How many open cases there are."""
        return len(self.people)


def lay_out(session: Session, viewer: Viewer, today: date) -> Desk:
    """Everything that waits on this viewer's cases; warrants and detainers come first."""
    found = people.reachable(session, viewer)
    ids = [person.id for person in found]
    session.scalars(select(Person).where(Person.id.in_(ids)).options(selectinload(Person.conditions))).all()
    live = plans.live_of(session, ids)
    cases = [_case(person, live.get(person.id)) for person in found]
    hearings = [case for case in cases if case.person.hearing_date and case.person.hearing_date >= today]
    releases = [case for case in cases if case.person.kind == "parole" and case.person.status == "in_custody"]
    return Desk(
        hearings=sorted(hearings, key=lambda case: (not case.holds, case.person.hearing_date)),
        due=sorted(_due(cases, today), key=lambda due: due.day),
        releases=sorted(releases, key=lambda case: case.person.release_date or date.max),
        blocked=[case for case in cases if case.holds or _declined(case)],
        probation=sorted(
            (case for case in cases if case.person.kind == "probation"),
            key=lambda case: case.person.family_name,
        ),
        people=found,
    )


def _case(person: Person, plan: Plan | None) -> Case:
    live = conditions.in_force(person.conditions)
    holds = [each for each in live if each.kind in conditions.HOLDS]
    return Case(person, plan, gaps(plan) if plan else (), holds)


def _due(cases: Sequence[Case], today: date) -> list[Due]:
    return [
        Due(case, step, step.due)
        for case in cases
        if case.plan
        for step in case.plan.steps
        if step.live and step.status != "met" and step.due and step.due <= today + SOON
    ]


def _declined(case: Case) -> bool:
    return case.plan is not None and any(step.status == "not_met" for step in case.plan.steps)
