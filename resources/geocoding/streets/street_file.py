"""The gazetteer of street ranges: a plain SQLite file in the data folder, made of public data and nothing else."""

import logging
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from resources.geocoding.highways import may_be
from resources.geocoding.houses import House
from resources.geocoding.positions import Position, Precision
from resources.geocoding.streets.house_numbers import HouseNumber, numbers_of
from resources.geocoding.streets.ranges import Part, StreetSide
from resources.geography.distances import distance_m
from resources.geography.postal_addresses import PostalAddress
from resources.geography.zip_codes import Degrees, zips_of_city

SOURCE = "street_range"
_log = logging.getLogger(__name__)
_TABLES = """
CREATE TABLE IF NOT EXISTS county (code TEXT PRIMARY KEY, sides INTEGER NOT NULL, loaded_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS side (
    county TEXT NOT NULL, street TEXT NOT NULL, zip TEXT NOT NULL, direction TEXT NOT NULL, kind TEXT NOT NULL,
    before TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, parity TEXT NOT NULL,
    is_left INTEGER NOT NULL, line BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS side_street ON side (street, zip);
CREATE INDEX IF NOT EXISTS side_county ON side (county);
"""
_INSERT = "INSERT INTO side VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = "street, direction, kind, zip, before, first, last, parity, is_left, line"
_PER_DEGREE = 10_000_000
# A range holds all numbers that may be, so a block is seldom filled evenly: the longer it is, the farther off.
_NEAREST_M, _SHARE_OF_BLOCK, _OTHER_SIDE_M = 30.0, 0.25, 30.0
# Pieces that overlap because a street has two names lie on each other; two streets do not.
_SAME_PLACE_M = 150.0


@dataclass(frozen=True, slots=True)
class StreetFile:
    """The file at a path; while there is none, it knows no street."""

    path: Path

    def replace(self, county: str, sides: Iterable[StreetSide], now: datetime) -> int:
        """Put a county's sides in the place of what was known of it; how many. Undone as a whole on any error."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(f"PRAGMA journal_mode = WAL; {_TABLES}")
            with connection:
                connection.execute("DELETE FROM side WHERE county = ?", (county,))
                before = connection.total_changes
                connection.executemany(_INSERT, (_row(county, side) for side in sides))
                count = connection.total_changes - before
                connection.execute("REPLACE INTO county VALUES (?, ?, ?)", (county, count, now.isoformat()))
        return count

    def counties(self) -> dict[str, int]:
        """How many sides are known of each county."""
        with self._open() as connection:
            found = connection.execute("SELECT code, sides FROM county ORDER BY code") if connection else ()
            return dict(found)

    def position(self, address: PostalAddress, house: House) -> Position | None:
        """Where the house lies on its street; None where no street of its ZIP code or city has room for its number.

        None too where two streets fit and nothing tells them apart.
        """
        if not address.street:
            return None
        for codes in _where(address):
            near = self._sides(house, codes)
            for number in numbers_of(address.street):
                if found := _placed(near, number):
                    return found
        return None

    def _sides(self, house: House, codes: tuple[str, ...]) -> list[StreetSide]:
        streets = may_be(house.street)
        marks, names = (", ".join("?" * len(each)) for each in (codes, streets))
        query = f"SELECT {_COLUMNS} FROM side WHERE street IN ({names}) AND zip IN ({marks})"  # noqa: S608 - only question marks
        try:
            with self._open() as connection:
                rows = connection.execute(query, (*streets, *codes)).fetchall() if connection else []
        except sqlite3.DatabaseError as error:
            # An address is then placed as if no streets had been loaded.
            _log.warning("the street ranges in %s cannot be read: %s", self.path, error)
            rows = []
        sides = [_side(row) for row in rows]
        # A highway that is said to be nobody's is the one there is.
        found = {each.street for each in sides}
        return _of_street(sides, replace(house, street=found.pop())) if len(found) == 1 else []

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        if not self.path.is_file():
            yield None
            return
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            yield connection


def _where(address: PostalAddress) -> Iterator[tuple[str, ...]]:
    """The ZIP codes to look in: the address's own, else those of its city."""
    if address.postal_code:
        yield (address.postal_code,)
    if address.city and address.state and (codes := zips_of_city(address.city, address.state)):
        yield tuple(each.code for each in codes)


def _of_street(sides: list[StreetSide], house: House) -> list[StreetSide]:
    """Those that may be the street that was written: its direction and type where they are told."""
    sides = [each for each in sides if House(None, each.direction, each.street).may_share_street(house)]
    sides = [each for each in sides if not (house.kind and each.kind and each.kind != house.kind)]
    return [each for each in sides if each.direction == house.direction] or sides


def _placed(sides: list[StreetSide], number: HouseNumber) -> Position | None:
    alike = [each for each in sides if each.before == number.before]
    own = [each for each in alike if each.holds(number.digits)]
    # Where its own side is not known, across the street is next best.
    chosen = own or [each for each in alike if each.spans(number.digits)]
    points = [each.point(number.digits) for each in chosen]
    if not points or any(distance_m(points[0], other) > _SAME_PLACE_M for other in points[1:]):
        return None
    radius = _NEAREST_M + _SHARE_OF_BLOCK * chosen[0].length_m() + (0 if own else _OTHER_SIDE_M)
    return Position(*points[0], Precision.STREET, round(radius), SOURCE)


def _row(county: str, side: StreetSide) -> tuple[object, ...]:
    numbers = (side.before, side.first, side.last, side.parity)
    return (
        county,
        side.street,
        side.zip,
        side.direction,
        side.kind,
        *numbers,
        side.is_left,
        _packed(side.parts),
    )


def _side(row: tuple[Any, ...]) -> StreetSide:
    street, direction, kind, code, before, first, last, parity, is_left, line = row
    parts = _unpacked(line)
    return StreetSide(street, direction, kind, code, before, first, last, parity, bool(is_left), parts)


def _packed(parts: tuple[Part, ...]) -> bytes:
    """How many parts, how long each is, then their points in ten-millionths of a degree (a centimeter)."""
    numbers = array("i", [len(parts), *(len(part) for part in parts)])
    numbers.extend(round(degrees * _PER_DEGREE) for part in parts for point in part for degrees in point)
    return numbers.tobytes()


def _unpacked(line: bytes) -> tuple[Part, ...]:
    numbers = array("i", line)
    count = numbers[0]
    ends = [0]
    for size in numbers[1 : count + 1]:
        ends.append(ends[-1] + size)
    flat = [number / _PER_DEGREE for number in numbers[count + 1 :]]
    points: list[Degrees] = list(zip(flat[::2], flat[1::2], strict=True))
    return tuple(tuple(points[begin:end]) for begin, end in pairwise(ends))
