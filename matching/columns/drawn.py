"""Drawn areas: how each place of a need lies to the areas on some people's orders, worked out before the search."""

from collections.abc import Iterable
from math import hypot, radians

import numpy as np
from numpy.typing import NDArray

from matching.answers import MET, UNKNOWN
from matching.areas import EARTH_RADIUS_M, projected
from matching.columns.columns import Columns
from matching.columns.crowd import Crowd, Drawn
from matching.columns.topics import NUMBERS
from matching.zones import against

Table = NDArray[np.int8]


def drawn_answers(columns: Columns, people: Crowd, who: Iterable[int]) -> Table:
    """A row for each area of these people's orders, a number for each place: 0 inside, 1 too close to call, 2 clear.

    Places farther off than an area reaches are clear at once; the rest is asked of the readable rule itself.
    """
    # Most orders draw nothing, and a caseload is long.
    asking = who if people.drawn else ()
    wanted = {int(row[6]) for person in asking for row in people.zones_of(int(person)) if row[6] >= 0}
    table = np.full((len(people.drawn) if wanted else 0, len(columns)), NUMBERS[MET], np.int8)
    for number in wanted:
        table[number] = _answers(columns, people.drawn[number])
    return table


def _answers(columns: Columns, drawn: Drawn) -> Table:
    zone, measuring = drawn
    area = zone.polygon or ()
    # Some to spare: the rule sees the area flat from each place, and its edges bend by a little from one to the next.
    reach = 1.01 * max(hypot(*projected(corner, area[0])) for corner in area) + measuring.lots_m + 100
    here, there, precision = columns.zoned.T
    north, east = radians(area[0][0]), radians(area[0][1])
    chord = np.sin((here - north) / 2) ** 2 + np.cos(north) * np.cos(here) * np.sin((there - east) / 2) ** 2
    apart = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    answers = np.where(np.isnan(here), np.int8(NUMBERS[UNKNOWN]), np.int8(NUMBERS[MET]))
    for row in np.flatnonzero(apart - precision <= reach):
        answers[row] = NUMBERS[against(zone, columns.offers[row].place, measuring).status]
    return answers
