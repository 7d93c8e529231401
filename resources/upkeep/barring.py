"""Do not refer, decided and ended by hand: a reason, an author, an end, and each step in the trail."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError, InvalidError, NotFoundError
from resources.records.do_not_refer import DoNotRefer
from resources.records.services import Service

USUAL_DAYS, LONGEST_DAYS = 90, 365
OVER = "This day is over."
TOO_FAR = "Choose a day within a year; when it is over, it can be decided again."


def usual_end(today: date) -> date:
    """The last day that a decision of today holds unless somebody chooses another."""
    return today + timedelta(days=USUAL_DAYS)


def bar(
    session: Session, service: Service, reason: str, until: date, staff_id: UUID, today: date
) -> DoNotRefer:
    """Refer nobody to a service from today through a day: no decision goes on because nobody thinks of it any more.

    InvalidError where that day is over or more than a year ahead; ConflictError while an earlier decision holds or
    is to come.
    """
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise InvalidError(
            "Please correct the marked fields.", {"until": [OVER if until < today else TOO_FAR]}
        )
    if any(each.until is None or each.until >= today for each in service.do_not_refer):
        raise ConflictError("It was decided already to refer nobody here. End that first, or let it stand.")
    decided = DoNotRefer(reason=reason, author_id=staff_id, since=today, until=until)
    service.do_not_refer.insert(0, decided)
    audit.record(session, "do_not_refer.set", staff_id, service.id, until=until.isoformat())
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
