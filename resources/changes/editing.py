"""How a record changes: a proposal with before and after, approved or rejected, and taken back by another change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError, InvalidError, NotFoundError
from resources.changes.change import ASKED, Change
from resources.changes.fields import MODELS, Record, moves, origins_of, put, subject_of, value_of
from resources.changes.schemas import checked
from resources.changes.taken_back import taken_back
from resources.records.locations import Location
from resources.secrecy import secret_places

NO_CHANGE = "Nothing would change: the record says this already."
NO_POINT = "A confidential place has no point on the map."
SHELTER = "A service for survivors is given here: the place stays confidential."
ASKS = "Its record asks that the address be told to nobody. To show it all the same, edit the place."
DECIDED = "This was decided already; reload the page to see how."


@dataclass(frozen=True)
class Author:
    """Who proposes or decides, and when (UTC); name and link where it is a provider."""

    staff_id: UUID | None
    at: datetime
    name: str = ""
    link_id: UUID | None = None


# What else follows when fields of a record say something new, by rooms that build on this one.
FOLLOWERS: list[Callable[[Session, Record, Mapping[str, Any], datetime], None]] = []


# How changes of an origin are taken back where more came of them than what the record says, by rooms that build on this
# one: at how many records it was done; none where only the record is to say again what it said.
WAYS_BACK: dict[str, Callable[[Session, Change, Author, str], int]] = {}


class OverlapError(ConflictError):
    """Some fields say something else by now than when the change was proposed; nothing was changed.

    fields: {field: {"before": as proposed, "now": as it stands, "after": as it should become}}.
    """

    title = "Somebody changed this meanwhile"

    def __init__(self, fields: Mapping[str, Mapping[str, Any]]) -> None:
        names = ", ".join(name.replace("_", " ") for name in fields)
        super().__init__(f"These fields were changed meanwhile: {names}. Nothing was overwritten.")
        self.fields = fields


def propose(
    session: Session,
    record: Record,
    after: Mapping[str, Any],
    author: Author,
    *,
    origin: str = "staff",
    note: str = "",
    before: Mapping[str, Any] | None = None,
) -> Change:
    """A change that waits for a decision, of the fields that would say something else; InvalidError if none would.

    before: what the author saw in the fields; left out, what they say now.
    """
    subject = subject_of(record)
    wanted = _with_point(record, checked(subject, dict(after)))
    if wanted.get("confidential") is False and secret_places.shelters_survivors(session, record.id):
        raise InvalidError(SHELTER, {"confidential": [SHELTER]})
    seen = {field: value_of(record, field) for field in wanted} | dict(before or {})
    fields = {
        field: {"before": seen[field], "after": value}
        for field, value in wanted.items()
        if value != seen[field]
    }
    if not fields:
        raise InvalidError(NO_CHANGE)
    change = Change(
        subject=subject,
        subject_id=record.id,
        fields=fields,
        origin=origin,
        proposed_by=author.staff_id,
        proposer=author.name,
        proposed_at=author.at,
        link_id=author.link_id,
        note=note,
        state="open",
    )
    session.add(change)
    audit.record(
        session, "directory.proposed", author.staff_id, record.id, origin=origin, fields=_named(fields)
    )
    return change


def approve(session: Session, change: Change, decider: Author, note: str = "") -> Record:
    """Put a proposal in force; OverlapError, and nothing changed, where a field moved on since it was proposed."""
    record = _held(session, change)
    now = {field: value_of(record, field) for field in change.fields}
    moved_on = {
        field: {**said, "now": now[field]}
        for field, said in change.fields.items()
        if now[field] not in (said["before"], said["after"])
    }
    if moved_on:
        raise OverlapError(moved_on)
    came = {field: origins_of(record, field, said["after"]) for field, said in change.fields.items()}
    undone = session.get(Change, change.undoes) if change.undoes else None
    for field, said in _in_order(change.fields):
        put(record, field, said["after"], undone.fields.get(field, {}).get("origins", ()) if undone else ())
    change.fields = {field: said | _noted(came[field]) for field, said in change.fields.items()}
    record.revision += 1
    _decide(change, "in_force", decider, note)
    audit.record(session, "directory.edited", decider.staff_id, record.id, fields=_named(change.fields))
    session.flush()
    for follow in FOLLOWERS:
        follow(session, record, change.fields, decider.at)
    return record


def edit(
    session: Session,
    record: Record,
    after: Mapping[str, Any],
    author: Author,
    *,
    origin: str = "staff",
    note: str = "",
    before: Mapping[str, Any] | None = None,
) -> Change:
    """A change in force at once, by somebody who may decide on changes."""
    change = propose(session, record, after, author, origin=origin, note=note, before=before)
    session.flush()
    approve(session, change, author)
    return change


def reject(session: Session, change: Change, decider: Author, note: str = "") -> None:
    """Leave the record as it is; the proposal stays in its history."""
    _refuse(session, change, "rejected", decider, note)


def withdraw(session: Session, change: Change, author: Author, note: str = "") -> None:
    """Take one's own proposal back."""
    _refuse(session, change, "withdrawn", author, note)


def reconsider(session: Session, change: Change, author: Author) -> Change:
    """Let a decided proposal wait again, as another one in its old place; ConflictError where that was done already.

    What it put in force is taken back first: OverlapError, and nothing changed, where the record moved on since.
    """
    asked_again = select(Change.id).where(Change.undoes == change.id).limit(1)
    if change.state not in ("in_force", "rejected") or session.scalar(asked_again):
        raise ConflictError("Only a proposal that was decided can be taken up again, and only once.")
    if change.state == "in_force":
        take_back(session, change, author)
    kept = (
        "subject",
        "subject_id",
        "fields",
        "origin",
        "proposed_by",
        "proposer",
        "proposed_at",
        "note",
        "link_id",
    )
    again = Change(**{name: getattr(change, name) for name in kept}, state="open", undoes=change.id)
    session.add(again)
    audit.record(session, "directory.decided", author.staff_id, change.subject_id, decision="open")
    return again


