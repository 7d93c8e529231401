"""What a merge does to rows beside the fields of history: each step written down, so that it can be reversed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Session

from agency.errors import ConflictError
from agency.tables import Base

MOVED_ON = (
    "Something that came with the merged record was changed or moved since, so the merge cannot be taken back as it "
    "was. Nothing was changed; take back the later change first."
)


@dataclass
class Moves:
    """The steps of one merge, in order; rows: what changed in which column, removed: rows that said nothing new."""

    session: Session
    rows: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)

    def put(self, row: Any, column: str, value: object) -> None:  # noqa: ANN401
        """Let a column say something else."""
        before = getattr(row, column)
        if before != value:
            self._note(row, column, {"before": _plain(before), "after": _plain(value)})
            _say(self.session, row, column, value)

    def remember(self, row: Any, column: str) -> None:  # noqa: ANN401
        """Keep what a column says now, to say it again whatever it says by then."""
        self._note(row, column, {"before": _plain(getattr(row, column))})

    def remove(self, row: Any) -> None:  # noqa: ANN401
        """Take away a row beside which another one says the same of the kept record, or newer."""
        values = {each.key: _plain(getattr(row, each.key)) for each in row.__mapper__.column_attrs}
        self.removed.append({"table": row.__tablename__, "values": values})
        self.session.delete(row)

    def _note(self, row: Any, column: str, said: Mapping[str, Any]) -> None:  # noqa: ANN401
        key = {each.key: _plain(getattr(row, each.key)) for each in row.__mapper__.primary_key}
        if column in key and "after" in said:
            key[column] = said["after"]
        self.rows.append({"table": row.__tablename__, "key": key, "column": column, **said})


def reverse(session: Session, moved: Mapping[str, Any]) -> None:
    """Take every step back; ConflictError, with the unit of work to be undone, where something moved on."""
    for row, step in _steps(session, moved.get("rows", ())):
        if "after" in step and getattr(row, step["column"]) != _typed(row, step["column"], step["after"]):
            raise ConflictError(MOVED_ON)
        _say(session, row, step["column"], _typed(row, step["column"], step["before"]))
    session.flush()
    for gone in moved.get("removed", ()):
        model = _models()[gone["table"]]
        session.add(model(**{name: _typed(model, name, said) for name, said in gone["values"].items()}))


def recall(session: Session, moved: Mapping[str, Any]) -> None:
    """Let the columns that were only remembered say again what they said."""
    remembered = [step for step in moved.get("rows", ()) if "after" not in step]
    for row, step in _steps(session, remembered):
        setattr(row, step["column"], _typed(row, step["column"], step["before"]))


def _steps(session: Session, steps: Sequence[dict[str, Any]]) -> Iterator[tuple[Any, dict[str, Any]]]:
    models = _models()
    for step in reversed(steps):
        model = models[step["table"]]
        row = session.get(model, {name: _typed(model, name, said) for name, said in step["key"].items()})
        if row is None:
            raise ConflictError(MOVED_ON)
        yield row, step


def _say(session: Session, row: Any, column: str, value: object) -> None:  # noqa: ANN401
    """Set a column; the records that the row leads to are looked up anew."""
    setattr(row, column, value)
    if leading := [
        each.key for each in row.__mapper__.relationships if column in {c.key for c in each.local_columns}
    ]:
        session.expire(row, [key for key in leading if not row.__mapper__.relationships[key].uselist])


def _models() -> dict[str, Any]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _plain(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _typed(row: Any, column: str, said: Any) -> Any:  # noqa: ANN401
    kind = row.__mapper__.columns[column].type
    if said is None:
        return None
    if isinstance(kind, Uuid):
        return UUID(said)
    return kind.python_type.fromisoformat(said) if kind.python_type in (date, datetime) else said
