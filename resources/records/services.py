"""Services: what a provider offers, to whom, and how one gets in (HSDS service)."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, and_, case, true
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.tables import Base, Identified
from resources.records.capacity import Capacity
from resources.records.cost_options import CostOption
from resources.records.do_not_refer import DoNotRefer
from resources.records.licenses import License
from resources.records.locations import Location
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.revisions import Revised
from resources.records.schedules import Schedule
from resources.records.seasons import Season, season_of
from resources.records.sources import Sourced
from resources.records.ways_in import AccessWay

if TYPE_CHECKING:
    from resources.records.organizations import Organization


class ServiceAtLocation(Identified, Sourced, Base):
    """A service given at a location: what a person is actually sent to (HSDS service_at_location)."""

    __tablename__ = "service_at_location"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str] = mapped_column(default="")

    service: Mapped["Service"] = relationship(back_populates="at_locations")
    location: Mapped[Location] = relationship()


class ServiceNeed(Base):
    """A need this service meets; main where it is what the service is for."""

    __tablename__ = "service_need"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    need: Mapped[str] = mapped_column(primary_key=True, index=True)
    main: Mapped[bool] = mapped_column(default=True)


class ServiceArea(Identified, Base):
    """A county, city or state served (HSDS service_area)."""

    __tablename__ = "service_area"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    name: Mapped[str]


class Service(Identified, Sourced, Revised, Base):
    """One thing a provider does, with its terms.

    assured_date is the day somebody confirmed the record with the provider: somebody of this agency where
    assured_with says with whom, else whoever keeps the list it came from. No edit moves it, and no later import.
    """

    __tablename__ = "service"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    alternate_name: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    # HSDS: active, inactive, defunct, temporarily closed.
    status: Mapped[str] = mapped_column(default="active")
    closed_until: Mapped[date | None]
    alert: Mapped[str] = mapped_column(default="")
    application_process: Mapped[str] = mapped_column(default="")
    fees_description: Mapped[str] = mapped_column(default="")
    # What everybody pays; several prices, and scales, are in cost_options.
    cost_cents: Mapped[int | None]
    cost_period: Mapped[str] = mapped_column(default="")
    # The provider's own words; the rules read from them are in requirements.
    eligibility_description: Mapped[str] = mapped_column(default="")
    # What the source said of hours in prose; the hours themselves are in schedules.
    hours_description: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    required_documents: Mapped[list[str]] = mapped_column(JSON, default=list)
    assured_date: Mapped[date | None]
    assurer_email: Mapped[str] = mapped_column(default="")
    # Whom at the provider somebody of this agency went over it with.
    assured_with: Mapped[str] = mapped_column(default="")
    # site, statewide or telephone: the last two have no place and must still be found.
    reach: Mapped[str] = mapped_column(default="site")
    # Given only in a part of each year, as MM-DD; empty: all year round.
    season_from: Mapped[str] = mapped_column(default="")
    season_to: Mapped[str] = mapped_column(default="")
    # The service this one was found to be the same as; it stands for that one from then on and is listed nowhere.
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"))
    # Where people sleep; where children are; whom the rules of disclosure protect. None: nobody has said.
    residential: Mapped[bool | None]
    minors_on_site: Mapped[bool | None]
    victim_services: Mapped[bool] = mapped_column(default=False)
    # Held back from every list until the coordinator has looked at it.
    held: Mapped[bool] = mapped_column(default=False)
    # The provider turns nobody away: silence on eligibility then means welcome. Only a person may say so.
    open_to_all: Mapped[bool] = mapped_column(default=False)
    # Substance-use treatment under 42 CFR part 2: naming the program can itself disclose.
    part_2_program: Mapped[bool] = mapped_column(default=False)
    # What else the source said, kept as it was.
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    organization: Mapped["Organization"] = relationship(back_populates="services")
    at_locations: Mapped[list[ServiceAtLocation]] = relationship(
        back_populates="service", cascade="all, delete-orphan", order_by=ServiceAtLocation.id
    )
    needs: Mapped[list[ServiceNeed]] = relationship(cascade="all, delete-orphan", order_by=ServiceNeed.need)
    areas: Mapped[list[ServiceArea]] = relationship(cascade="all, delete-orphan", order_by=ServiceArea.name)
    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", foreign_keys=Phone.service_id)
    schedules: Mapped[list[Schedule]] = relationship(
        cascade="all, delete-orphan", order_by=(Schedule.byday, Schedule.opens_at)
    )
    requirements: Mapped[list[ServiceRequirement]] = relationship(
        cascade="all, delete-orphan", order_by=ServiceRequirement.position
    )
    capacities: Mapped[list[Capacity]] = relationship(
        cascade="all, delete-orphan",
        order_by=(Capacity.said_on.desc(), Capacity.said_at.desc().nulls_last(), Capacity.id),
    )
    access_ways: Mapped[list[AccessWay]] = relationship(cascade="all, delete-orphan", order_by=AccessWay.kind)
    cost_options: Mapped[list[CostOption]] = relationship(
        cascade="all, delete-orphan", order_by=(CostOption.option, CostOption.id)
    )
    licenses: Mapped[list[License]] = relationship(cascade="all, delete-orphan", order_by=License.expires_on)
    do_not_refer: Mapped[list[DoNotRefer]] = relationship(
        cascade="all, delete-orphan", order_by=DoNotRefer.since.desc()
    )

    @property
    def season(self) -> Season | None:
        """The part of each year in which it is given; None: all year round, or nobody has said."""
        return season_of(self.season_from, self.season_to)

    @hybrid_property
    def verified_on(self) -> date | None:
        """The day since which all of it is confirmed with the provider by a person of this agency; None: by nobody."""
        return self.assured_date if self.assured_with else None

    @verified_on.inplace.expression
    @classmethod
    def _verified_on(cls) -> ColumnElement[date | None]:
        return case((cls.assured_with != "", cls.assured_date))

    @property
    def list_checked_on(self) -> date | None:
        """The day on which the list it came from says it was checked, where nobody here has verified it."""
        return None if self.assured_with else self.assured_date

    def barred(self, on: date) -> DoNotRefer | None:
        """The agency's decision to refer nobody here that holds on a day."""
        return next((each for each in self.do_not_refer if each.holds(on)), None)

    @hybrid_method
    def listed(self, *, held: bool = False) -> bool:
        """Whether it may be found, listed, matched and counted: nothing stands for it, and it is not held back.

        held: whether the asker decides about records held back, and so sees them.
        """
        return self.merged_into is None and (held or not self.held)

    @listed.expression
    @classmethod
    def _listed(cls, *, held: bool = False) -> ColumnElement[bool]:
        return and_(cls.merged_into.is_(None), true() if held else cls.held.is_(False))
