"""A typed form becomes a change: in force at once, or waiting; what somebody else changed meanwhile stands."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author, OverlapError
from resources.changes.fields import Record, subject_of, value_of
from resources.changes.meeting import met
from resources.changes.shown import shown, withheld
from resources.changes.typed import Typed, value, written


@dataclass(frozen=True)
class Opened:
    """A record's form as it was opened: its revision and what stood in it."""

    revision: int
    typed: Typed


@dataclass(frozen=True)
class Saved:
    """What came of a form: its change, and the fields that somebody else had changed meanwhile, which stand."""

    change: Change
    theirs: tuple[str, ...]


def opened(record: Record) -> Opened:
    """A record's form as it would be opened now."""
    return Opened(record.revision, written(subject_of(record), shown(record)))


def save(
    session: Session,
    record: Record,
    as_opened: Opened,
    typed: Typed,
    author: Author,
    *,
    note: str = "",
    decides: bool,
) -> Saved:
    """Write what was typed; decides: in force at once, else it waits.

    OverlapError (as opened, as it stands, as typed, each as it stands in the form) where somebody else changed the
    same fields to something else; InvalidError, by field, where something typed is no value of its field.
    """
    now = opened(record)
    unseen = withheld(record) if record.revision != as_opened.revision else frozenset()
    meeting = met(as_opened.typed, now.typed, typed, unseen)
    if meeting.both:
        raise OverlapError(
            {
                name: {"before": as_opened.typed.get(name), "now": now.typed[name], "after": typed[name]}
                for name in meeting.both
            }
        )
    after = {name: _value(record, name, now.typed[name], typed[name]) for name in meeting.mine}
    change = (editing.edit if decides else editing.propose)(session, record, after, author, note=note)
    return Saved(change, meeting.theirs)


def _value(record: Record, name: str, now: Any, said: Any) -> Any:  # noqa: ANN401
    """What was typed, as a value; rows nobody touched keep what the form does not show of them."""
    read = value(subject_of(record), name, said)
    if not isinstance(now, list) or name in withheld(record):
        return read
    rows = list(zip(now, value_of(record, name), strict=True))
    return [
        next((kept for shown_row, kept in rows if shown_row == typed_row), row)
        for typed_row, row in zip(said, read, strict=True)
    ]
