"""Conflicts: what in a plan no longer holds or cannot be kept, in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from matching import snapshot
from matching.answers import NOT_MET
from matching.conditions import JudgedConditionsSchema
from matching.facts import FactsSchema
from matching.wording import Wording
from reentry.matches import matches
from reentry.people import known_facts
from reentry.plans import path as plan_path
from reentry.plans.place_checks import open_questions
from reentry.plans.plans import Plan, ranked
from reentry.plans.steps import PlanStep
from resources.needs import NEEDS

CLOSED = {
    "temporarily closed": "is closed for now",
    "inactive": "is no longer offered",
    "defunct": "is no longer offered",
}


def conflicts(plan: Plan, today: date, wording: Wording, told: Sequence[PlanStep] | None = None) -> list[str]:
    """Every conflict, the most pressing first: what is late, what is closed, what was chosen on older facts.

    told: the steps a reader may know of who may not know of all; why a service did not fit is then left out too.
    """
    live = [step for step in (plan.steps if told is None else told) if step.live and step.status != "met"]
    return [
        *_proposed(live),
        *_late(plan, live, today),
        *_overdue(live, today),
        *_closed(live),
        *_same_provider(plan),
        *open_questions(plan),
        *(_misfits(live, wording) if told is None else ()),
        *_outdated(plan, live),
    ]


def _proposed(live: list[PlanStep]) -> Iterator[str]:
    needs = dict.fromkeys(NEEDS[step.need].lower() for step in live if step.stands_in and step.service_id)
    if needs:
        yield f"Only proposed, nobody has confirmed it yet: {', '.join(needs)}."


def _late(plan: Plan, live: list[PlanStep], today: date) -> Iterator[str]:
    standards = plan_path.standards_for(plan_path.situation_of(plan.person))
    spans = plan_path.spans(plan.person, standards, today)
    started = {step.code for step in plan.steps if step.status in ("under_way", "met")}
    for step in live:
        start = spans[step.code].start if step.code in spans else None
        if start and start < today and step.code not in started:
            yield f"{step.title}: the last safe start was {_day(start)}."


def _overdue(live: list[PlanStep], today: date) -> Iterator[str]:
    for step in live:
        if step.due and step.due < today:
            yield f"{step.title}: was due on {_day(step.due)}."


def _closed(live: list[PlanStep]) -> Iterator[str]:
    for step in live:
        if step.service and step.service.status in CLOSED:
            yield f"{step.service.organization.name} {CLOSED[step.service.status]}."


def _same_provider(plan: Plan) -> Iterator[str]:
    services = [
        step.service for rank in ("primary", "backup") if (step := ranked(plan, rank)) and step.service
    ]
    if len(services) == 2 and services[0].organization_id == services[1].organization_id:
        yield "Primary and backup residence belong to the same provider."


def _misfits(live: list[PlanStep], wording: Wording) -> Iterator[str]:
    """What spoke against a service when it was chosen all the same."""
    for step in live:
        reasons = snapshot.stored(step.snapshot).reasons if step.snapshot else ()
        for reason in reasons:
            if reason.status is NOT_MET:
                yield f"{NEEDS[step.need]}: {wording.sentence(reason)}"


def _outdated(plan: Plan, live: list[PlanStep]) -> Iterator[str]:
    person = plan.person
    facts = FactsSchema().dump(known_facts.facts_of(person.known_facts))
    terms = JudgedConditionsSchema().dump(matches.conditions_of(person, kept=()))
    for step in live:
        case = step.snapshot.get("case", {})
        if case and (case["facts"], _about(case, case["conditions"])) != (facts, _about(case, terms)):
            yield f"{NEEDS[step.need]}: chosen before facts or conditions changed; match again."


def _about(case: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions that a choice hangs on: not where others are placed, nor hours where one lives or spends them."""
    service = case["service"]
    beside = [
        each
        for each in terms.get("fixed_times", ())
        if not service["residential"] and each.get("at") != service["service_id"]
    ]
    return {**terms, "fixed_times": beside, "kept_clear": []}


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
