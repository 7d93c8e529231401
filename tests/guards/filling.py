"""Fills every table with a row that fits its columns, whatever they are."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Connection, MetaData, Table, insert, select

ROWS = 2
_numbers = itertools.count(1)


def fill(connection: Connection, metadata: MetaData) -> None:
    """Put rows into each table that has none; keys of other tables point to rows that are there."""
    for table in metadata.sorted_tables:
        if table.name == "alembic_version" or connection.execute(select(table).limit(1)).first():
            continue
        for _ in range(ROWS):
            connection.execute(insert(table).values(dict(_row(connection, table))))


def _row(connection: Connection, table: Table) -> Iterator[tuple[str, Any]]:
    taken = connection.execute(select(table)).all()
    for column in table.columns:
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column
            there = list(connection.scalars(select(target).order_by(target)))
            # Each row points to another one, so that a unique key stays unique.
            yield column.name, there[min(len(taken), len(there) - 1)] if there else None
        else:
            yield column.name, _value(column)


def _value(column: Column[Any]) -> Any:
    number = next(_numbers)
    if isinstance(column.type, JSON):
        return {"number": number}
    kind = column.type.python_type
    made: dict[type, Any] = {
        str: str(uuid4()).replace("-", "")[: getattr(column.type, "length", None) or 32],
        int: number,
        float: number / 2,
        bool: True,
        bytes: b"sealed",
        date: date(2026, 11, 21),
        datetime: datetime(2026, 11, 21, 14, 0, tzinfo=UTC),
        UUID: uuid4(),
    }
    return made[kind]
