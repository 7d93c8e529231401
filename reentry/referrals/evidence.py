"""What came of the people sent to each service, counted as it is entered; who they were is nowhere in it.

The log of a referral lies sealed under the person's key; so that a match need not open everybody's, the outcomes alone
are counted beside. A count stays when a record is erased by order: it tells of nobody.
"""

from collections.abc import Hashable, Mapping
from uuid import UUID

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.tables import Base
from matching.evidence import Evidence
from resources.records.services import Service
from resources.records.standing import moved_ids


class ServiceOutcomes(Base):
    """How many referrals to a service ended how; the names are those of reentry.referrals.states.OUTCOMES."""

    __tablename__ = "service_outcomes"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    completed: Mapped[int] = mapped_column(default=0, server_default="0")
    partly: Mapped[int] = mapped_column(default=0, server_default="0")
    left: Mapped[int] = mapped_column(default=0, server_default="0")


# A service, and one of the outcomes.
Ended = tuple[UUID, str]
COUNTED = (ServiceOutcomes.completed, ServiceOutcomes.partly, ServiceOutcomes.left)


def count(session: Session, service_id: UUID, outcome: str, number: int = 1) -> None:
    """One more referral, or so many more, have ended so."""
    row = _row(session, service_id)
    setattr(row, outcome, getattr(row, outcome) + number)


def at_least(session: Session, service_id: UUID, outcome: str, number: int) -> int:
    """See that at least so many are counted as ended so; how many were missing."""
    row = _row(session, service_id)
    missing: int = max(0, number - getattr(row, outcome))
    setattr(row, outcome, getattr(row, outcome) + missing)
    return missing


def _row(session: Session, service_id: UUID) -> ServiceOutcomes:
    # Two at once wait for each other at the service, so that neither is lost.
    session.execute(select(Service.id).where(Service.id == service_id).with_for_update())
    row = session.get(ServiceOutcomes, service_id, populate_existing=True)
    if row is None:
        row = ServiceOutcomes(service_id=service_id, completed=0, partly=0, left=0)
        session.add(row)
    return row


class PastReferrals:
    """The evidence as matching asks for it; a service found to be a duplicate counts toward the kept one."""

    def key(self, session: Session) -> Hashable:
        """How many ended how; nothing is ever taken away again."""
        return tuple(session.execute(select(*map(func.sum, COUNTED))).one())

    def by_service(self, session: Session) -> Mapping[UUID, Evidence]:
        """The outcomes of every service to which somebody was sent to the end."""
        found: dict[UUID, Evidence] = {}
        moved = moved_ids(session)
        for service, completed, partly, left in session.execute(select(ServiceOutcomes.service_id, *COUNTED)):
            kept = moved.get(service, service)
            found[kept] = found.get(kept, Evidence()) + Evidence(completed, partly, left)
        return found
