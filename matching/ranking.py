"""Ranking: the order within a tier, from parts between 0 and 1 that are shown beside it.

A part whose input is not known counts NEUTRAL, neither for nor against. Of the person, ranking looks at
languages and offenses only: gender, age, disability, HIV, pregnancy, veteran status and the like give none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from types import MappingProxyType

from matching.evidence import Evidence
from matching.facts import Facts
from matching.judgment import Status
from matching.names import fold
from matching.offer import Offer

NEUTRAL = 0.5
HALF_TRAVEL_M = 8_047  # five miles
HALF_WAITING_DAYS = 14
HALF_COST_CENTS = 10_000
CAPACITY_FADES_DAYS = 30
VERIFICATION_FADES_DAYS = 365
ACCEPTABLE = ("sex_offense", "violent_offense", "arson", "felony")

# The usual ones; an agency sets its own (matching.weights).
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "travel": 0.30,
        "specificity": 0.15,
        "availability": 0.15,
        "freshness": 0.10,
        "acceptance": 0.10,
        "evidence": 0.10,
        "language": 0.05,
        "cost": 0.05,
    }
)
# What an offer is worth to everybody, and what it is worth to this person: summed apart, so that the first is
# reckoned once for all.
STANDING = ("specificity", "availability", "freshness", "cost", "evidence")
PERSONAL = ("travel", "acceptance", "language")
TIERS = (Status.ELIGIBLE, Status.POSSIBLE, Status.NOT_ELIGIBLE, Status.WITHHELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: the need, how far the offer is in meters (None: not known), as of which day."""

    need: str
    distance_m: float | None
    today: date


@dataclass(frozen=True, slots=True)
class Score:
    """The parts by name and their weighted mean, each between 0 and 1."""

    parts: Mapping[str, float]
    total: float


def score(facts: Facts, offer: Offer, search: Search, weights: Mapping[str, float]) -> Score:
    """How far up the offer belongs among those that fit the person equally; the weights name their parts."""
    parts = standing_parts(offer, search.need, search.today) | {
        "travel": travel(search.distance_m),
        "acceptance": acceptance(facts, offer),
        "language": language(facts.languages, offer.languages),
    }
    weighed = weigh(parts, weights, STANDING) + weigh(parts, weights, PERSONAL)
    return Score({name: parts[name] for name in weights}, weighed / (sum(weights.values()) or 1))


def standing_parts(offer: Offer, need: str, today: date) -> dict[str, float]:
    """The parts of the score that do not depend on who asks."""
    return {
        "specificity": specificity(offer, need),
        "availability": availability(offer, today),
        "freshness": freshness(offer.verified_on, today),
        "cost": _half_at(HALF_COST_CENTS, offer.cost_cents),
        "evidence": evidence(offer.evidence),
    }


def unknown_parts(offer: Offer) -> frozenset[str]:
    """The parts that are neutral only because nobody knows; who sorts by such a part sees these last."""
    nothing_said = {
        "availability": offer.capacity is None and offer.waiting_days is None,
        "freshness": offer.verified_on is None,
        "cost": offer.cost_cents is None,
        "evidence": offer.evidence is None,
    }
    return frozenset(part for part, unknown in nothing_said.items() if unknown)


def weigh(parts: Mapping[str, float], weights: Mapping[str, float], names: Iterable[str]) -> float:
    """The weighted sum of some parts; a part without a weight does not count."""
    total = 0.0
    for name in names:
        total += weights.get(name, 0.0) * parts[name]
    return total


def travel(distance_m: float | None) -> float:
    """1 next door, half at five miles; neutral where the distance is not known."""
    return _half_at(HALF_TRAVEL_M, distance_m)


def order(
    status: Status, scored: Score, distance_m: float | None, offer: Offer
) -> tuple[int | float | str, ...]:
    """The key to sort by: tier, score, distance, then ids, so that no two places ever change about."""
    far = inf if distance_m is None else distance_m
    return TIERS.index(status), -scored.total, far, str(offer.service_id), str(offer.location_id)


def specificity(offer: Offer, need: str) -> float:
    """1 where the service is for this need alone; half where the need is one among its side matters."""
    if not offer.needs:
        return NEUTRAL
    if need not in offer.needs:
        return 0.0
    if need in offer.main_needs:
        return 0.5 + 0.5 / len(offer.main_needs)
    return NEUTRAL / len(offer.needs)


def availability(offer: Offer, today: date) -> float:
    """Room and waiting time, the worse of the two; what was said of room fades to neutral within a month."""
    waiting = _half_at(HALF_WAITING_DAYS, offer.waiting_days)
    if offer.capacity is None:
        return waiting
    said = 1.0 if offer.capacity.available > 0 else 0.0
    room = NEUTRAL + (said - NEUTRAL) * _fresh(offer.capacity.said_on, today, CAPACITY_FADES_DAYS)
    return room if offer.waiting_days is None else min(room, waiting)


def freshness(verified_on: date | None, today: date) -> float:
    """1 if confirmed today, falling to 0 in a year; 0 where nobody ever did, which is known, not neutral."""
    return 0.0 if verified_on is None else _fresh(verified_on, today, VERIFICATION_FADES_DAYS)


def acceptance(facts: Facts, offer: Offer) -> float:
    """1 where the provider confirmed that it accepts each offense on record, neutral where it is silent."""
    record = [offense for offense in ACCEPTABLE if getattr(facts.offenses, offense)]
    if not record:
        return NEUTRAL
    accepted = {
        requirement.rule
        for requirement in offer.requirements
        if requirement.confirmed and not requirement.part
    }
    return sum(1.0 if f"accepts_{offense}" in accepted else NEUTRAL for offense in record) / len(record)


def language(spoken: tuple[str, ...] | None, offered: tuple[str, ...] | None) -> float:
    """1 where person and provider share a language."""
    if not spoken or not offered:
        return NEUTRAL
    return 1.0 if {*map(fold, spoken)} & {*map(fold, offered)} else 0.0


def evidence(known: Evidence | None) -> float:
    """What came of those sent before, smoothed; neutral where nobody was."""
    return NEUTRAL if known is None else known.smoothed()


def _half_at(half: float, amount: float | None) -> float:
    return NEUTRAL if amount is None else half / (half + max(amount, 0))


def _fresh(day: date, today: date, fades_days: int) -> float:
    return max(0.0, 1 - max((today - day).days, 0) / fades_days)
