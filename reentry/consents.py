"""Consents: what a person allows to be told, to whom, for what, and until when (42 CFR 2.31)."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.tables import Base
from agency.vault import SealedField
from reentry.records import PersonRecord
from resources.organizations import Organization

if TYPE_CHECKING:
    from reentry.people import Person


class Consent(PersonRecord, Base):
    """One signed consent; live from the day it was signed until it expires or is revoked."""

    __tablename__ = "consent"

    # The organization that may be told; empty for a recipient outside the directory, such as a board or a court.
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    signed_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # Who may be told where it is no organization of the directory: board, court.
    body = SealedField[str]("")
    # What may be told: slugs of reentry.disclosure.SCOPES.
    scope = SealedField[list[str]]([])
    purpose = SealedField[str]("")
    # Releases run both ways: whether the recipient may answer.
    answer_allowed = SealedField[bool](False)

    organization: Mapped[Organization | None] = relationship()
    person: Mapped["Person"] = relationship()

    def is_live(self, on: date) -> bool:
        """Whether it may be relied on that day; the day it expires on is its last."""
        return self.signed_on <= on <= self.expires_on and (self.revoked_on is None or on < self.revoked_on)
