"""Disclosures: every letter and every copy that left the office, with what it told and on which consent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.keys.vault import SealedField
from agency.tables import Base
from reentry.people.records import PersonRecord


class Disclosure(PersonRecord, Base):
    """One copy of one document, made for one recipient."""

    __tablename__ = "disclosure"

    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"))
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"))

    recipient = SealedField[str]("")
    # pdf, docx or html.
    format = SealedField[str]("")
    # What was told: facts and lines by their names.
    told = SealedField[list[str]]([])
    # Every consent it rests on, where there are several; consent_id is the first.
    consents = SealedField[list[str]]([])
