"""Rules: which fact answers which requirement, on one page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from matching.ages import maximum_age, minimum_age
from matching.answers import MET, NOT_MET, UNKNOWN, opposite, yes_or_no
from matching.facts import Facts
from matching.names import fold, medication, one_of, referral
from matching.places import residence
from matching.reasons import NOT_RECORDED, NOT_UNDERSTOOD, Finding, Reason
from matching.sobriety import sober_days
from resources.eligibility import Requirement, Value

# Rules that one yes-or-no fact answers: "must" wants it true, "cannot" wants it false.
YES_OR_NO_FACTS: Mapping[str, Callable[[Facts], bool | None]] = {
    "veteran": attrgetter("veteran"),
    "homeless": attrgetter("homeless"),
    "disability": attrgetter("disability"),
    "low_income": attrgetter("low_income"),
    "pregnant_or_parenting": attrgetter("pregnant_or_parenting"),
    "substance_use": attrgetter("substance_use"),
    "mental_illness": attrgetter("mental_illness"),
    "hiv": attrgetter("hiv"),
    "domestic_violence": attrgetter("domestic_violence"),
    "identification": attrgetter("identification"),
    "employed_or_able_to_work": attrgetter("able_to_work"),
    "high_school_diploma": attrgetter("high_school_diploma"),
    "citizenship_or_work_authorization": attrgetter("i9_documents"),
    "open_warrant": attrgetter("open_warrant"),
    "sex_offense": attrgetter("offenses.sex_offense"),
    "violent_offense": attrgetter("offenses.violent_offense"),
    "arson": attrgetter("offenses.arson"),
    "felony": attrgetter("offenses.felony"),
    "pending_charges": attrgetter("offenses.pending_charges"),
    "lifetime_registry": lambda facts: facts.registry == "lifetime" if facts.registry else None,
}


class Question(NamedTuple):
    """What a rule may look at: the value asked for, the person, the service's state, the day of service."""

    value: Value
    facts: Facts
    state: str | None
    on: date | None


def gender(value: Value, stated: str | None) -> Finding:
    """For women or for men only; of a person recorded as other, the provider must be asked."""
    asked = fold(value) if isinstance(value, str) else None
    if asked not in ("female", "male"):
        return NOT_UNDERSTOOD
    if stated is None:
        return NOT_RECORDED
    if stated == "other":
        return Finding(UNKNOWN, "ask_provider")
    return Finding(MET, "fits") if stated == asked else Finding(NOT_MET, "fits_not")


OTHER_RULES: Mapping[tuple[str, str], Callable[[Question], Finding]] = {
    ("minimum_age", "must"): lambda ask: minimum_age(ask.value, ask.facts.birth_date, ask.on),
    ("maximum_age", "must"): lambda ask: maximum_age(ask.value, ask.facts.birth_date, ask.on),
    ("gender", "must"): lambda ask: gender(ask.value, ask.facts.gender),
    ("residence", "must"): lambda ask: residence(ask.value, ask.facts.residence, ask.state),
    ("sober_days", "must"): lambda ask: sober_days(ask.value, ask.facts.sober_since, ask.on),
    ("referral", "must"): lambda ask: referral(ask.value, ask.facts.referral),
    ("insurance", "must"): lambda ask: one_of(ask.value, ask.facts.insurance),
    ("language", "must"): lambda ask: one_of(ask.value, ask.facts.languages),
    ("medication", "cannot"): lambda ask: medication(ask.value, ask.facts.medication),
    ("justice_involved", "must"): lambda _: Finding(MET, "always"),
    ("other", "must"): lambda _: Finding(UNKNOWN, "ask_provider"),
    ("other", "cannot"): lambda _: Finding(UNKNOWN, "ask_provider"),
}


def reason_for(requirement: Requirement, facts: Facts, state: str | None, on: date | None) -> Reason:
    """How one requirement turns out; what nobody confirmed, or may be unlawful, never counts as a no."""
    found = _finding(requirement, Question(requirement.value, facts, state, on))
    reason = Reason.of(requirement.rule, found, requirement)
    if found.answer is not NOT_MET:
        return reason
    if requirement.basis == "doubtful":
        return replace(reason, status=UNKNOWN, caveat="doubtful")
    return reason if requirement.confirmed else replace(reason, status=UNKNOWN, caveat="unconfirmed")


def _finding(requirement: Requirement, question: Question) -> Finding:
    rule = OTHER_RULES.get((requirement.rule, requirement.mode))
    if rule:
        return rule(question)
    fact = YES_OR_NO_FACTS.get(requirement.rule)
    if fact is None or requirement.mode not in ("must", "cannot") or requirement.value not in (True, None):
        return NOT_UNDERSTOOD
    return _yes_or_no(requirement.mode, fact(question.facts))


def _yes_or_no(mode: str, fact: bool | None) -> Finding:
    if fact is None:
        return NOT_RECORDED
    answer = yes_or_no(fact)
    return Finding(answer if mode == "must" else opposite(answer), "yes" if fact else "no")
