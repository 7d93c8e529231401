"""The readable reference: every offer of a need judged, scored and put in order, in a few sentences of arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.areas import EARTH_RADIUS_M
from matching.columns.columns import SHIFT, Columns, Floats
from matching.columns.crowd import Crowd
from matching.columns.drawn import Table, drawn_answers
from matching.columns.topics import NUMBERS, Answers
from matching.ranking import HALF_TRAVEL_M, NEUTRAL

# Not to be told of, or no longer so; below every answer.
WITHHELD = -1
# As the tiers are numbered.
TIERS: Mapping[str, int] = {"eligible": 2, "possible": 1, "not_eligible": 0}
EVERY = slice(None)
Status = NDArray[np.int8]


@dataclass(frozen=True)
class Scanned:
    """All rows of a need for one person: status (2 eligible, 1 possible, 0 not, -1 withheld), score, meters."""

    status: Status
    score: Floats
    distance_m: Floats

    def best(self, status: int, limit: int | None = None) -> NDArray[np.intp]:
        """The rows of one status, best first: by score, then distance, then ids; an unknown distance is last."""
        rows = np.flatnonzero(self.status == status)
        if limit is not None and 0 < limit < len(rows):
            scores = self.score[rows]
            rows = rows[scores >= np.partition(scores, -limit)[-limit]]
        far = np.where(np.isnan(self.distance_m[rows]), np.inf, self.distance_m[rows])
        ranked: NDArray[np.intp] = rows[np.lexsort((rows, far, -self.score[rows]))][:limit]
        return ranked


def scan(columns: Columns, people: Crowd, person: int, weights: Mapping[str, float]) -> Scanned:
    """Go through every row, as if nothing known of the person were about single services."""
    distance, score = measured(columns, people, person, weights)
    return Scanned(_statuses(columns, people, person), score, distance)


def measured(
    columns: Columns,
    people: Crowd,
    person: int,
    weights: Mapping[str, float],
    rows: NDArray[np.intp] | slice = EVERY,
) -> tuple[Floats, Floats]:
    """How far each of some rows is from a person, in meters, and what it scores."""
    distance = _distances(columns.point[rows], people.points[person])
    return distance, _scores(columns, people, person, weights, distance, rows)


def _statuses(columns: Columns, people: Crowd, person: int) -> Status:
    """Each list must be met, and every zone be clear."""
    if not len(columns):
        return np.empty(0, np.int8)
    lists = list_answers(columns, people.answers[person][columns.steps >> SHIFT])
    found: Status = np.minimum.reduceat(lists, columns.rows_in_lists)
    withheld = columns.gone | (columns.secret & people.kept_from[person])
    return np.where(withheld, np.int8(WITHHELD), np.minimum(found, zone_answers(columns, people, person)))


def list_answers(columns: Columns, answers: Answers) -> Answers:
    """The answer of each list from those of the steps: of a branch everything, of a list one branch."""
    branches = np.minimum.reduceat(answers, columns.branches)
    lists: Answers = np.maximum.reduceat(branches, columns.lists_in_branches)
    return lists


def zone_answers(columns: Columns, people: Crowd, person: int) -> Status:
    """Whether each row is clear of all zones of the order."""
    found = np.full(len(columns), NUMBERS[MET], np.int8)
    drawn = drawn_answers(columns, people, [person])
    for zone in people.zones_of(person):
        found = np.minimum(found, _zone(columns, zone, drawn))
    return found


def _zone(columns: Columns, zone: Floats, drawn: Table) -> Status:
    only_living, number = zone[0], int(zone[6])
    answer = drawn[number] if number >= 0 else _circle(columns, zone)
    # Where the person would not live, a residence zone says nothing.
    return np.where((only_living == 1) & ~columns.residential, np.int8(NUMBERS[MET]), answer)


def _circle(columns: Columns, zone: Floats) -> Status:
    _, north, east, radius, nearer, farther, _ = zone
    here, there, precision = columns.zoned.T
    chord = np.sin((here - north) / 2) ** 2 + np.cos(north) * np.cos(here) * np.sin((there - east) / 2) ** 2
    apart = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    answer = np.full(len(columns), NUMBERS[UNKNOWN], np.int8)
    answer[(apart + precision) * farther < radius] = NUMBERS[NOT_MET]
    answer[apart - precision - nearer > radius] = NUMBERS[MET]
    return answer


def _distances(there: Floats, here: Floats) -> Floats:
    east, north, up = (there - here).T
    distance: Floats = np.sqrt(east * east + north * north + up * up)
    return distance


def _scores(
    columns: Columns,
    people: Crowd,
    person: int,
    weights: Mapping[str, float],
    distance: Floats,
    rows: NDArray[np.intp] | slice,
) -> Floats:
    travel = np.where(np.isnan(distance), NEUTRAL, HALF_TRAVEL_M / (HALF_TRAVEL_M + distance))
    personal = (
        weights.get("travel", 0.0) * travel
        + weights.get("acceptance", 0.0) * people.acceptance[person][columns.accepts[rows]]
        + weights.get("language", 0.0) * people.languages[person][columns.tongues[rows]]
    )
    score: Floats = (columns.standing[rows] + personal) / (sum(weights.values()) or 1)
    return score
