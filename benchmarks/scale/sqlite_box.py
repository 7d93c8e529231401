"""SQLite with an index on need, latitude and longitude: boxes that grow until nothing outside can be better."""

import sqlite3
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path
from typing import Any

from benchmarks.scale.sql import COLUMNS, Answer, Asking, best, bound, row_of
from benchmarks.scale.world import NEEDS
from matching.engine import Question
from matching.offer import Offer

# Degrees of latitude from the middle to the edge of a box.
BOXES = (0.1, 0.5, 2.0, 8.0, 90.0)
METERS_PER_DEGREE = 110_500.0


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
        told = f"SELECT o.number, {asking.score()}, {asking.distance()} FROM offer o WHERE o.need = {number}"
        fits = f"{asking.status()} = {tier}"
        rows = self._all(f"{told} AND o.x IS NULL AND {fits}", asking.values)
        boxed: list[Any] = []
        for half in BOXES:
            wide = half / max(0.2, cos(radians(abs(place.latitude) + half)) if half < 40 else 0.2)
            box = asking.values | {
                "south": place.latitude - half,
                "north": place.latitude + half,
                "west": place.longitude - wide,
                "east": place.longitude + wide,
            }
            query = (
                f"{told} AND o.x IS NOT NULL AND o.latitude BETWEEN :south AND :north "
                f"AND o.longitude BETWEEN :west AND :east AND {fits}"
            )
            boxed = self._all(query, box)
            if len(boxed) >= limit:
                tenth = sorted((row[1] for row in boxed), reverse=True)[limit - 1]
                if tenth > bound(self.highest[number], half * METERS_PER_DEGREE * 0.95, asking):
                    break
        return [
            Answer(-tier, -row[1], float("inf") if row[2] is None else row[2], row[0])
            for row in (*rows, *boxed)
        ]

    def _all(self, query: str, values: dict[str, Any]) -> list[Any]:
        return self.connection.execute(query, values).fetchall()
