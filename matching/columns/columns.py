"""One need's offers in columns: a row an offer, in the order of their ids, so that a row's number breaks ties."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import nan, radians

import numpy as np
from numpy.typing import NDArray

from matching.columns.distinct import Distinct
from matching.columns.questionnaire import ALWAYS_MET, Questionnaire
from matching.offer import Offer, Opening, ids
from matching.ranking import ACCEPTABLE, STANDING, standing_parts, unknown_parts, weigh
from resources.geography.distances import cartesian

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]
Places = NDArray[np.intp]
# The last question of a branch, and of a list; the question's number stands above the two.
ENDS_BRANCH, ENDS_LIST, SHIFT = 1, 2, 2
# Told after all others, and a zone of the order before the others; the last is no rule.
HEADINGS = ("zone", "minors", "state_line", "open", "do_not_refer", "")
# The columns that have one value a row.
BY_ROW = (
    *("point", "zoned", "standing", "accepts", "tongues", "residential", "secret", "gone"),
    *("parts", "schedules"),
)


class Legend:
    """What the numbers in the columns mean, one for all needs."""

    def __init__(self) -> None:
        self.questionnaire = Questionnaire()
        # Languages that an offer names together.
        self.tongues: Distinct[tuple[str, ...] | None] = Distinct()
        self.schedules: Distinct[tuple[Opening, ...]] = Distinct()
        # The rules that lists of questions are told under.
        self.headings: Distinct[str] = Distinct()
        for rule in HEADINGS:
            self.headings.number(rule)


@dataclass(frozen=True)
class Columns:
    """The offers for one need, in the order of their ids.

    point: meters from the earth's center, not a number where there is none; zoned: latitude and longitude in radians
    and precision in meters; standing: what an offer is worth to everybody; accepts: a bit for each offense it takes;
    secret: a survivors' service; gone: changed since, and found elsewhere; steps: the questions of all rows, those of
    row n from starts[n] to starts[n + 1]; headings: under which rule the list of each step is told; parts: those of
    STANDING, not numbers where nobody knows; schedules: by number.
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
    headings: NDArray[np.int16]
    parts: Floats
    schedules: Integers

    def __len__(self) -> int:
        return len(self.offers)

    @cached_property
    def branches(self) -> Places:
        """Where each branch begins among the steps."""
        return _begins(self.steps & ENDS_BRANCH)

    @cached_property
    def lists(self) -> Places:
        """Where each list begins among the steps."""
        return _begins(self.steps & ENDS_LIST)

    @cached_property
    def lists_in_branches(self) -> Places:
        """Where each list begins among the branches."""
        return np.searchsorted(self.branches, self.lists)

    @cached_property
    def rows_in_lists(self) -> Places:
        """Where each row begins among the lists."""
        return np.searchsorted(self.lists, self.starts[:-1])

    @cached_property
    def list_of(self) -> Places:
        """The list of each step."""
        return np.repeat(np.arange(len(self.lists)), np.diff(self.lists, append=len(self.steps)))

    @cached_property
    def row_of(self) -> Places:
        """The row of each step."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))


def columns_of(
    offers: Iterable[Offer],
    need: str,
    today: date,
    weights: Mapping[str, float],
    legend: Legend,
) -> Columns:
    """Lay out the offers for a need, as of a day."""
    rows = tuple(sorted(offers, key=ids))
    steps, starts, headings = _questions(rows, legend)
    parts = [standing_parts(each, need, today) for each in rows]
    return Columns(
        rows,
        np.array([_point(each) for each in rows], np.float64).reshape(-1, 3),
        np.array([_zoned(each) for each in rows], np.float64).reshape(-1, 3),
        np.array([weigh(each, weights, STANDING) for each in parts], np.float64),
        np.array([_accepts(each) for each in rows], np.uint8),
        np.array([legend.tongues.number(each.languages) for each in rows], np.int32),
        np.array([each.residential for each in rows], np.bool_),
        np.array([each.victim_services for each in rows], np.bool_),
        np.zeros(len(rows), np.bool_),
        steps,
        starts,
        headings,
        np.array([_known(*each) for each in zip(rows, parts, strict=True)], np.float64).reshape(
            -1, len(STANDING)
        ),
        np.array([legend.schedules.number(each.schedule) for each in rows], np.int32),
    )


def ranks(ground: Columns, fresh: Columns) -> Floats:
    """Where each row of two columns, one after the other, stands among all of both in the order of their ids."""
    among = [bisect_right(ground.offers, ids(each), key=ids) for each in fresh.offers]
    # Fresh ones that come in the same place among the ground's keep their own order.
    after = np.arange(1, len(among) + 1) / (len(among) + 1)
    return np.concatenate((np.arange(len(ground)), np.array(among, np.float64) - 1 + after))


def merged(ground: Columns, fresh: Columns) -> Columns:
    """Two columns as one, in the order of ids, without what is gone."""
    order = np.argsort(ranks(ground, fresh), kind="stable")
    both = _joined(ground, fresh)
    return taken(both, order[~both.gone[order]].astype(np.int32))


def taken(columns: Columns, rows: Integers) -> Columns:
    """Some of the rows."""
    places, starts = places_of(columns, rows)
    kept = {name: getattr(columns, name)[rows] for name in BY_ROW}
    return Columns(
        offers=tuple(columns.offers[row] for row in rows),
        steps=columns.steps[places],
        headings=columns.headings[places],
        starts=starts,
        **kept,
    )


def _joined(one: Columns, other: Columns) -> Columns:
    names = (*BY_ROW, "steps", "headings")
    both = {name: np.concatenate((getattr(one, name), getattr(other, name))) for name in names}
    starts = np.concatenate((one.starts, other.starts[1:] + one.starts[-1]))
    return Columns(offers=one.offers + other.offers, starts=starts, **both)


def places_of(columns: Columns, rows: Integers) -> tuple[Integers, Integers]:
    """Where the steps of some rows are, one row's after another's, and where each row's then begin."""
    lengths = np.diff(columns.starts)[rows]
    starts = _starts(lengths)
    offsets = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    return np.repeat(columns.starts[rows], lengths) + offsets, starts


def _questions(rows: Iterable[Offer], legend: Legend) -> tuple[Integers, Integers, NDArray[np.int16]]:
    steps: list[int] = []
    headings: list[int] = []
    lengths = []
    for offer in rows:
        before = len(steps)
        for rule, branches in legend.questionnaire.asked_by(offer):
            for branch in branches:
                steps += [question << SHIFT for question in branch]
                steps[-1] |= ENDS_BRANCH
            steps[-1] |= ENDS_LIST
            headings += [legend.headings.number(rule)] * (len(steps) - len(headings))
        # Every row asks something, so that none is empty.
        if len(steps) == before:
            steps.append(ALWAYS_MET << SHIFT | ENDS_BRANCH | ENDS_LIST)
            headings.append(legend.headings.number(""))
        lengths.append(len(steps) - before)
    return np.array(steps, np.int32), _starts(lengths), np.array(headings, np.int16)


def _starts(lengths: Sequence[int] | Integers) -> Integers:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)


def _begins(ends: NDArray[np.int32]) -> Places:
    """Where the pieces begin whose last elements are marked."""
    return np.concatenate(([0], np.flatnonzero(ends)[:-1] + 1))


def _known(offer: Offer, parts: Mapping[str, float]) -> list[float]:
    unknown = unknown_parts(offer)
    return [nan if part in unknown else parts[part] for part in STANDING]


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
