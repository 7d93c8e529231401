"""The critical path: what waits for what, counted back from release, or forward from today where there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import TopologicalSorter

from matching.facts import Facts
from reentry.people import known_facts
from reentry.people.conditions import in_force
from reentry.people.people import Person
from reentry.plans.standards import STANDARDS, SUBMISSION, SUBMIT_BEFORE_HEARING_DAYS, Situation, Standard
from reentry.plans.steps import PlanStep
from resources.geography.states import state_code

KIND_OF_PLAN = {"parole": "release", "probation": "support"}


@dataclass(frozen=True)
class Span:
    """When a standing step can last be started, and when it must be done; None where no date is known yet."""

    start: date | None
    due: date | None


UNDATED = Span(None, None)


@dataclass(frozen=True)
class Milestone:
    """One standing step of the critical path: when it must be started and done, and how far it is in the plan.

    status: one of reentry.plans.steps.STATUSES; empty where the plan does not have it.
    """

    code: str
    title: str
    span: Span
    status: str

    def late(self, today: date) -> bool:
        """Whether its last safe start has gone by and nobody has begun."""
        begun = self.status in ("under_way", "met", "dropped")
        return not begun and self.span.start is not None and self.span.start < today


def situation_of(person: Person) -> Situation:
    """What decides which standing steps this person's plan needs."""
    facts = known_facts.facts_of(person.known_facts)
    home, office = state_code(person.place.get("state", "")), state_code(person.office.state)
    return Situation(
        kind=KIND_OF_PLAN[person.kind],
        facts=facts,
        medicated=_medicated(person, facts),
        needs=frozenset(need.need for need in person.needs),
        conditions=frozenset(each.kind for each in in_force(person.conditions)),
        out_of_state=bool(home and office and home != office),
    )


def standards_for(case: Situation) -> tuple[Standard, ...]:
    """The standing steps that apply, in the order of the table."""
    return tuple(standard for standard in STANDARDS if standard.applies(case))


def spans(person: Person, standards: Sequence[Standard], today: date) -> dict[str, Span]:
    """When each step starts and ends: counted back from a release ahead, forward for whoever is out already."""
    if person.release_date and person.release_date > today:
        return counted_back(standards, person.release_date, hearing_ahead(person, today))
    if person.status == "in_custody":
        return dict.fromkeys((standard.code for standard in standards), UNDATED)
    return counted_forward(standards, today)


def milestones(person: Person, steps: Iterable[PlanStep], today: date) -> list[Milestone]:
    """The critical path of this person, what must start first at the top."""
    standards = standards_for(situation_of(person))
    dated = spans(person, standards, today)
    statuses = {step.code: step.status for step in steps}
    found = [
        Milestone(each.code, each.title, dated[each.code], statuses.get(each.code, "")) for each in standards
    ]
    return sorted(found, key=lambda each: each.span.start or date.max)


def due_for(person: Person, before: int, within: int, today: date) -> date | None:
    """When a step is due: so many days after a release ahead, or from today; never in the past."""
    if person.release_date and person.release_date > today:
        return max(today, person.release_date + timedelta(days=before))
    return None if person.status == "in_custody" else today + timedelta(days=within)


def counted_back(
    standards: Sequence[Standard], release: date, hearing: date | None = None
) -> dict[str, Span]:
    """The last safe start and end of each step; a plan is wanted before its hearing where one is ahead."""
    found: dict[str, Span] = {}
    for standard in reversed(_in_order(standards)):
        followers = [each for each in standards if standard.code in each.after]
        starts = [start for each in followers if (start := found[each.code].start)]
        due = min([*_deadlines(standard, release, hearing), *starts])
        found[standard.code] = Span(due - timedelta(days=standard.takes), due)
    return found


def counted_forward(standards: Sequence[Standard], today: date) -> dict[str, Span]:
    """The first start and end of each step for somebody already in the community."""
    found: dict[str, Span] = {}
    for standard in _in_order(standards):
        ends = [end for code in standard.after if code in found and (end := found[code].due)]
        start = max([today, *ends])
        days = standard.takes if standard.within is None else standard.within
        found[standard.code] = Span(start, start + timedelta(days=days))
    return found


def hearing_ahead(person: Person, today: date) -> date | None:
    """The hearing still to come: the clock of a candidate."""
    return person.hearing_date if person.hearing_date and person.hearing_date > today else None


def _deadlines(standard: Standard, release: date, hearing: date | None) -> list[date]:
    # What nothing waits for and no table dates is to be done by release.
    by = release + timedelta(days=standard.by or 0)
    if standard.code != SUBMISSION or hearing is None:
        return [by]
    return [by, hearing - timedelta(days=SUBMIT_BEFORE_HEARING_DAYS)]


def _in_order(standards: Sequence[Standard]) -> list[Standard]:
    """What must be done first comes first."""
    by_code = {standard.code: standard for standard in standards}
    graph = {each.code: [code for code in each.after if code in by_code] for each in standards}
    return [by_code[code] for code in TopologicalSorter(graph).static_order()]


def _medicated(person: Person, facts: Facts) -> bool | None:
    if person.medication_note or facts.medication:
        return True
    return None if facts.medication is None else False
