"""The call log of a service: who spoke with whom, when, what was said, when to try again; and what that verified."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified

OUTCOMES = {
    "reached": "Reached",
    "left_message": "Left a message",
    "no_answer": "No answer",
    "wrong_number": "Wrong number",
    "refused": "Would not say",
}
# The parts of a record that are gone over on a call, each with a clock of its own.
PARTS = {
    "name": "Name",
    "phone": "Phone",
    "website": "Website",
    "email": "E-mail",
    "address": "Address",
    "hours": "Hours",
    "terms": "Who is taken",
    "cost": "Cost",
    "ways_in": "How to get in",
}


class Call(Identified, Base):
    """One call, visit or e-mail about a service; it says nothing of any person under supervision."""

    __tablename__ = "directory_call"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    # One of OUTCOMES.
    outcome: Mapped[str]
    # With whom: a name or a desk; empty where nobody was reached.
    spoke_with: Mapped[str] = mapped_column(default="")
    said: Mapped[str] = mapped_column(default="")
    next_try: Mapped[date | None]
    # Which PARTS were gone over and confirmed.
    confirmed: Mapped[list[str]] = mapped_column(default=list)
    capacity_id: Mapped[UUID | None] = mapped_column(ForeignKey("capacity.id"))


class Assurance(Base):
    """The last time a part of a service's record was confirmed with the provider; only a person says so."""

    __tablename__ = "assurance"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    # One of PARTS.
    part: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date]
    with_whom: Mapped[str]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_call.id"))
