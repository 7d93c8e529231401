"""Emergency access: reading a record out of one's bounds for a while, with a reason, in the supervisor's sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from agency.access.case_access import EMERGENCY, CaseAccess
from agency.access.permissions import Viewer, allowed, reachable
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.errors import UNSEEN, DeniedError, NotFoundError
from agency.keys.vault import Vault
from agency.staff.staff import Staff
from reentry.people import people
from reentry.people.clerk import Clerk
from reentry.people.people import Person


@dataclass(frozen=True)
class Use:
    """One emergency access, and whose record it opened."""

    access: CaseAccess
    person: Person


def ask(
    session: Session, viewer: Viewer, number: str, reason: str, until: datetime, clerk: Clerk
) -> Person | None:
    """Open the record of this number for reading until then; None where there is none, or it is restricted.

    The two are told apart by neither the answer nor its way; each attempt is written down. What the viewer may read
    anyway is given back as it is.
    """
    person = people.by_number(session, number)
    if person is not None and allowed(viewer, "person.read", person):
        return person
    opened = person is not None and not person.restricted
    audit.record(
        session, "access.emergency", viewer.id, person.id if person else None, "done" if opened else "refused"
    )
    if person is None or not opened:
        return None
    row = CaseAccess(
        record_id=person.id,
        staff_id=viewer.id,
        kind=EMERGENCY,
        given_by_id=viewer.id,
        given_at=clerk.now,
        until=until,
    )
    row.reason = reason
    session.add(row)
    session.flush()
    return person


def live(session: Session, viewer: Viewer, person: Person, now: datetime) -> CaseAccess | None:
    """The emergency access by which this viewer reads this record now; None where it is open to them anyway."""
    if person.id not in viewer.emergency:
        return None
    mine = (CaseAccess.record_id == person.id, CaseAccess.staff_id == viewer.id, CaseAccess.kind == EMERGENCY)
    return session.scalar(select(CaseAccess).where(*mine, CaseAccess.until > now).limit(1))


def uses(session: Session, viewer: Viewer) -> list[Use]:
    """Every emergency access to people this supervisor answers for: those nobody has looked at first, newest first."""
    reach = reachable(viewer, "emergency.review", Person)
    rows = (
        select(CaseAccess, Person)
        .join(Person, Person.id == CaseAccess.record_id)
        .where(CaseAccess.kind == EMERGENCY, reach)
        .options(joinedload(CaseAccess.staff).joinedload(Staff.office), joinedload(CaseAccess.reviewed_by))
    )
    newest = rows.order_by(CaseAccess.reviewed_at.is_not(None), CaseAccess.given_at.desc())
    found = [Use(access, person) for access, person in session.execute(newest)]
    vault: Vault = session.info["vault"]
    vault.preload(session, [use.person.id for use in found])
    return found


def review(session: Session, viewer: Viewer, use_id: UUID, clerk: Clerk) -> None:
    """Write down that a supervisor looked at an emergency access."""
    use = session.get(CaseAccess, use_id)
    person = session.get(Person, use.record_id) if use and use.kind == EMERGENCY else None
    if use is None or person is None:
        raise NotFoundError(UNSEEN)
    if not allowed(viewer, "emergency.review", person):
        raise DeniedError("emergency.review", person.id)
    use.reviewed_at, use.reviewed_by_id = clerk.now, viewer.id
    audit.record(session, "access.reviewed", viewer.id, person.id, staff_id=str(use.staff_id))


def refused(session: Session, viewer: Viewer, since: datetime) -> Sequence[tuple[str, int]]:
    """Who of the supervisor's own office asked in vain since then, and how often; most often first."""
    tries = func.count()
    rows = (
        select(Staff.name, tries)
        .join(AuditEntry, AuditEntry.actor_id == Staff.id)
        .where(
            AuditEntry.event == "access.emergency",
            AuditEntry.outcome == "refused",
            AuditEntry.at >= since,
            Staff.office_id == viewer.office_id,
        )
    )
    grouped = rows.group_by(Staff.id, Staff.name).order_by(tries.desc(), Staff.name)
    return [(name, count) for name, count in session.execute(grouped)]
