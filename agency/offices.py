"""The agency's offices: every person and every staff member belongs to one, and it sets their clock."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.dates import begins
from agency.errors import ConflictError
from agency.tables import Base, Identified


class Office(Identified, Base):
    """A place staff work from; its time zone decides what "today" and a curfew mean there."""

    __tablename__ = "office"

    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    fax: Mapped[str] = mapped_column(default="")
    # An IANA name, such as America/New_York.
    time_zone: Mapped[str]
    state: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    def day(self, moment: datetime) -> date:
        """The date it was at the office at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def day_begins(self, moment: datetime) -> datetime:
        """When the day began at the office on which it is this moment there."""
        return begins(self.day(moment), self.time_zone)

    def week_begins(self, moment: datetime) -> datetime:
        """When the Monday of that week began at the office."""
        day = self.day(moment)
        return begins(day - timedelta(days=day.weekday()), self.time_zone)


class Agency(Base):
    """The agency itself: one row, the names that head its letters."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    # What stands over a letter that must not tell of supervision: to an employer, a landlord, a school.
    neutral_name: Mapped[str]
    state: Mapped[str]
    main_office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    # What the agency calls a role, where it is not the usual word; see agency.words.
    role_words: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # How much each part of a match's rank weighs, where it is not the usual weight; see matching.weights.
    ranking_weights: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # What is read before a log-in; the usual notice where it is empty.
    use_notice: Mapped[str] = mapped_column(default="", server_default="")
    # How distances on orders are measured, and what law is applied to places; see reentry.matches.place_rules.
    place_rules: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


def agency_to_change(session: Session) -> Agency:
    """The agency, held while it is changed; ConflictError where it is not set up yet."""
    agency = session.get(Agency, 1, with_for_update=True)
    if agency is None:
        raise ConflictError("The agency is not set up yet: agency init. Nothing was changed.")
    return agency
