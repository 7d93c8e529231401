"""One need's offers in columns: a row an offer, in the order of their ids, so that a row's number breaks ties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan, radians

import numpy as np
from numpy.typing import NDArray

from matching.columns.questionnaire import ALWAYS_MET, Questionnaire
from matching.offer import Offer
from matching.ranking import ACCEPTABLE, STANDING, standing_parts, weigh
from resources.geography.distances import cartesian

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]
# The last question of a branch, and of a list; the question's number stands above the two.
ENDS_BRANCH, ENDS_LIST, SHIFT = 1, 2, 2


class Tongues:
    """Every distinct set of languages that offers name, numbered."""

    def __init__(self) -> None:
        self.sets: list[tuple[str, ...] | None] = []
        self._numbers: dict[tuple[str, ...] | None, int] = {}

    def number(self, languages: tuple[str, ...] | None) -> int:
        """The number of a set."""
        if languages not in self._numbers:
            self._numbers[languages] = len(self.sets)
            self.sets.append(languages)
        return self._numbers[languages]


@dataclass(frozen=True)
class Columns:
    """The offers for one need, in the order of their ids.

    point: meters from the earth's center, not a number where there is none; zoned: latitude and longitude in radians
    and precision in meters; standing: what an offer is worth to everybody; accepts: a bit for each offense it takes;
    secret: a survivors' service; gone: changed since, and found elsewhere; steps: the questions of all rows, those of
    row n from starts[n] to starts[n + 1].
    """

    offers: tuple[Offer, ...]
    point: Floats
    zoned: Floats
    standing: Floats
    accepts: NDArray[np.uint8]
    tongues: Integers
    residential: NDArray[np.bool_]
    secret: NDArray[np.bool_]
    gone: NDArray[np.bool_]
    steps: Integers
    starts: Integers

    def __len__(self) -> int:
        return len(self.offers)


def columns_of(
    offers: Iterable[Offer],
    need: str,
    today: date,
    weights: Mapping[str, float],
    questionnaire: Questionnaire,
    tongues: Tongues,
) -> Columns:
    """Lay out the offers for a need, as of a day."""
    rows = tuple(sorted(offers, key=lambda each: (str(each.service_id), str(each.location_id))))
    steps, starts = _questions(rows, questionnaire)
    return Columns(
        rows,
        np.array([_point(each) for each in rows], np.float64).reshape(-1, 3),
        np.array([_zoned(each) for each in rows], np.float64).reshape(-1, 3),
        np.array([weigh(standing_parts(each, need, today), weights, STANDING) for each in rows], np.float64),
        np.array([_accepts(each) for each in rows], np.uint8),
        np.array([tongues.number(each.languages) for each in rows], np.int32),
        np.array([each.residential for each in rows], np.bool_),
        np.array([each.victim_services for each in rows], np.bool_),
        np.zeros(len(rows), np.bool_),
        steps,
        starts,
    )


def gathered(columns: Columns, rows: Integers) -> tuple[Integers, Integers]:
    """The steps of some rows, one row's after another's, and where each row's begin."""
    lengths = np.diff(columns.starts)[rows]
    starts = _starts(lengths)
    offsets = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    return columns.steps[np.repeat(columns.starts[rows], lengths) + offsets], starts


def _questions(rows: Iterable[Offer], questionnaire: Questionnaire) -> tuple[Integers, Integers]:
    steps: list[int] = []
    lengths = []
    for offer in rows:
        before = len(steps)
        for branches in questionnaire.asked_by(offer):
            for branch in branches:
                steps += [question << SHIFT for question in branch]
                steps[-1] |= ENDS_BRANCH
            steps[-1] |= ENDS_LIST
        # Every row asks something, so that none is empty.
        if len(steps) == before:
            steps.append(ALWAYS_MET << SHIFT | ENDS_BRANCH | ENDS_LIST)
        lengths.append(len(steps) - before)
    return np.array(steps, np.int32), _starts(lengths)


def _starts(lengths: Sequence[int] | Integers) -> Integers:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)


def _point(offer: Offer) -> tuple[float, float, float]:
    place = offer.place
    return (nan, nan, nan) if place is None else cartesian((place.latitude, place.longitude))


def _zoned(offer: Offer) -> tuple[float, float, float]:
    place = offer.place
    if place is None:
        return nan, nan, nan
    return radians(place.latitude), radians(place.longitude), place.precision_m


def _accepts(offer: Offer) -> int:
    stated = {each.rule for each in offer.requirements if each.confirmed and not each.part}
    return sum(1 << bit for bit, offense in enumerate(ACCEPTABLE) if f"accepts_{offense}" in stated)
