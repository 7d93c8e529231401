"""The standing tables of plan making: who does what by when, unless an officer says otherwise.

Days are what an agency sets; those no public source fixes are marked "agency" and are only a start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from matching.facts import Facts

REVIEW_EVERY_DAYS = 90  # agency
REPORT_WITHIN_DAYS = 3  # agency; an order that says otherwise goes before
# The step of submitting the plan, by its code.
SUBMISSION = "submission"
SUBMIT_BEFORE_RELEASE_DAYS = 30  # 28 CFR 2.83
# Boards differ in how early they want the packet; this is a common wish, not a rule that was verified.
SUBMIT_BEFORE_HEARING_DAYS = 14


@dataclass(frozen=True)
class Situation:
    """What decides which standing steps a plan needs: plan kind, facts, needs, conditions, the state to live in."""

    kind: str
    facts: Facts
    medicated: bool | None
    needs: frozenset[str]
    conditions: frozenset[str]
    out_of_state: bool


@dataclass(frozen=True)
class Standard:
    """A step nearly every plan has.

    takes: days from start to end. by: days after release by which it must be done, negative before it; None where
    only what waits for it sets its date. after: codes of what must be done first. within: days from today where
    there is no release to count back from; None where takes alone decides.
    """

    code: str
    title: str
    section: str
    support_section: str
    takes: int
    source: str
    applies: Callable[[Situation], bool]
    owner: str = "officer"
    by: int | None = None
    after: tuple[str, ...] = ()
    within: int | None = None


def _release(case: Situation) -> bool:
    return case.kind == "release"


def _support(case: Situation) -> bool:
    return case.kind == "support"


def _no_identification(case: Situation) -> bool:
    return case.facts.identification is not True


def _not_ordered_to_report(case: Situation) -> bool:
    return "reporting" not in case.conditions


def _looks_for_work(case: Situation) -> bool:
    return ("jobs" in case.needs or "employment" in case.conditions) and case.facts.i9_documents is not True


def _medicated(case: Situation) -> bool:
    """Nobody having said that there is none, it is asked: a missed methadone dose is the deadliest gap."""
    return _release(case) and case.medicated is not False


def _leaves_the_state(case: Situation) -> bool:
    return _release(case) and case.out_of_state


def _needs_benefits(case: Situation) -> bool:
    return "identification_and_benefits" in case.needs or _release(case)


def _uncovered(case: Situation) -> bool:
    return not case.facts.insurance


STANDARDS = (
    Standard(
        "medication",
        "Medication for the first days in hand, next dose or refill arranged",
        "first_72_hours",
        "needs_and_goals",
        14,
        "agency",
        _medicated,
        by=0,
    ),
    Standard(
        "transport",
        "Transport on release day: who drives, when, where to first",
        "first_72_hours",
        "needs_and_goals",
        14,
        "Nebraska 120-day preparation",
        _release,
        by=0,
    ),
    Standard(
        "report",
        "Report to the supervision office",
        "first_72_hours",
        "conditions",
        0,
        "agency",
        _not_ordered_to_report,
        owner="person",
        by=REPORT_WITHIN_DAYS,
        within=REPORT_WITHIN_DAYS,
    ),
    Standard(
        "home_investigation",
        "Home investigation of the primary residence asked for and answered",
        "housing",
        "needs_and_goals",
        45,
        "Pennsylvania home plan",
        _release,
    ),
    Standard(
        "transfer",
        "Transfer to the receiving state asked for (at most 120 days before release) and answered",
        "legal_status",
        "conditions",
        45,
        "ICAOS",
        _leaves_the_state,
        by=0,
    ),
    Standard(
        SUBMISSION,
        "Plan submitted to the board",
        "milestones",
        "reviews",
        1,
        "28 CFR 2.83",
        _release,
        by=-SUBMIT_BEFORE_RELEASE_DAYS,
        after=("home_investigation",),
    ),
    Standard(
        "birth_certificate",
        "Birth certificate in hand",
        "identification",
        "needs_and_goals",
        30,
        "agency",
        _no_identification,
    ),
    Standard(
        "social_security_card",
        "Social Security card in hand",
        "identification",
        "needs_and_goals",
        21,
        "agency",
        _no_identification,
        after=("birth_certificate",),
    ),
    Standard(
        "state_id",
        "State ID card in hand",
        "identification",
        "needs_and_goals",
        14,
        "agency",
        _no_identification,
        by=0,
        after=("birth_certificate", "social_security_card"),
    ),
    Standard(
        "health_coverage",
        "Medicaid or other coverage applied for, to start at release",
        "health",
        "needs_and_goals",
        45,
        "agency",
        _uncovered,
        by=0,
        within=30,
    ),
    Standard(
        "benefits",
        "Food and cash benefits applied for",
        "identification",
        "needs_and_goals",
        7,
        "agency",
        _needs_benefits,
        owner="person",
        by=14,
        after=("state_id",),
    ),
    Standard(
        "bank_account",
        "Bank account opened",
        "finances",
        "finances",
        7,
        "agency",
        _release,
        owner="person",
        by=14,
        after=("state_id",),
    ),
    Standard(
        "work_papers",
        "Documents for Form I-9 in hand",
        "employment",
        "employment_education",
        1,
        "agency",
        _looks_for_work,
        owner="person",
        by=14,
        after=("state_id", "social_security_card"),
    ),
    Standard(
        "review",
        "First review of this plan",
        "milestones",
        "reviews",
        1,
        "agency",
        _support,
        within=REVIEW_EVERY_DAYS,
    ),
)
