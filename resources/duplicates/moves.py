"""What a merge does to rows beside the fields of history: each step written down, so that it can be reversed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Session

from agency.errors import ConflictError
from agency.tables import Base
from resources.records.services import ServiceAtLocation

MOVED_ON = (
    "Something that came with the merged record was changed or moved since, so the merge cannot be taken back as it "
    "was. Nothing was changed; take back the later change first."
)


@dataclass
class Moves:
    """The steps of one merge, in order; rows: what changed in which column, removed: links that said nothing new."""

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

    def remove(self, link: ServiceAtLocation) -> None:
        """Take away a link to a place to which there is another."""
        values = {each.key: getattr(link, each.key) for each in link.__mapper__.column_attrs}
        values["imported_at"] = link.imported_at.isoformat() if link.imported_at else None
        self.removed.append({name: _plain(value) for name, value in values.items()})
        self.session.delete(link)

    def _note(self, row: Any, column: str, said: Mapping[str, Any]) -> None:  # noqa: ANN401
        self.rows.append({"table": row.__tablename__, "id": str(row.id), "column": column, **said})


def reverse(session: Session, moved: Mapping[str, Any]) -> None:
    """Take every step back; ConflictError, with the unit of work to be undone, where something moved on."""
    for row, step in _steps(session, moved):
        if "after" in step and getattr(row, step["column"]) != _typed(row, step["column"], step["after"]):
            raise ConflictError(MOVED_ON)
        _say(session, row, step["column"], _typed(row, step["column"], step["before"]))
    for values in moved.get("removed", ()):
        session.add(ServiceAtLocation(**{name: _link_value(name, said) for name, said in values.items()}))


def recall(session: Session, moved: Mapping[str, Any]) -> None:
    """Let the columns that were only remembered say again what they said."""
    for row, step in _steps(session, moved):
        if "after" not in step:
            setattr(row, step["column"], _typed(row, step["column"], step["before"]))


def _steps(session: Session, moved: Mapping[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    for step in reversed(moved.get("rows", [])):
        row = session.get(models[step["table"]], UUID(step["id"]))
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


def _link_value(name: str, said: Any) -> Any:  # noqa: ANN401
    return _typed(ServiceAtLocation, name, said)


def _plain(value: object) -> Any:  # noqa: ANN401
    return str(value) if isinstance(value, UUID) else value


def _typed(row: Any, column: str, said: Any) -> Any:  # noqa: ANN401
    kind = row.__mapper__.columns[column].type
    if said is None:
        return None
    if isinstance(kind, Uuid):
        return UUID(said)
    return datetime.fromisoformat(said) if column == "imported_at" else said
