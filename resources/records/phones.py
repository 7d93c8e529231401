"""Telephone numbers, with their kind: a quarter of the numbers in a real directory are fax (HSDS phone)."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified
from resources.records.sources import Sourced


class Phone(Identified, Sourced, Base):
    """One number of an organization, a location or a service; number as people dial it, type as HSDS names it."""

    __tablename__ = "phone"

    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"), index=True)
    number: Mapped[str]
    extension: Mapped[str] = mapped_column(default="")
    # voice, fax, text, hotline, tty, cell, pager.
    type: Mapped[str] = mapped_column(default="voice")
    description: Mapped[str] = mapped_column(default="")
