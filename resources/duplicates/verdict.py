"""Pairs of providers that were told apart for good."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.audit import audit
from agency.errors import ConflictError
from agency.tables import Base, Identified
from resources.changes.editing import Author
from resources.duplicates.comparing import Label

Pairing = frozenset[tuple[UUID, UUID | None]]


class Sided(Protocol):
    """An organization at one of its places."""

    @property
    def organization_id(self) -> UUID:
        """The organization."""

    @property
    def location_id(self) -> UUID | None:
        """The place, where it has one."""


class Verdict(Identified, Base):
    """What a coordinator said of a pair of providers that look alike; such a pair is not asked about again."""

    __tablename__ = "duplicate_verdict"

    a_organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    a_location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    b_organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    b_location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    # A label of resources.duplicates.comparing.
    label: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime]


def pair_of(a: Sided, b: Sided) -> Pairing:
    """Two providers, whichever is named first."""
    return frozenset(((a.organization_id, a.location_id), (b.organization_id, b.location_id)))


def decided(session: Session) -> set[Pairing]:
    """Every pair that was told apart."""
    return {
        frozenset(((row.a_organization_id, row.a_location_id), (row.b_organization_id, row.b_location_id)))
        for row in session.scalars(select(Verdict))
    }


def ask_again(session: Session, verdict: Verdict, author: Author) -> None:
    """Forget what was said of a pair, so that it is asked about again."""
    session.delete(verdict)
    audit.record(
        session, "directory.told_apart", author.staff_id, verdict.a_organization_id, label="asked again"
    )


def told_since(session: Session, moment: datetime) -> int:
    """How many pairs were told apart since a moment."""
    told = select(func.count()).select_from(Verdict).where(Verdict.decided_at >= moment)
    return session.scalar(told) or 0


def tell_apart(session: Session, a: Sided, b: Sided, label: Label, author: Author) -> Verdict:
    """Write down what two providers are to each other; ConflictError where somebody did so before."""
    if pair_of(a, b) in decided(session):
        raise ConflictError("Somebody decided on this pair meanwhile. Their decision stays.")
    verdict = Verdict(
        a_organization_id=a.organization_id,
        a_location_id=a.location_id,
        b_organization_id=b.organization_id,
        b_location_id=b.location_id,
        label=label.value,
        decided_by=author.staff_id,
        decided_at=author.at,
    )
    session.add(verdict)
    session.flush()
    audit.record(session, "directory.told_apart", author.staff_id, a.organization_id, label=label.value)
    return verdict
