"""What tells of health, treatment (42 CFR part 2), or that somebody is a survivor: shown to roles that need it alone.

Whoever visits the home reads a record without it (permission health.read). What the order forbids in the home, such as
alcohol, is told: it is what the visit is about, and says nothing of the person's health.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from reentry.people.conditions import Condition
from reentry.people.person_needs import PersonNeed

NOT_SHOWN = "Health and treatment are not shown to your role."
FACTS = frozenset(
    (
        "disability",
        "pregnant_or_parenting",
        "substance_use",
        "sober_since",
        "medication",
        "mental_illness",
        "hiv",
        "domestic_violence",
        # Medicaid, or a plan for the disabled.
        "insurance",
        # Who referred the person may be a clinic.
        "referral",
    )
)
NEEDS = frozenset(("substance_use_treatment", "mental_health", "health_care", "crisis", "victim_services"))
CONDITIONS = frozenset(("treatment", "testing"))
# Fields of a person's record, beyond facts, needs and conditions.
FIELDS = frozenset(("caseload", "medication_note", "access_needs"))
# Sections of a plan that are about nothing else, and steps of others, by the code of the standing step.
SECTIONS = frozenset(("health", "treatment", "risk_and_needs"))
# Sections where what is written by hand is likely to.
TEXTS = SECTIONS | {"first_72_hours", "needs_and_goals"}
STEPS = frozenset(("medication", "health_coverage"))


def needs(found: Iterable[PersonNeed], shown: bool) -> list[PersonNeed]:
    """The needs that may be shown."""
    return [need for need in found if shown or need.need not in NEEDS]


def conditions(found: Iterable[Condition], shown: bool) -> list[Condition]:
    """The conditions that may be shown."""
    return [each for each in found if shown or each.kind not in CONDITIONS]


def facts(known: Mapping[str, Any], shown: bool) -> dict[str, Any]:
    """The facts that may be shown, by name."""
    return {name: value for name, value in known.items() if shown or name not in FACTS}