def decided_since(session: Session, moment: datetime) -> int:
    """How many proposals that had to wait were approved or rejected since a moment, but for those taken up again."""
    again = select(Change.undoes).where(Change.undoes.is_not(None))
    decided = (
        select(func.count())
        .select_from(Change)
        .where(Change.state.in_(("in_force", "rejected")), Change.decided_at >= moment)
        .where(Change.decided_at > Change.proposed_at, Change.origin != "reading", Change.id.not_in(again))
    )
    return session.scalar(decided) or 0


def rebase(session: Session, change: Change) -> None:
    """Let an open proposal replace what stands now instead of what stood when it was made."""
    record = _held(session, change)
    change.fields = {
        field: {**said, "before": value_of(record, field)} for field, said in change.fields.items()
    }


def take_back(session: Session, change: Change, author: Author, note: str = "") -> int:
    """Undo a change and whatever it came of; at how many records, and OverlapError where they were changed since."""
    _require_standing(session, change)
    way = WAYS_BACK.get(change.origin)
    touched = way(session, change, author, note) if way else 0
    if not touched:
        undo(session, change, author, note)
    return touched or 1


def undo(session: Session, change: Change, author: Author, note: str = "") -> Change:
    """Let the fields of a change say again what they said before it; OverlapError where they were changed since.

    They are again whose they were: the next import of a record's source may write what came from it.
    """
    _require_standing(session, change)
    record = record_of(session, change)
    back = {field: said["before"] for field, said in change.fields.items()}
    seen = {field: said["after"] for field, said in change.fields.items()}
    opens = back.get("confidential") is False and change.origin != ASKED
    if opens and isinstance(record, Location) and secret_places.asked(session, record):
        raise InvalidError(ASKS, {"confidential": [ASKS]})
    undone = propose(session, record, back, author, origin="undo", note=note, before=seen)
    undone.undoes = change.id
    session.flush()
    approve(session, undone, author)
    give_back(record, change)
    return undone


def give_back(record: Record, change: Change) -> None:
    """What a change kept out of a file since, or let be forgotten, goes in when the file comes again."""
    imported_since = record.imported_at and change.decided_at and record.imported_at >= change.decided_at
    if imported_since or "confidential" in change.fields:
        record.fingerprint = None


def history(session: Session, record_id: UUID, field: str = "") -> Sequence[Change]:
    """Every change of a record, or of one field of it, newest first."""
    found = session.scalars(
        select(Change)
        .where(Change.subject_id == record_id)
        .order_by(Change.proposed_at.desc(), Change.id.desc())
    ).all()
    return [change for change in found if not field or field in change.fields]


def pending(session: Session, record_id: UUID | None = None) -> Sequence[Change]:
    """The proposals that wait for a decision, oldest first; of one record, or of all."""
    waiting = select(Change).where(Change.state == "open").order_by(Change.proposed_at, Change.id)
    if record_id is not None:
        waiting = waiting.where(Change.subject_id == record_id)
    return session.scalars(waiting).all()


def record_of(session: Session, change: Change) -> Record:
    """The record that a change is about."""
    return _one(session, change, lock=False)


def _require_standing(session: Session, change: Change) -> None:
    """A change is taken back once; where that was taken back itself, it stands again."""
    if change.state != "in_force":
        raise ConflictError("Only a change that is in force can be taken back.")
    if change.id in taken_back(history(session, change.subject_id)):
        raise ConflictError("This change was taken back already.")


def _held(session: Session, change: Change) -> Record:
    """The record of an open change; others who decide at the same moment wait."""
    if change.state != "open":
        raise ConflictError(DECIDED)
    return _one(session, change, lock=True)


def _one(session: Session, change: Change, *, lock: bool) -> Record:
    model: type[Any] = MODELS[change.subject]
    found: Record | None = session.get(model, change.subject_id, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("The record is no longer there.")
    return found


def _with_point(record: Record, wanted: dict[str, Any]) -> dict[str, Any]:
    """A new address says of the old point, where somebody told it, that it holds no longer; so undo brings it back."""
    if not isinstance(record, Location):
        return wanted
    if wanted.get("point") and wanted.get("confidential", record.confidential):
        raise InvalidError(NO_POINT, {"point": [NO_POINT]})
    told = "addresses" in wanted and "point" not in wanted and value_of(record, "point")
    if told and moves(value_of(record, "addresses"), wanted["addresses"]):
        return wanted | {"point": None}
    return wanted


def _in_order(fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A new address forgets the old point, so a new point is put in after it."""
    return sorted(fields.items(), key=lambda each: each[0] == "point")


def _noted(origins: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"origins": origins} if origins else {}


def _refuse(session: Session, change: Change, state: str, decider: Author, note: str) -> None:
    if change.state != "open":
        raise ConflictError(DECIDED)
    _decide(change, state, decider, note)
    audit.record(session, "directory.decided", decider.staff_id, change.subject_id, decision=state)


def _decide(change: Change, state: str, decider: Author, note: str) -> None:
    change.state, change.decided_by, change.decided_at = state, decider.staff_id, decider.at
    change.decision_note = note


def _named(fields: Mapping[str, Any]) -> str:
    return ", ".join(sorted(fields))
