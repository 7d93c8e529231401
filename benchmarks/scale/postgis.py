"""PostgreSQL with PostGIS as one would tune it by hand: partial GiST indexes by need, filters in CASE, nearest first.

The nearest that fit tell how far away anything better could lie, and everything within that is asked for then; a
filter outside CASE makes the planner leave the index.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks.scale.sql import COLUMNS, Answer, Asking, best, reach, row_of
from benchmarks.scale.world import NEEDS
from matching.engine import Question
from matching.offer import Offer

FIRST = 64
_BEST = "ORDER BY score DESC, away, number LIMIT"


def programs() -> Path | None:
    """Where a PostgreSQL with PostGIS is installed; None where there is none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        extension = Path("/usr/share/postgresql") / folder.parent.name / "extension" / "postgis.control"
        if extension.exists():
            return folder
    return None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server of our own on a socket, as long as the block runs."""
    own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as home:
        if own:
            shutil.chown(home, "postgres")
        data = f"{home}/data"

        def run(*words: str) -> None:
            subprocess.run([*own, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603

        run(str(folder / "initdb"), "-D", data, "-A", "trust", "-U", "bench", "--no-sync")
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={home} -c shared_buffers=2GB -c jit=off "
            "-c fsync=off -c work_mem=64MB -c max_wal_size=8GB"
        )
        run(str(folder / "pg_ctl"), "-D", data, "-w", "-l", f"{home}/log", "-o", options, "start")
        try:
            yield f"host={home} user=bench dbname=postgres"
        finally:
            run(str(folder / "pg_ctl"), "-D", data, "-m", "immediate", "stop")


class PostGis:
    """The directory in one table, and the question to it."""

    def __init__(self, address: str, offers: Iterable[Offer]) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        self._fill(offers)
        highest = "SELECT need, max(standing) FROM offer GROUP BY need"
        self.highest: dict[int, float] = dict(self.connection.execute(highest).fetchall())

    def megabytes(self) -> float:
        """The table with its indexes."""
        row = self.connection.execute("SELECT pg_total_relation_size('offer')").fetchone()
        return row[0] / 2**20 if row else 0.0

    def best(self, question: Question, need: str, limit: int) -> list[int]:
        """The numbers of the best offers, best first."""
        found = self._tier(question, need, 2, limit)
        if len(found) < limit:
            found += self._tier(question, need, 1, limit)
        return [each.number for each in best(found, limit)]

    def _fill(self, offers: Iterable[Offer]) -> None:
        columns = ", ".join(
            f"{name} {'double precision' if kind == 'float' else kind}" for name, kind in COLUMNS.items()
        )
        run = self.connection.execute
        run("CREATE EXTENSION IF NOT EXISTS postgis")
        run("DROP TABLE IF EXISTS offer")
        run(f"CREATE UNLOGGED TABLE offer ({columns}, place geography(point))")
        names = ", ".join(COLUMNS)
        with self.connection.cursor().copy(f"COPY offer ({names}) FROM STDIN") as copy:
            for number, offer in enumerate(offers):
                copy.write_row(row_of(number, offer))
        run("UPDATE offer SET place = ST_MakePoint(longitude, latitude)::geography WHERE x IS NOT NULL")
        for need in range(len(NEEDS)):
            run(f"CREATE INDEX ON offer USING gist (place) WHERE need = {need} AND place IS NOT NULL")
            run(f"CREATE INDEX ON offer (number) WHERE need = {need} AND place IS NULL")
        run("VACUUM ANALYZE offer")

    def _tier(self, question: Question, need: str, tier: int, limit: int) -> list[Answer]:
        number = NEEDS.index(need)
        asking = Asking(question, ("least", "greatest"), lambda name: f"%({name})s")
        place = question.place
        assert place is not None
        asking.values |= {"latitude": place.latitude, "longitude": place.longitude}
        here = "ST_MakePoint(%(longitude)s, %(latitude)s)::geography"
        fits = f"CASE WHEN {asking.status()} = {tier} THEN true ELSE false END"
        told = f"SELECT o.number, {asking.score()} AS score, {asking.distance()} AS away FROM offer o"
        told += f" WHERE o.need = {number} AND {fits}"
        rows = self._rows(f"{told} AND o.place IS NOT NULL ORDER BY o.place <-> {here} LIMIT {FIRST}", asking)
        if len(rows) == FIRST:
            tenth = sorted((row[1] for row in rows), reverse=True)[limit - 1]
            meters = reach(tenth, self.highest[number], asking)
            near = "" if meters is None else f" AND ST_DWithin(o.place, {here}, {meters}, false)"
            rows = self._rows(f"{told} AND o.place IS NOT NULL{near} {_BEST} {limit}", asking)
        rows += self._rows(f"{told} AND o.place IS NULL {_BEST} {limit}", asking)
        return [Answer(-tier, -row[1], float("inf") if row[2] is None else row[2], row[0]) for row in rows]

    def _rows(self, query: str, asking: Asking) -> list[Any]:
        return self.connection.execute(query, asking.values).fetchall()

    def plan(self, question: Question, need: str) -> str:
        """The names of the nodes in the plan of a first batch, to see that the index is used."""
        asking = Asking(question, ("least", "greatest"), lambda name: f"%({name})s")
        place = question.place
        assert place is not None
        asking.values |= {"latitude": place.latitude, "longitude": place.longitude}
        query = (
            f"EXPLAIN (FORMAT JSON) SELECT o.number FROM offer o WHERE o.need = {NEEDS.index(need)} "
            f"AND o.place IS NOT NULL AND CASE WHEN {asking.status()} = 2 THEN true ELSE false END "
            "ORDER BY o.place <-> ST_MakePoint(%(longitude)s, %(latitude)s)::geography LIMIT 64"
        )
        row = self.connection.execute(query, asking.values).fetchone()
        return json.dumps(row[0] if row else None)
