"""Do not refer, decided and ended by hand: a reason, an author, an end, and each step in the trail."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError, NotFoundError
from resources.records.do_not_refer import DoNotRefer
from resources.records.services import Service


def bar(
    session: Session, service: Service, reason: str, until: date | None, staff_id: UUID, today: date
) -> DoNotRefer:
    """Refer nobody to a service from today on; ConflictError while an earlier decision holds or is to come."""
    if any(each.until is None or each.until >= today for each in service.do_not_refer):
        raise ConflictError("It was decided already to refer nobody here. End that first, or let it stand.")
    decided = DoNotRefer(reason=reason, author_id=staff_id, since=today, until=until)
    service.do_not_refer.insert(0, decided)
    audit.record(
        session, "do_not_refer.set", staff_id, service.id, until=until.isoformat() if until else "ended"
    )
    return decided


def end(session: Session, service: Service, decision_id: UUID, staff_id: UUID, today: date) -> None:
    """Let people be referred there again from today on; the decision stays in the record's past."""
    decided = next((each for each in service.do_not_refer if each.id == decision_id), None)
    if decided is None:
        raise NotFoundError("There is no such decision about this service.")
    if decided.until is not None and decided.until < today:
        raise ConflictError("This was over already; nothing was changed.")
    decided.end(today, staff_id)
    audit.record(session, "do_not_refer.ended", staff_id, service.id)
