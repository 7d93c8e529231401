"""Who is not to be placed with whom: co-defendants, rivals, people whom an order keeps apart; never a victim.

Victims' separations are victim services' alone (reentry.victims, reentry.access.apart) and take no part in this. Each
record has a line of its own, sealed under its own key; one line tells of the other record by its id and nothing else.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from agency.audit import audit
from agency.errors import ConflictError, NotFoundError
from agency.keys.vault import SealedField, Vault
from agency.staff.staff import Staff
from agency.tables import Base
from reentry.people.clerk import Clerk
from reentry.people.people import Person, hold
from reentry.people.records import PersonRecord

KINDS = {
    "co_defendant": "Co-defendant",
    "rivals": "Gang or rival group",
    "order": "Order of the court or board",
}
RESTRICTED = "This record is restricted: nobody else's matches may tell of it. Nothing was changed."

# So many people are asked about by their ids.
TOGETHER = 500
OVER = "There is no such line on this record, or it was ended already."


class CoPlacement(PersonRecord, Base):
    """One line on one record; ended rather than deleted."""

    __tablename__ = "co_placement"

    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # The record of the other person, by its id.
    other = SealedField[str]("")
    # One of KINDS.
    kind = SealedField[str]("")
    # Which order, or whose word it is.
    source = SealedField[str]("")
    # Why it was ended.
    reason = SealedField[str]("")
    # Where the other was placed when the other's record was restricted: what comes later must not be told by a match.
    # As a snapshot writes places to keep clear of; None while that record is open as usual.
    remembered = SealedField[list[dict[str, Any]] | None](None)

    entered_by: Mapped[Staff | None] = relationship(foreign_keys=entered_by_id)
    ended_by: Mapped[Staff | None] = relationship(foreign_keys=ended_by_id)

    @property
    def other_id(self) -> UUID:
        """Whose record it is about besides this one."""
        return UUID(self.other)


def of_people(
    session: Session, person_ids: Collection[UUID], *, ended: bool = False
) -> Sequence[CoPlacement]:
    """The lines on these records that are in force, or every one, oldest first."""
    ids = set(person_ids)
    rows = select(CoPlacement).order_by(CoPlacement.entered_at, CoPlacement.id)
    # Few people have a line; of a whole caseload it is asked who has, for no database takes so long a list.
    if len(ids) <= TOGETHER:
        rows = rows.where(CoPlacement.person_id.in_(ids))
    if not ended:
        rows = rows.where(CoPlacement.ended_at.is_(None))
    whole = (joinedload(CoPlacement.entered_by), joinedload(CoPlacement.ended_by))
    found = [each for each in session.scalars(rows.options(*whole)) if each.person_id in ids]
    vault: Vault = session.info["vault"]
    vault.preload(session, {each.person_id for each in found})
    return found


def enter(session: Session, people: tuple[Person, Person], kind: str, source: str, clerk: Clerk) -> None:
    """Write on both records that the two are not to be placed together.

    ConflictError where that stands there already, or where a record is restricted.
    """
    _hold(session, people)
    if any(person.restricted for person in people):
        raise ConflictError(RESTRICTED)
    one, other = people
    if any(each.kind == kind and each.other_id == other.id for each in of_people(session, [one.id])):
        raise ConflictError("This is on record already. Nothing was changed.")
    for person, about in (people, (other, one)):
        line = CoPlacement(person_id=person.id, entered_at=clerk.now, entered_by_id=clerk.staff_id)
        line.other, line.kind, line.source = str(about.id), kind, source
        session.add(line)
        session.flush()
        audit.record(session, "co_placement.entered", clerk.staff_id, person.id)


def get(session: Session, person: Person, line_id: UUID) -> CoPlacement:
    """A line of this record that is in force; NotFoundError where there is none."""
    line = next((each for each in of_people(session, [person.id]) if each.id == line_id), None)
    if line is None:
        raise NotFoundError(OVER)
    return line


def end(session: Session, person: Person, line_id: UUID, reason: str, clerk: Clerk) -> None:
    """End a line of this record, and the one that answers it on the other; NotFoundError where there is none."""
    line = get(session, person, line_id)
    other = session.get(Person, line.other_id)
    _hold(session, [person, *([other] if other else ())])
    session.refresh(line)
    if line.ended_at is not None:
        raise NotFoundError(OVER)
    answering = [
        each
        for each in of_people(session, [line.other_id])
        if (each.other_id, each.kind) == (person.id, line.kind)
    ]
    for each in (line, *answering):
        each.ended_at, each.ended_by_id, each.reason = clerk.now, clerk.staff_id, reason
        session.flush()
        audit.record(session, "co_placement.ended", clerk.staff_id, each.person_id)


def _hold(session: Session, people: Collection[Person]) -> None:
    """Wait for whoever else decides on these people at this moment, and see what they did."""
    hold(session, [person.id for person in people])
    for person in people:
        session.refresh(person, ["restricted"])
