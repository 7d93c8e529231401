"""Organizations: who provides the services (HSDS organization)."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.tables import Base, Identified
from resources.records.locations import Location
from resources.records.phones import Phone
from resources.records.revisions import Revised
from resources.records.services import Service
from resources.records.sources import Sourced


class Organization(Identified, Sourced, Revised, Base):
    """A provider: the party a letter is addressed to."""

    __tablename__ = "organization"

    name: Mapped[str] = mapped_column(index=True)
    alternate_name: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    # The organization this one was found to be the same as; it stands for that one from then on and is listed nowhere.
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    # Serves both survivors and people who did harm: the two must be kept apart by hand.
    serves_survivors_and_offenders: Mapped[bool] = mapped_column(default=False)

    services: Mapped[list[Service]] = relationship(
        back_populates="organization", cascade="all, delete-orphan", order_by=Service.name
    )
    locations: Mapped[list[Location]] = relationship(
        back_populates="organization", cascade="all, delete-orphan", order_by=Location.name
    )
    phones: Mapped[list[Phone]] = relationship(
        cascade="all, delete-orphan", foreign_keys=Phone.organization_id
    )
