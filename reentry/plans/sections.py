"""The spine of the release plan and of the support plan: their sections, in order, and what each gathers.

Every need and every kind of condition has its place in exactly one section of each plan. Sources: 28 CFR 2.33 and
2.83, Utah R671, Pennsylvania home plan, ICAOS transfer, NIC transition accountability plan.
"""

from dataclasses import dataclass
from enum import StrEnum


class Complete(StrEnum):
    """What makes a section complete."""

    RECORD = "record"  # the person's record says what it must
    COVERED = "covered"  # each need and condition it gathers is covered; none identified will do
    STEPS = "steps"  # as COVERED, and there is at least one step
    RESIDENCES = "residences"  # as COVERED, with a primary and a backup residence
    WRITTEN = "written"  # something is written here, or a step stands here
    DERIVED = "derived"  # drawn from the rest of the plan


@dataclass(frozen=True)
class Section:
    """One section: its title, the needs and conditions it gathers, and what it asks of whoever writes it.

    waivable: whether it may stay open with a reason. private: its text is not in the person's own copy, because it
    may tell of victims or of other people.
    """

    slug: str
    title: str
    complete: Complete
    ask: str
    needs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    waivable: bool = True
    private: bool = False

    @property
    def across_the_desk(self) -> bool:
        """Whether the client-safe view shows what stands in it."""
        return self.slug in ACROSS_THE_DESK


RELEASE = (
    Section(
        "identity",
        "Identity and dates",
        Complete.RECORD,
        "Anything the dates alone do not say, such as good-time credits that may move the release.",
        waivable=False,
    ),
    Section(
        "legal_status",
        "Legal status, detainers and conditions",
        Complete.COVERED,
        "Each open warrant and detainer: which court or agency, its number, what has been asked and answered.",
        needs=("legal_help",),
        conditions=("warrant", "detainer", "pending_charge", "other"),
        waivable=False,
    ),
    Section(
        "risk_and_needs",
        "Risk and needs summary",
        Complete.WRITTEN,
        "What the assessment means for this plan: what drives the risk and what the plan does about it.",
        needs=("other",),
        private=True,
    ),
    Section(
        "housing",
        "Housing, primary and backup",
        Complete.RESIDENCES,
        "Who lives there, agreed length of stay, lease limits, weapons, the host's own words, when it was verified.",
        needs=("housing", "homeless_services"),
        conditions=("residence",),
    ),
    Section(
        "first_72_hours",
        "First 72 hours and transport",
        Complete.STEPS,
        "Release day hour by hour: who meets the person, where medication comes from, where the night is spent.",
        needs=("food_and_clothing", "transportation"),
        conditions=("reporting",),
    ),
    Section(
        "identification",
        "Identification and benefits",
        Complete.COVERED,
        "Which documents are in hand, which are asked for and where; whether a license is suspended.",
        needs=("identification_and_benefits", "veterans"),
    ),
    Section(
        "health",
        "Health and continuity of medication",
        Complete.WRITTEN,
        "Days of supply at release, prescriptions, the first appointment, coverage; what must not be missed.",
        needs=("health_care", "mental_health", "crisis"),
    ),
    Section(
        "treatment",
        "Treatment",
        Complete.COVERED,
        "Level of care recommended and by whom, hours of the program, how attendance will be confirmed.",
        needs=("substance_use_treatment", "cognitive_behavioral_program", "abuser_intervention"),
        conditions=("treatment", "testing", "no_alcohol"),
    ),
    Section(
        "employment",
        "Employment",
        Complete.STEPS,
        "Employer, hours and pay, or what is done to find work; employer's letter seen or not.",
        needs=("jobs",),
        conditions=("employment",),
    ),
    Section("education", "Education", Complete.COVERED, "Credentials held and wanted.", needs=("education",)),
    Section(
        "family",
        "Family, victims and no-contact",
        Complete.COVERED,
        "Children and caregivers, who supports and who must not be met; protective orders by their number.",
        needs=("family", "child_care", "victim_services"),
        conditions=("no_contact",),
        private=True,
    ),
    Section(
        "finances",
        "Finances and budget",
        Complete.WRITTEN,
        "Income and what it must cover each month: rent, food, fees, restitution, child support.",
        needs=("finance",),
        conditions=("restitution",),
    ),
    Section(
        "supports",
        "Supports and strengths",
        Complete.WRITTEN,
        "Who can be called, what has worked before, free time and what to keep away from.",
        needs=("peer_support",),
    ),
    Section(
        "monitoring",
        "Monitoring and curfew schedule",
        Complete.COVERED,
        "A usual week: work, treatment, reporting, travel; what has been approved outside the curfew.",
        needs=("community_service",),
        conditions=("curfew", "monitoring", "zone", "travel", "no_internet", "community_service"),
    ),
    Section("referrals", "Referrals", Complete.DERIVED, "What the referrals do not say.", waivable=False),
    Section("milestones", "Milestones", Complete.DERIVED, "What may hold the dates up.", waivable=False),
    Section("signatures", "Signatures", Complete.DERIVED, "Who could not sign, and why.", waivable=False),
)

