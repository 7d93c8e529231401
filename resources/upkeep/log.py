"""The call log: one entry feeds the record's room, its verification, its next try and the batches it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.staff.staff import Staff
from resources.records.capacity import Capacity
from resources.records.services import Service
from resources.upkeep import assurance, batches, room
from resources.upkeep.calls import Call
from resources.upkeep.room import Room

REACHED = "reached"
NOT_SAID = Room()


@dataclass(frozen=True)
class Caller:
    """Who called, and when; today is the day at the caller's office."""

    staff_id: UUID | None
    email: str
    at: datetime
    today: date


@dataclass(frozen=True)
class Entry:
    """What a caller writes down; parts and room count only where somebody was reached and is named."""

    outcome: str
    spoke_with: str = ""
    said: str = ""
    next_try: date | None = None
    confirmed: tuple[str, ...] = ()
    room: Room = NOT_SAID


@dataclass(frozen=True)
class Logged:
    """A call of the log, with its caller's name and what it said of room."""

    call: Call
    by: str
    room: Capacity | None


def enter(session: Session, service: Service, entry: Entry, caller: Caller) -> Call:
    """Write a call down and let everything that rests on it know."""
    reached = entry.outcome == REACHED and bool(entry.spoke_with)
    call = Call(
        service_id=service.id,
        staff_id=caller.staff_id,
        at=caller.at,
        outcome=entry.outcome,
        spoke_with=entry.spoke_with,
        said=entry.said,
        next_try=entry.next_try,
        confirmed=list(entry.confirmed) if reached else [],
    )
    if reached and entry.room.said:
        told = room.say(session, service, entry.room, entry.spoke_with, caller.at, caller.today)
        call.capacity_id = told.id
    session.add(call)
    session.flush()
    if call.confirmed:
        assurance.confirm(session, service, call, caller.email, caller.today)
    batches.done(session, call)
    audit.record(session, "directory.called", caller.staff_id, service.id, result=entry.outcome)
    return call


def made_since(session: Session, moment: datetime) -> int:
    """How many calls were made since a moment, by whomever."""
    return session.scalar(select(func.count()).select_from(Call).where(Call.at >= moment)) or 0


def calls_of(session: Session, service_id: UUID, limit: int = 50) -> Sequence[Logged]:
    """The calls about a service, newest first."""
    rows = (
        select(Call, Staff.name, Capacity)
        .outerjoin(Staff, Staff.id == Call.staff_id)
        .outerjoin(Capacity, Capacity.id == Call.capacity_id)
        .where(Call.service_id == service_id)
        .order_by(Call.at.desc(), Call.id)
        .limit(limit)
    )
    return [Logged(call, name or "", told) for call, name, told in session.execute(rows)]
