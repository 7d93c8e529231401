"""The draft of a plan: from a person's needs and conditions to steps with an owner, a date and a service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching.columns.index import Index
from matching.engine import Match
from matching.tiers import Tiers
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.conditions import Condition, in_force
from reentry.people.people import Person
from reentry.plans import path as plan_path
from reentry.plans import plans, sections
from reentry.plans.coverage import condition_key, need_key, section_key
from reentry.plans.plans import Plan
from reentry.plans.standards import Standard
from reentry.plans.steps import RANKS, PlanStep
from reentry.plans.usual_steps import CONDITION_STEPS, NEED_STEPS, Usual

OWN_RESIDENCE = "own_residence"
NOTHING_FITS = "Nothing in the directory fits yet: look further, or write down who else can help."
BY_HAND = "Arranged by hand with the victim-services role; no place is named in a plan."


def build(session: Session, person: Person, clerk: Clerk, today: date, index: Index) -> Plan:
    """The person's live plan, with a step for whatever had none; what already stands in it is left alone.

    A need gets the best-ranked service that qualifies, else the best one to ask; housing gets a primary and a backup.
    A need that nothing fits gets an open step that says so. Building again adds only what is missing.
    """
    plan = plans.begin(session, person, clerk)
    added = list(_Draft(plan, person, today, index).missing())
    for step in added:
        step.enter("proposed" if step.need and not step.code else "planned", "", clerk.staff_id, clerk.now)
    for slug in dict.fromkeys(step.section for step in added):
        plans.touch(session, plan, slug, clerk)
    return plan


# Among so many of the best another provider is looked for.
LOOKED_AT = 100


@dataclass(frozen=True)
class _Draft:
    """What there is to draft from."""

    plan: Plan
    person: Person
    today: date
    index: Index

    def missing(self) -> Iterator[PlanStep]:
        """Steps for what nobody has planned or set aside, each put into the plan as it comes."""
        yield from self._standing()
        for condition in in_force(self.person.conditions):
            yield from self._for_condition(condition)
        yield from self._own_residence()
        wanted = list(dict.fromkeys([*(each.need for each in self.person.needs), *self._always()]))
        found = matches.for_person(self.index, self.person, wanted, self.today)
        for need in wanted:
            yield from self._for_need(found[need])

    def _always(self) -> Iterator[str]:
        """A release plan names residences even for whoever has a home: a second one is advised (Pennsylvania)."""
        if self.plan.kind == "release":
            yield "housing"

    def _standing(self) -> Iterator[PlanStep]:
        standards = plan_path.standards_for(plan_path.situation_of(self.person))
        spans = plan_path.spans(self.person, standards, self.today)
        there = {step.code for step in self.plan.steps}
        for standard in standards:
            if standard.code not in there:
                due = spans[standard.code].due
                yield self._standard(standard, max(due, self.today) if due else None)

    def _standard(self, standard: Standard, due: date | None) -> PlanStep:
        step = PlanStep(due=due)
        step.section = standard.section if self.plan.kind == "release" else standard.support_section
        step.code, step.title, step.owner = standard.code, standard.title, standard.owner
        return self.plan.add(step)

    def _for_condition(self, condition: Condition) -> Iterator[PlanStep]:
        key = str(condition.id)
        if condition_key(condition) in self.plan.waivers or any(
            each.condition == key for each in self.plan.steps
        ):
            return
        step = self._usual(CONDITION_STEPS[condition.kind])
        step.condition = key
        step.section = sections.of_condition(self.plan.kind, condition.kind).slug
        yield self.plan.add(step)

    def _own_residence(self) -> Iterator[PlanStep]:
        """The home a person returns to is the primary residence where housing is not among the needs."""
        homeless = "housing" in {each.need for each in self.person.needs}
        if self.plan.kind != "release" or homeless or not self.person.place.get("address_1"):
            return
        if plans.ranked(self.plan, "primary") is None:
            step = self._usual(CONDITION_STEPS["residence"])
            step.code, step.need, step.section, step.rank = OWN_RESIDENCE, "housing", "housing", "primary"
            yield self.plan.add(step)

    def _for_need(self, found: Tiers) -> Iterator[PlanStep]:
        if self._set_aside(found.need):
            return
        for _ in range(self._wanting(found.need)):
            match = None if found.need == "victim_services" else self._best(found)
            yield self._open(found.need) if match is None else self._chosen(match, found)

    def _wanting(self, need: str) -> int:
        """How many steps are missing: one where there is none, for housing one for each rank."""
        if need == "housing":
            return sum(plans.ranked(self.plan, rank) is None for rank in RANKS)
        return 0 if any(step.live and step.need == need for step in self.plan.steps) else 1

    def _set_aside(self, need: str) -> bool:
        section = sections.of_need(self.plan.kind, need)
        return not {need_key(need), section_key(section)}.isdisjoint(self.plan.waivers)

    def _best(self, found: Tiers) -> Match | None:
        """The best that is not in the plan yet, not even as dropped; another provider before the same one again."""
        mine = [step for step in self.plan.steps if step.need == found.need and step.service_id]
        known = {step.rests_on for step in mine}
        providers = {step.snapshot["case"]["service"]["organization"] for step in mine if step.snapshot}
        left = [
            each
            for each in found.best(LOOKED_AT)
            if (each.offer.service_id, each.offer.location_id) not in known
            and (each.offer.residential or found.need != "housing")
        ]
        others = [each for each in left if each.offer.organization not in providers]
        return next(iter(others or left), None)

    def _chosen(self, match: Match, found: Tiers) -> PlanStep:
        need, snapshot = found.need, matches.remember_of(match, found)
        return plans.choice(self.plan, need, match, snapshot, self.today, self._missing_rank(need))

    def _open(self, need: str) -> PlanStep:
        step = self._usual(NEED_STEPS[need])
        step.need, step.section = need, sections.of_need(self.plan.kind, need).slug
        step.note = NOTHING_FITS
        if need == "victim_services":
            step.code, step.note = "by_hand", BY_HAND
        step.rank = self._missing_rank(need)
        return self.plan.add(step)

    def _missing_rank(self, need: str) -> str:
        if need != "housing":
            return ""
        return next(rank for rank in RANKS if plans.ranked(self.plan, rank) is None)

    def _usual(self, usual: Usual) -> PlanStep:
        step = PlanStep(due=plan_path.due_for(self.person, usual.before, usual.within, self.today))
        step.title, step.owner = usual.title, usual.owner
        return step
