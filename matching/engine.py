"""The engine: for one need, every offer judged, measured and put in order; none is hidden for want of a point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matching.catalog import Catalog
from matching.conditions import Conditions
from matching.facts import Facts
from matching.judgment import Judgment, Status, judge
from matching.offer import Offer, Place
from matching.ranking import WEIGHTS, Score, Search, order, score
from resources.geography.distances import cartesian, chord_m

METERS_PER_MILE = 1609.344


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, and for when: what is known of the person, the conditions, the place, the day of service, today."""

    facts: Facts
    conditions: Conditions
    place: Place | None
    on: date
    today: date


@dataclass(frozen=True, slots=True)
class Match:
    """One offer for one person: how it was judged, where it ranks within its tier (from 1), and how far it is."""

    offer: Offer
    judgment: Judgment
    score: Score
    rank: int
    distance_m: float | None

    @property
    def distance_miles(self) -> float | None:
        """Straight-line miles, or None where either point is not known."""
        return None if self.distance_m is None else self.distance_m / METERS_PER_MILE


@dataclass(frozen=True, slots=True)
class NeedMatches:
    """The offers for one need in three tiers, each best first; withheld ones are nowhere."""

    need: str
    on: date
    eligible: tuple[Match, ...]
    possible: tuple[Match, ...]
    not_eligible: tuple[Match, ...]

    @property
    def best(self) -> tuple[Match, ...]:
        """What can be offered at all: those that qualify, then those to ask."""
        return self.eligible + self.possible

    def find(self, service_id: object, location_id: object) -> Match | None:
        """The match of one service at one place."""
        for match in (*self.eligible, *self.possible, *self.not_eligible):
            if (match.offer.service_id, match.offer.location_id) == (service_id, location_id):
                return match
        return None


def match(
    catalog: Catalog, question: Question, need: str, weights: Mapping[str, float] = WEIGHTS
) -> NeedMatches:
    """Judge and order every offer for a need; the order does not depend on the order of the catalog."""
    found = [judged(offer, question, need, weights) for offer in catalog.offers(need)]
    found.sort(key=lambda each: order(each.judgment.status, each.score, each.distance_m, each.offer))
    tiers = {
        status: tuple(_ranked(each for each in found if each.judgment.status is status))
        for status in (Status.ELIGIBLE, Status.POSSIBLE, Status.NOT_ELIGIBLE)
    }
    return NeedMatches(
        need, question.on, tiers[Status.ELIGIBLE], tiers[Status.POSSIBLE], tiers[Status.NOT_ELIGIBLE]
    )


def judged(offer: Offer, question: Question, need: str, weights: Mapping[str, float], rank: int = 0) -> Match:
    """One offer judged, measured and scored; its rank is told by whoever knows the others."""
    judgment = judge(question.facts, question.conditions, offer, question.on)
    away = _distance(offer.place, question.place)
    search = Search(need=need, distance_m=away, today=question.today)
    return Match(offer, judgment, score(question.facts, offer, search, weights), rank, away)


def _distance(one: Place | None, other: Place | None) -> float | None:
    if one is None or other is None:
        return None
    return chord_m(cartesian((one.latitude, one.longitude)), cartesian((other.latitude, other.longitude)))


def _ranked(found: Iterable[Match]) -> Iterable[Match]:
    for rank, each in enumerate(found, start=1):
        yield Match(each.offer, each.judgment, each.score, rank, each.distance_m)
