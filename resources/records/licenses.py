"""Licenses and certificates, which lapse: Maryland certifies recovery residences for a year (HG §19-2502)."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class License(Identified, Base):
    """A license or certificate of a service, with the last day it is good for."""

    __tablename__ = "license"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    name: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    expires_on: Mapped[date | None]
