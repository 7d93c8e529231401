"""What a section of a plan is printed from: the plan, the copy, and what that copy may tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reentry.people import sensitive
from reentry.people.people import Person
from reentry.plans.copies import PlanCopy
from reentry.plans.coverage import Gap, Item, items, section_gaps
from reentry.plans.place_checks import home_of
from reentry.plans.plans import Plan
from reentry.plans.sections import Section
from reentry.plans.steps import PlanStep
from reentry.plans.tables import Teller
from reentry.plans.withholding import OF_HEALTH, SURVIVORS
from reentry.referrals.referrals import Referral

MEDICATION_WITHHELD = "Details withheld: no consent on file."


def told_items(plan: Plan, copy: PlanCopy) -> list[Item]:
    """The conditions and needs a copy tells of."""
    return [item for item in items(plan) if tells(copy, item.slug)]


def told_steps(plan: Plan, copy: PlanCopy) -> list[PlanStep]:
    """The steps a copy tells of."""
    kinds = {str(each.id): each.kind for each in plan.person.conditions}
    return [
        step
        for step in plan.steps
        if tells(copy, step.need) and (copy.sensitive or not _sensitive(step, kinds.get(step.condition, "")))
    ]


def tells(copy: PlanCopy, slug: str) -> bool:
    """Whether a copy tells of a need or a kind of condition.

    That somebody is a survivor leaves the office in no copy, not even in the person's own hands.
    """
    if slug in (*sensitive.NEEDS, *sensitive.CONDITIONS) and not copy.sensitive:
        return False
    return slug != SURVIVORS or not copy.leaves


def _sensitive(step: PlanStep, condition: str) -> bool:
    about = step.section in sensitive.SECTIONS or step.code in sensitive.STEPS
    program = step.service is not None and step.service.part_2_program
    return about or program or condition in sensitive.CONDITIONS


@dataclass(frozen=True)
class Page:
    """What a section is printed from."""

    plan: Plan
    copy: PlanCopy
    tell: Teller
    referrals: Sequence[Referral]
    today: date
    # What the agency calls its roles.
    roles: Mapping[str, str]

    @property
    def person(self) -> Person:
        """Whose plan it is."""
        return self.plan.person

    @cached_property
    def steps(self) -> list[PlanStep]:
        """The live steps this copy tells of."""
        return [step for step in told_steps(self.plan, self.copy) if step.live]

    @cached_property
    def items(self) -> list[Item]:
        """The conditions and needs this copy tells of."""
        return told_items(self.plan, self.copy)

    def gaps(self, section: Section) -> list[Gap]:
        """What is missing in a section, as far as this copy tells of it."""
        return section_gaps(self.plan, section, self.items)

    def _told(self, need: str) -> bool:
        """That somebody is a survivor leaves the office in no copy, not even in the person's own hands."""
        return need != SURVIVORS or not self.copy.leaves

    @property
    def tells_health(self) -> bool:
        """Whether this copy may tell of health: the office's and the person's may, any other with a consent."""
        return self.copy.sensitive and (not self.copy.body or self.tell.withheld.health is not None)

    def text_of(self, section: Section) -> str:
        """What was written in a section by hand, as far as this copy may tell it."""
        text = self.plan.text_of(section.slug).strip()
        if section.private and not self.copy.private:
            return ""
        if section.slug in sensitive.TEXTS and not self.copy.sensitive:
            return ""
        return text if self.tells_health or section.slug not in OF_HEALTH else text and MEDICATION_WITHHELD

    @property
    def home(self) -> str:
        """The street address the person lives at or is to live at; empty where none is on record."""
        return home_of(self.person)

    @property
    def medication(self) -> str:
        """What is taken, as far as this copy may tell; empty where nothing is on record or it may not be mentioned."""
        if not self.person.medication_note or not self.copy.sensitive:
            return ""
        return self.person.medication_note if self.tells_medication else MEDICATION_WITHHELD

    @property
    def tells_medication(self) -> bool:
        """Medication may tell of treatment, and needs both consents."""
        return self.tells_health and (not self.copy.body or self.tell.withheld.treatment is not None)
