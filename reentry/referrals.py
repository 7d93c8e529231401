"""Referrals: a person sent to a service, from the draft of the letter to the outcome."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.staff import Staff
from agency.tables import Base
from agency.vault import SealedField
from reentry.people import Person
from reentry.records import PersonRecord
from resources.locations import Location
from resources.services import Service

STATES = {
    "draft": "Draft",
    "sent": "Sent",
    "received": "Received",
    "accepted": "Accepted",
    "waitlisted": "Waiting list",
    "needs_information": "Needs information",
    "declined": "Declined",
    "canceled": "Canceled",
    "no_response": "No response",
    "appointment": "Appointment",
    "attended": "Attended",
    "late": "Attended late",
    "no_show": "No-show",
    "enrolled": "Enrolled",
    "completed": "Completed",
    "partly": "Partly completed",
    "left": "Left early",
}
DECLINE_REASONS = {
    "capacity": "No room",
    "not_eligible": "Not eligible",
    "missing_documents": "Documents missing",
    "out_of_area": "Out of area",
    "offense": "Offense",
    "no_contact": "Could not reach the person",
    "other": "Other",
}


class Referral(PersonRecord, Base):
    """One referral; it needs no plan: person → provider → print."""

    __tablename__ = "referral"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    # By which a reply slip finds its referral again; says nothing about the person.
    reference: Mapped[str] = mapped_column(unique=True)

    # The need it answers, a slug of resources.needs.
    need = SealedField[str]("")
    # A line of the caseworker's own for the letter.
    note = SealedField[str]("")
    appointment = SealedField[str]("")
    # Only added to: {"at", "by", "state", "reason", "note"}, oldest first.
    log = SealedField[list[dict[str, str]]]([])

    person: Mapped[Person] = relationship()
    service: Mapped[Service] = relationship()
    location: Mapped[Location | None] = relationship()
    created_by: Mapped[Staff | None] = relationship()

    @property
    def state(self) -> str:
        """What the last entry of the log says."""
        return self.log[-1]["state"] if self.log else "draft"
