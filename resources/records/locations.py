"""Locations and their addresses: where a provider is, how surely, and whether that may be told (HSDS location)."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.tables import Base, Identified
from resources.records.phones import Phone
from resources.records.revisions import Revised
from resources.records.sources import Sourced

if TYPE_CHECKING:
    from resources.records.organizations import Organization

# Who said where a point is (position_source): a file, or a person who put it on the map.
IMPORTED, CONFIRMED = "imported", "confirmed"
# All who say so, the outside geocoders too; any other point was reckoned here from the address.
SAID = (IMPORTED, CONFIRMED, "census", "nominatim")


class Address(Identified, Sourced, Base):
    """A postal address of a location (HSDS address); region is the county."""

    __tablename__ = "address"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    address_1: Mapped[str] = mapped_column(default="")
    address_2: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    state_province: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="US")

    @property
    def line(self) -> str:
        """The address on one line, as it would be read aloud."""
        street = " ".join(part for part in (self.address_1, self.address_2) if part)
        state = " ".join(part for part in (self.state_province, self.postal_code) if part)
        return ", ".join(part for part in (street, self.city, state) if part)


class Location(Identified, Sourced, Revised, Base):
    """A place (or, for statewide and telephone services, the absence of one) where services are given.

    latitude, longitude: degrees, WGS84; both empty where nothing is known. precision_m: the radius in meters within
    which the true point lies; position_source: who says so.
    """

    __tablename__ = "location"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    # HSDS: physical, postal or virtual.
    location_type: Mapped[str] = mapped_column(default="physical")
    name: Mapped[str] = mapped_column(default="")
    alternate_name: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    transportation: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    precision: Mapped[str] = mapped_column(default="")
    precision_m: Mapped[float | None]
    position_source: Mapped[str] = mapped_column(default="")
    # The location this one was found to be the same as; it is listed nowhere from then on.
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    # Never geocoded, mapped, printed or exported; found by county only.
    confidential: Mapped[bool] = mapped_column(default=False)

    organization: Mapped["Organization"] = relationship(back_populates="locations")
    addresses: Mapped[list[Address]] = relationship(cascade="all, delete-orphan", order_by=Address.address_1)
    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", foreign_keys=Phone.location_id)

    def forget_point(self) -> None:
        """Stand on no map: an old point does not belong to a new address, nor to a secret place."""
        self.latitude = self.longitude = self.precision_m = None
        self.precision = self.position_source = ""
