"""Judgment: one service judged for one person on one day, with every reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.alternatives import alternatives
from matching.answers import MET, NOT_MET, all_of
from matching.availability import availability
from matching.co_placement import co_placement
from matching.conditions import Conditions
from matching.facts import Facts
from matching.hours import hours
from matching.minors import minors
from matching.offer import Offer
from matching.reasons import Reason
from matching.rules import reason_for
from matching.silence import positions, statement
from matching.state_line import state_line
from matching.zones import zones

# What a person can change: a document, a referral, coverage, time; never age or a conviction.
CHANGEABLE = frozenset({"identification", "referral", "insurance", "sober_days"})


class Status(StrEnum):
    """Whether a service fits a person: yes, perhaps (something must be asked), no, or not to be told of."""

    ELIGIBLE = "eligible"
    POSSIBLE = "possible"
    NOT_ELIGIBLE = "not_eligible"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Judgment:
    """The status, all reasons at once, and the rules whose change would make the service fit."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    would_qualify_if: frozenset[str] = frozenset()


def judge(facts: Facts, conditions: Conditions, offer: Offer, on: date | None) -> Judgment:
    """Whether the offer fits the person on the day of service, and why; a day that is None is not known yet.

    An unknown fact, day, place or schedule makes it possible, never not eligible.
    """
    if withheld(facts, conditions, offer):
        return Judgment(Status.WITHHELD)
    binding = [requirement for requirement in offer.requirements if not requirement.part]
    answered = [
        reason_for(requirement, facts, offer.state, on)
        for requirement in binding
        if not requirement.rule.startswith("accepts_")
    ]
    reasons = (
        *_requirements(answered),
        *positions(facts, offer, binding),
        *statement(offer, binding),
        *hours(conditions, offer),
        *zones(conditions, offer),
        *co_placement(conditions, offer),
        *minors(facts, conditions, offer),
        *state_line(conditions, offer),
        *availability(offer, on),
    )
    return Judgment(_status(reasons), reasons, _would_qualify_if(reasons))


def withheld(facts: Facts, conditions: Conditions, offer: Offer) -> bool:
    """Whether the person must not learn of the offer: survivors' services keep their places secret (VAWA)."""
    return offer.victim_services and (conditions.no_contact or facts.offenses.domestic_violence is True)


def _requirements(answered: Sequence[Reason]) -> Iterator[Reason]:
    in_lists = []
    for reason in answered:
        if reason.requirement is not None and reason.requirement.alt:
            in_lists.append((reason.requirement.alt, reason))
        else:
            yield reason
    yield from alternatives(in_lists)


def _status(reasons: Sequence[Reason]) -> Status:
    answer = all_of(reason.status for reason in reasons)
    if answer is NOT_MET:
        return Status.NOT_ELIGIBLE
    return Status.ELIGIBLE if answer is MET else Status.POSSIBLE


def _would_qualify_if(reasons: Sequence[Reason]) -> frozenset[str]:
    missing = frozenset(reason.rule for reason in reasons if reason.status is NOT_MET)
    return missing if missing <= CHANGEABLE else frozenset()
