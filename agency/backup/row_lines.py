"""Rows as lines of JSON that read the same from either database, and how many and which they are."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    TableClause,
    Text,
    Uuid,
    cast,
    column,
    func,
    insert,
    select,
    table,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine, UserDefinedType

from agency.tables import Moment

BATCH = 1000


class _Verbatim(UserDefinedType[str]):
    """JSON exactly as it is stored: the order of its keys and the difference between null and nothing stay."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "JSON"

    def column_expression(self, colexpr: ColumnElement[Any]) -> ColumnElement[Any]:
        return cast(colexpr, Text)


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


@dataclass(frozen=True)
class _Kind:
    """A kind of column: the type models declare, the one it is copied by, and its way to JSON and back."""

    declared: type[TypeEngine[Any]]
    copied: TypeEngine[Any]
    write: Callable[[Any], Any] = _same
    read: Callable[[Any], Any] = _same


# The first that fits; the names stand in every backup and so never change.
KINDS = {
    "json": _Kind(JSON, _Verbatim()),
    "moment": _Kind(Moment, Moment(), datetime.isoformat, datetime.fromisoformat),
    "date": _Kind(Date, Date(), date.isoformat, date.fromisoformat),
    "bytes": _Kind(
        LargeBinary, LargeBinary(), lambda value: base64.b64encode(value).decode(), base64.b64decode
    ),
    "uuid": _Kind(Uuid, Uuid(), str, UUID),
    "flag": _Kind(Boolean, Boolean()),
    "integer": _Kind(Integer, Integer()),
    "number": _Kind(Float, Float()),
    "text": _Kind(String, String()),
}


@dataclass
class Tally:
    """How many rows, and which: the sum of their hashes, so that the order they are read in does not matter."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """Count one row."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % 2**256

    def told(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {"rows": self.rows, "hash": f"{self.total:064x}"}


@dataclass(frozen=True)
class Shape:
    """A table by itself, free of the models of any one version: its name and the kind of each column."""

    name: str
    columns: Mapping[str, str]

    @classmethod
    def of(cls, model: Table) -> "Shape":
        """The shape of a table as the models declare it."""
        return cls(model.name, {column.name: _kind_of(column.type) for column in model.columns})

    @cached_property
    def _kinds(self) -> list[_Kind]:
        return [KINDS[kind] for kind in self.columns.values()]

    @cached_property
    def _table(self) -> TableClause:
        return table(self.name, *(column(name, KINDS[kind].copied) for name, kind in self.columns.items()))

    def lines(self, connection: Connection) -> Iterator[bytes]:
        """Every row of the table, never more than a batch of them in memory."""
        with connection.execute(select(self._table), execution_options={"yield_per": BATCH}) as rows:
            for row in rows:
                cells = zip(self._kinds, row, strict=True)
                told = [None if value is None else kind.write(value) for kind, value in cells]
                yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    def count(self, connection: Connection) -> int:
        """How many rows the table has."""
        return connection.scalar(select(func.count()).select_from(self._table)) or 0

    def tally(self, connection: Connection) -> Tally:
        """How many rows the table has, and which."""
        counted = Tally()
        for line in self.lines(connection):
            counted.add(line)
        return counted

    def put(self, connection: Connection, lines: list[bytes]) -> None:
        """Write rows into the table."""
        connection.execute(insert(self._table), [self._row(line) for line in lines])

    def _row(self, line: bytes) -> dict[str, Any]:
        cells = zip(self.columns, self._kinds, json.loads(line), strict=True)
        return {name: None if value is None else kind.read(value) for name, kind, value in cells}


def _kind_of(declared: TypeEngine[Any]) -> str:
    for name, kind in KINDS.items():
        if isinstance(declared, kind.declared):
            return name
    raise TypeError(f"no backup knows columns of the type {declared!r}; add its kind to KINDS")
