"""The trail as it is read: the entries asked for, newest first, in words; nobody under supervision is named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from agency.access.permissions import Viewer
from agency.audit.audit import AuditEntry
from agency.audit.events import EVENTS
from agency.audit.retention import LegalHold
from agency.edge.forms import StrictSchema
from agency.staff.staff import Staff

PAGE = 100
OUTCOMES = {"done": "Done", "refused": "Refused"}
# How much of an id is shown: enough to see that two lines are about the same record.
SHORT = 8
WITHHELD = "withheld"
# Details that nobody can read off the page: blind marks of whom a protected place concerns.
UNREADABLE = frozenset({"whose"})


class QuestionForm(StrictSchema):
    """What is looked for; a day is one at the viewer's office."""

    since = fields.Date(error_messages={"invalid": "Enter the first day."})
    until = fields.Date(error_messages={"invalid": "Enter the last day."})
    actor = fields.UUID(error_messages={"invalid_uuid": "Choose who."})
    event = fields.String(validate=validate.OneOf(EVENTS, error="Choose what."))
    outcome = fields.String(validate=validate.OneOf(OUTCOMES, error="Choose an outcome."))
    subject = fields.UUID(error_messages={"invalid_uuid": "An id has 32 digits, 0 to 9 and a to f."})
    before = fields.Integer(validate=validate.Range(0))

    @validates_schema
    def _in_order(self, typed: dict[str, date], **_: object) -> None:
        if "since" in typed and "until" in typed and typed["until"] < typed["since"]:
            raise ValidationError("The last day lies before the first.", "until")


@dataclass(frozen=True)
class Subject:
    """Whom or what an entry is about, as this viewer may know it; hidden where they may not know of it at all."""

    told: str
    href: str = ""
    hidden: bool = False


# What higher floors know of the records that entries are about; what they do not know is left out.
Subjects = Callable[[Session, Viewer, frozenset[UUID]], Mapping[UUID, Subject]]


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    entry: AuditEntry
    actor: Staff | None
    subject: Subject | None

    @property
    def meaning(self) -> str:
        """What happened."""
        kind = EVENTS.get(self.entry.event)
        return kind.meaning if kind else self.entry.event

    @property
    def hidden(self) -> bool:
        """Whether it is about a record this viewer may not know of."""
        return self.subject is not None and self.subject.hidden

    @property
    def details(self) -> str:
        """What it says besides; nothing of a record this viewer may not know of."""
        if self.hidden:
            return ""
        given = {
            name: _short(value)
            for name, value in self.entry.details.items()
            if value is not None and name not in UNREADABLE
        }
        return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in given.items())


def asked(question: Mapping[str, object], zone: str) -> Select[AuditEntry]:
    """The entries that a checked question asks for, newest first."""
    found = select(AuditEntry).order_by(AuditEntry.sequence.desc())
    same = {"actor": AuditEntry.actor_id, "event": AuditEntry.event, "outcome": AuditEntry.outcome}
    for name, column in {**same, "subject": AuditEntry.subject_id}.items():
        if name in question:
            found = found.where(column == question[name])
    if isinstance(since := question.get("since"), date):
        found = found.where(AuditEntry.at >= _midnight(since, zone))
    if isinstance(until := question.get("until"), date):
        found = found.where(AuditEntry.at < _midnight(until + timedelta(days=1), zone))
    if isinstance(before := question.get("before"), int):
        found = found.where(AuditEntry.sequence < before)
    return found


def lines(
    session: Session, viewer: Viewer, entries: Iterable[AuditEntry], subjects: Subjects, wanted: object = None
) -> list[Line]:
    """Entries in words. wanted: the subject that was asked for, of whom nothing is shown where it is hidden."""
    found = list(entries)
    about = frozenset(entry.subject_id for entry in found if entry.subject_id)
    known = {**_known_here(session, about), **subjects(session, viewer, about)}
    staff = _staff(session, {entry.actor_id for entry in found if entry.actor_id})
    told = [Line(entry, staff.get(entry.actor_id), _subject(entry.subject_id, known)) for entry in found]
    return [line for line in told if not (wanted and line.hidden)]


def _subject(subject_id: UUID | None, known: Mapping[UUID, Subject]) -> Subject | None:
    if subject_id is None:
        return None
    return known.get(subject_id) or Subject(f"Record {str(subject_id)[:SHORT]}")


def _known_here(session: Session, ids: frozenset[UUID]) -> dict[UUID, Subject]:
    holds = session.scalars(select(LegalHold.id).where(LegalHold.id.in_(ids)))
    staff = _staff(session, ids)
    return {
        **{each: Subject("A legal hold", "/audit/holds") for each in holds},
        **{each.id: Subject(each.name) for each in staff.values()},
    }


def _staff(session: Session, ids: Iterable[UUID]) -> dict[UUID | None, Staff]:
    return {each.id: each for each in session.scalars(select(Staff).where(Staff.id.in_(set(ids))))}


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _short(value: object) -> object:
    try:
        return str(UUID(str(value)))[:SHORT]
    except ValueError:
        return str(value).replace("_", " ")
