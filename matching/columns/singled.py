"""Rows singled out: the few that some person's own week or co-placement is about, judged one by one by the rule itself.

Everything else that a person is asked can be asked of everybody; this hangs on which service it is. So the search asks
as if there were nothing of it, for so many rows more, and what was judged by itself then takes its own place.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.columns.columns import Columns
from matching.columns.crowd import Crowd
from matching.columns.scan import TIERS, WITHHELD, measured
from matching.engine import Question
from matching.judgment import Judgment, judge
from matching.offer import rows_of

if TYPE_CHECKING:
    from matching.columns.search import Records

Rows = NDArray[np.intp]


def judgments(columns: Columns, asked: Question) -> Iterator[tuple[int, Judgment]]:
    """The rows singled out for one person, in order, each judged."""
    for row in sorted(_rows(columns, asked)):
        yield row, judge(asked.facts, asked.conditions, columns.offers[row], asked.on)


def singled_out(columns: Columns, people: Crowd, person: int) -> tuple[Rows, NDArray[np.int8]]:
    """The rows singled out for one of a crowd, and the status of each."""
    asked = people.singling.get(person)
    found = (
        [(row, TIERS.get(each.status, WITHHELD)) for row, each in judgments(columns, asked)] if asked else []
    )
    return np.array([row for row, _ in found], np.intp), np.array([each for _, each in found], np.int8)


def settled(
    wider: "Records", columns: Columns, people: Crowd, person: int, weights: Mapping[str, float], limit: int
) -> "Records":
    """The best rows of a person in two tiers; wider: as found by the search, for as many more as are singled out."""
    rows, statuses = singled_out(columns, people, person)
    distance, score = measured(columns, people, person, weights, rows)
    found = np.full((2, limit), np.array((-1, -np.inf, np.inf), wider.dtype))
    for tier, status in enumerate((2, 1)):
        mine = (statuses == status) & ~columns.gone[rows]
        own = np.zeros(int(mine.sum()), wider.dtype)
        own["row"], own["score"] = rows[mine], score[mine]
        own["meters"] = np.where(np.isnan(distance[mine]), np.inf, distance[mine])
        others = wider[tier][(wider[tier]["row"] >= 0) & ~np.isin(wider[tier]["row"], rows)]
        both = np.concatenate((others, own))
        best = both[np.lexsort((both["row"], both["meters"], -both["score"]))][:limit]
        found[tier, : len(best)] = best
    return found


def _rows(columns: Columns, asked: Question) -> set[int]:
    kept = asked.conditions.kept_clear
    services = {each.at for each in asked.conditions.fixed_times if each.at}
    rows = set[int]()
    for service in services.union(each.service_id for each in kept):
        rows.update(range(len(columns))[rows_of(columns.offers, service)])
    return rows.union(*(columns.at_location.get(each.location_id, ()) for each in kept if each.location_id))