SUPPORT = (
    Section(
        "person_and_court",
        "Person and court",
        Complete.RECORD,
        "Court, case number, judge, terms of the sentence and when supervision ends.",
        waivable=False,
    ),
    Section(
        "conditions",
        "Conditions and how each is met",
        Complete.COVERED,
        "What the court said at sentencing that the words of the order do not tell.",
        conditions=(
            "warrant",
            "detainer",
            "pending_charge",
            "curfew",
            "zone",
            "residence",
            "travel",
            "no_internet",
            "monitoring",
            "reporting",
            "other",
        ),
        waivable=False,
    ),
    Section(
        "needs_and_goals",
        "Needs and goals",
        Complete.STEPS,
        "What the person wants to reach in the next months, in the person's own words.",
        needs=(
            "housing",
            "homeless_services",
            "identification_and_benefits",
            "food_and_clothing",
            "transportation",
            "legal_help",
            "veterans",
            "health_care",
            "crisis",
            "other",
        ),
    ),
    Section(
        "treatment",
        "Treatment",
        Complete.COVERED,
        "Level of care recommended and by whom, hours of the program, how attendance will be confirmed.",
        needs=(
            "substance_use_treatment",
            "mental_health",
            "cognitive_behavioral_program",
            "abuser_intervention",
        ),
        conditions=("treatment", "testing", "no_alcohol"),
    ),
    Section(
        "employment_education",
        "Employment and education",
        Complete.COVERED,
        "Work, hours and pay, or what is done to find it; credentials held and wanted.",
        needs=("jobs", "education"),
        conditions=("employment",),
    ),
    Section(
        "community_service",
        "Community service hours",
        Complete.COVERED,
        "Hours ordered, done and left; where and when they are served.",
        needs=("community_service",),
        conditions=("community_service",),
    ),
    Section(
        "family",
        "Family and no-contact",
        Complete.COVERED,
        "Children and caregivers, who supports and who must not be met; protective orders by their number.",
        needs=("family", "child_care", "victim_services"),
        conditions=("no_contact",),
        private=True,
    ),
    Section(
        "finances",
        "Finances and restitution",
        Complete.COVERED,
        "Income, what it must cover each month, the payment plan.",
        needs=("finance",),
        conditions=("restitution",),
    ),
    Section(
        "supports",
        "Supports and strengths",
        Complete.WRITTEN,
        "Who can be called, what has worked before, free time and what to keep away from.",
        needs=("peer_support",),
    ),
    Section("referrals", "Referrals", Complete.DERIVED, "What the referrals do not say.", waivable=False),
    Section("reviews", "Reviews", Complete.DERIVED, "What the last review found.", waivable=False),
    Section("signatures", "Signatures", Complete.DERIVED, "Who could not sign, and why.", waivable=False),
)

# What the client-safe view shows of a plan. The rest may tell of offenses, health, victims or warrants.
ACROSS_THE_DESK = frozenset(
    (
        "identity",
        "person_and_court",
        "housing",
        "identification",
        "employment",
        "education",
        "employment_education",
        "community_service",
        "finances",
        "supports",
        "signatures",
    )
)

SPINES = {"release": RELEASE, "support": SUPPORT}


def spine(kind: str) -> tuple[Section, ...]:
    """The sections of a plan of this kind, in order."""
    return SPINES[kind]


def find(kind: str, slug: str) -> Section | None:
    """The section of this slug, if a plan of this kind has it."""
    return next((section for section in SPINES[kind] if section.slug == slug), None)


def of_need(kind: str, need: str) -> Section:
    """The section that gathers a need."""
    return next(section for section in SPINES[kind] if need in section.needs)


def of_condition(kind: str, condition_kind: str) -> Section:
    """The section that gathers conditions of a kind."""
    return next(section for section in SPINES[kind] if condition_kind in section.conditions)
