"""What a section of a plan is printed from: the plan, the copy, and what that copy may tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reentry.people.people import Person
from reentry.plans.copies import PlanCopy
from reentry.plans.coverage import Gap, Item, items, section_gaps
from reentry.plans.plans import Plan
from reentry.plans.sections import Section
from reentry.plans.steps import PlanStep
from reentry.plans.tables import Teller
from reentry.plans.withholding import OF_HEALTH, SURVIVORS
from reentry.referrals.referrals import Referral

MEDICATION_WITHHELD = "Details withheld: no consent on file."


@dataclass(frozen=True)
class Page:
    """What a section is printed from."""

    plan: Plan
    copy: PlanCopy
    tell: Teller
    referrals: Sequence[Referral]
    today: date

    @property
    def person(self) -> Person:
        """Whose plan it is."""
        return self.plan.person

    @cached_property
    def steps(self) -> list[PlanStep]:
        """The live steps this copy tells of."""
        return [step for step in self.plan.steps if step.live and self._told(step.need)]

    @cached_property
    def items(self) -> list[Item]:
        """The conditions and needs this copy tells of."""
        return [item for item in items(self.plan) if self._told(item.key.removeprefix("need:"))]

    def gaps(self, section: Section) -> list[Gap]:
        """What is missing in a section, as far as this copy tells of it."""
        return section_gaps(self.plan, section, self.items)

    def _told(self, need: str) -> bool:
        """That somebody is a survivor leaves the office in no copy, not even in the person's own hands."""
        return need != SURVIVORS or not self.copy.leaves

    @property
    def tells_health(self) -> bool:
        """Whether this copy may tell of health: the office's and the person's may, any other with a consent."""
        return not self.copy.body or self.tell.withheld.health is not None

    def text_of(self, section: Section) -> str:
        """What was written in a section by hand, as far as this copy may tell it."""
        text = self.plan.text_of(section.slug).strip()
        if section.private and not self.copy.private:
            return ""
        return text if self.tells_health or section.slug not in OF_HEALTH else text and MEDICATION_WITHHELD

    @property
    def home(self) -> str:
        """The street address the person lives at or is to live at; empty where none is on record."""
        place = self.person.place
        state = " ".join(filter(None, (place.get("state"), place.get("postal_code"))))
        parts = (place.get("address_1"), place.get("address_2"), place.get("city"), state)
        return ", ".join(part for part in parts if part) if place.get("address_1") else ""

    @property
    def medication(self) -> str:
        """What is taken, as far as this copy may tell."""
        return self.person.medication_note if self.tells_medication else MEDICATION_WITHHELD

    @property
    def tells_medication(self) -> bool:
        """Medication may tell of treatment, and needs both consents."""
        return self.tells_health and (not self.copy.body or self.tell.withheld.treatment is not None)
