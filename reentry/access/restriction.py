"""A record restricted to the staff named for it: staff relatives, protected witnesses, people who are kept apart."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from agency.access.case_access import NAMED, CaseAccess
from agency.audit import audit
from agency.keys import erasures
from agency.staff.staff import Staff
from reentry.co_placement import keeping
from reentry.people.clerk import Clerk
from reentry.people.people import Person


def begin(
    session: Session, person: Person, clerk: Clerk, staff_ids: Iterable[UUID | None], reason: str
) -> None:
    """Restrict a record to these members of the staff, or let them in besides those already named."""
    if not person.restricted:
        keeping.remember(session, person)
        person.restricted = True
        audit.record(session, "access.restricted", clerk.staff_id, person.id)
    there = {row.staff_id for row in named(session, person.id)}
    for staff_id in dict.fromkeys(staff_ids):
        if staff_id is not None and staff_id not in there:
            name(session, person, staff_id, clerk, reason)
    session.flush()


def end(session: Session, person: Person, clerk: Clerk) -> None:
    """Open a record as usual again; nobody is named for it any more."""
    if erasures.of_record(session, person.id) is not None:
        # Shut away by order: only another order opens it.
        return
    person.restricted = False
    session.execute(
        delete(CaseAccess).where(CaseAccess.record_id == person.id, CaseAccess.kind == NAMED),
        execution_options={"synchronize_session": "fetch"},
    )
    audit.record(session, "access.lifted", clerk.staff_id, person.id)
    keeping.forget(session, person)


def name(session: Session, person: Person, staff_id: UUID, clerk: Clerk, reason: str = "") -> None:
    """Let a member of the staff into a restricted record, as far as their role goes."""
    row = CaseAccess(
        record_id=person.id,
        staff_id=staff_id,
        kind=NAMED,
        given_by_id=clerk.staff_id,
        given_at=clerk.now,
    )
    row.reason = reason
    session.add(row)
    session.flush()
    audit.record(session, "access.named", clerk.staff_id, person.id, staff_id=str(staff_id))


def unname(session: Session, row: CaseAccess, clerk: Clerk) -> None:
    """Let a member of the staff into a restricted record no longer."""
    session.delete(row)
    session.flush()
    audit.record(session, "access.unnamed", clerk.staff_id, row.record_id, staff_id=str(row.staff_id))


def named(session: Session, person_id: UUID) -> Sequence[CaseAccess]:
    """Who is named for a record, by name."""
    rows = select(CaseAccess).join(CaseAccess.staff).options(joinedload(CaseAccess.staff))
    wanted = rows.where(CaseAccess.record_id == person_id, CaseAccess.kind == NAMED)
    return session.scalars(wanted.order_by(Staff.name, Staff.email)).all()


def may_hold(session: Session, person: Person, staff_id: UUID) -> bool:
    """Whether the case may be transferred to this member of the staff: a restricted one, to whoever is named for it."""
    return not person.restricted or staff_id in {row.staff_id for row in named(session, person.id)}
