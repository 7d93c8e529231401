"""People as the columns see them: their answers, where they are, what they score by, the zones of their orders."""

from collections.abc import Mapping, Sequence
from math import nan, radians
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.columns.columns import Floats, Integers, Legend
from matching.columns.distinct import Distinct
from matching.columns.topics import Answers
from matching.conditions import RESIDENCE_ZONE, Conditions, Zone
from matching.engine import Question
from matching.facts import Facts
from matching.measuring import Measuring
from matching.offer import Offer, Place
from matching.ranking import ACCEPTABLE, acceptance, language
from resources.eligibility import Requirement
from resources.geography.distances import cartesian

Tongues = tuple[str, ...] | None
_ACCEPTING = tuple(
    Offer(
        requirements=tuple(
            Requirement(rule=f"accepts_{offense}", mode="accepts", confirmed=True)
            for bit, offense in enumerate(ACCEPTABLE)
            if mask >> bit & 1
        )
    )
    for mask in range(1 << len(ACCEPTABLE))
)

Drawn = tuple[Zone, Measuring]


class Crowd(NamedTuple):
    """Some people, a row each, and what is looked up of them while offers are gone through.

    answers: by question; acceptance: the score's part by what an offer accepts; languages: its part by set of
    languages; points: meters from the earth's center, or not numbers; zones: a row each, whether residence alone is
    forbidden (1 or 0), latitude and longitude in radians, radius in meters (not numbers: it could not be read), how
    much nearer and how many times as far it may be measured, and the number of its area in drawn (-1: a circle), of
    person n from zone_starts[n] to zone_starts[n + 1]; drawn: every different area and how it is measured;
    kept_from: whether survivors' services are withheld; singling: by their numbers, those of whom something is known
    that is about single services.
    """

    answers: Answers
    acceptance: Floats
    languages: Floats
    points: Floats
    zones: Floats
    zone_starts: Integers
    drawn: tuple[Drawn, ...]
    kept_from: NDArray[np.bool_]
    singling: Mapping[int, Question]

    def zones_of(self, person: int) -> Floats:
        """The zones of one person."""
        return self.zones[self.zone_starts[person] : self.zone_starts[person + 1]]


def crowd(people: Sequence[Question], legend: Legend) -> Crowd:
    """Work out once what every offer will be held against."""
    drawn: dict[Drawn, int] = {}
    zones = [_zones(each.conditions, drawn) for each in people]
    accepting: dict[tuple[bool | None, ...], list[float]] = {}
    speaking: dict[Tongues, list[float]] = {}
    return Crowd(
        legend.questionnaire.answers(people),
        np.array([_acceptance(each.facts, accepting) for each in people]).reshape(
            len(people), len(_ACCEPTING)
        ),
        np.array([_languages(each.facts.languages, legend.tongues, speaking) for each in people]).reshape(
            len(people), len(legend.tongues.values)
        ),
        np.array([_point(each.place) for each in people]).reshape(-1, 3),
        np.concatenate([each for each in zones if len(each)] or [np.empty((0, 7))]),
        np.concatenate(([0], np.cumsum([len(each) for each in zones]))).astype(np.int32),
        tuple(drawn),
        np.array(
            [each.conditions.no_contact or each.facts.offenses.domestic_violence is True for each in people],
            np.bool_,
        ),
        {number: each for number, each in enumerate(people) if each.conditions.about_services},
    )


def _acceptance(facts: Facts, known: dict[tuple[bool | None, ...], list[float]]) -> list[float]:
    record = tuple(getattr(facts.offenses, offense) for offense in ACCEPTABLE)
    if record not in known:
        known[record] = [acceptance(facts, each) for each in _ACCEPTING]
    return known[record]


def _languages(spoken: Tongues, tongues: Distinct[Tongues], known: dict[Tongues, list[float]]) -> list[float]:
    if spoken not in known:
        known[spoken] = [language(spoken, offered) for offered in tongues.values]
    return known[spoken]


def _point(place: Place | None) -> tuple[float, float, float]:
    return cartesian((place.latitude, place.longitude)) if place else (nan, nan, nan)


def _zones(conditions: Conditions, drawn: dict[Drawn, int]) -> Floats:
    rows = [_zone(each, conditions.measuring, drawn) for each in conditions.zones]
    return np.array(rows, np.float64).reshape(-1, 7)


def _zone(zone: Zone, measuring: Measuring, drawn: dict[Drawn, int]) -> tuple[float, ...]:
    only_living = 1.0 if zone.kind == RESIDENCE_ZONE else 0.0
    if zone.polygon:
        return only_living, nan, nan, nan, 0.0, 1.0, drawn.setdefault((zone, measuring), len(drawn))
    nearer, farther = measuring.lots_m, measuring.stretch
    if zone.polygon is None or zone.latitude is None or zone.longitude is None or zone.radius_m is None:
        return only_living, nan, nan, nan, nearer, farther, -1
    return only_living, radians(zone.latitude), radians(zone.longitude), zone.radius_m, nearer, farther, -1
