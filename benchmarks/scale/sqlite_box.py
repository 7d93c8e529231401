"""SQLite with an index on need, latitude and longitude: a box that holds enough tells how large one must be asked."""

import sqlite3
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path
from typing import Any

from benchmarks.scale.sql import COLUMNS, Answer, Asking, best, reach, row_of
from benchmarks.scale.world import NEEDS
from matching.engine import Question
from matching.offer import Offer, Place

# Degrees of latitude from the middle to the edge of a box.
BOXES = (0.1, 0.5, 2.0, 8.0, 90.0)
# The shortest degree of latitude, at the equator.
METERS_PER_DEGREE = 110_500.0
_BEST = "ORDER BY score DESC, away, number LIMIT"


class SqliteBox:
    """The directory in one table, and the question to it."""

    def __init__(self, path: Path, offers: Iterable[Offer]) -> None:
        self.path = path
        self.connection = sqlite3.connect(path)
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        marks = ", ".join("?" for _ in COLUMNS)
        run = self.connection.execute
        run(f"CREATE TABLE offer ({columns})")
        self.connection.executemany(
            f"INSERT INTO offer VALUES ({marks})",
            (row_of(number, offer) for number, offer in enumerate(offers)),
        )
        run("CREATE INDEX boxed ON offer (need, latitude, longitude) WHERE x IS NOT NULL")
        run("CREATE INDEX apart ON offer (need, standing) WHERE x IS NULL")
        run("ANALYZE")
        self.connection.commit()
        highest = "SELECT need, max(standing) FROM offer GROUP BY need"
        self.highest: dict[int, float] = dict(run(highest).fetchall())

    def megabytes(self) -> float:
        """The file."""
        return self.path.stat().st_size / 2**20

    def best(self, question: Question, need: str, limit: int) -> list[int]:
        """The numbers of the best offers, best first."""
        found = self._tier(question, need, 2, limit)
        if len(found) < limit:
            found += self._tier(question, need, 1, limit)
        return [each.number for each in best(found, limit)]

    def _tier(self, question: Question, need: str, tier: int, limit: int) -> list[Answer]:
        number, place = NEEDS.index(need), question.place
        assert place is not None
        asking = Asking(question, ("min", "max"), lambda name: f":{name}")
        told = f"SELECT o.number, {asking.score()} AS score, {asking.distance()} AS away FROM offer o"
        told += f" WHERE o.need = {number} AND {asking.status()} = {tier}"
        rows: list[Any] = []
        for half in BOXES:
            rows = self._all(told + _boxed(place, half), asking.values)
            if len(rows) >= limit:
                break
        if len(rows) >= limit:
            tenth = sorted((row[1] for row in rows), reverse=True)[limit - 1]
            meters = reach(tenth, self.highest[number], asking)
            wide = 180.0 if meters is None else meters / METERS_PER_DEGREE
            rows = self._all(f"{told}{_boxed(place, wide)} {_BEST} {limit}", asking.values)
        rows += self._all(f"{told} AND o.x IS NULL {_BEST} {limit}", asking.values)
        return [Answer(-tier, -row[1], float("inf") if row[2] is None else row[2], row[0]) for row in rows]

    def _all(self, query: str, values: dict[str, Any]) -> list[Any]:
        return self.connection.execute(query, values).fetchall()


def _boxed(place: Place, half: float) -> str:
    """Within so many degrees of latitude north and south, and as far east and west."""
    edge = min(89.0, abs(place.latitude) + half)
    wide = half / max(0.01, cos(radians(edge)))
    return (
        f" AND o.x IS NOT NULL AND o.latitude BETWEEN {place.latitude - half} AND {place.latitude + half}"
        f" AND o.longitude BETWEEN {place.longitude - wide} AND {place.longitude + wide}"
    )
