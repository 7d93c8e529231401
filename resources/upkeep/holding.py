"""Upkeep of a record by hand: confirmed with the provider, released from review, or held back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from resources.records.services import Service
from resources.secrecy import secret_places


def confirm(
    session: Session, service: Service, with_whom: str, email: str, staff_id: UUID, today: date
) -> None:
    """Date the record: somebody went over it with the provider today. Nothing else moves this date."""
    service.assured_date = today
    service.assurer_email = email
    service.assured_with = with_whom
    audit.record(session, "directory.edited", staff_id, service.id, fields="assured_date")


def release(session: Session, service: Service, staff_id: UUID, *, survivors: bool) -> None:
    """Let a held record into lists and matches; survivors says that it is a survivors' service after all.

    A place that was confidential only because the record looked like a survivors' service is shown from now on,
    unless another service there still does.
    """
    service.held = False
    service.victim_services = survivors
    if not survivors:
        for at in service.at_locations:
            at.location.confidential = secret_places.shelters_others(session, at.location_id, service)
    audit.record(session, "directory.edited", staff_id, service.id, fields="held")


def hold(session: Session, service: Service, staff_id: UUID) -> None:
    """Take a record out of every list and match until it was looked at."""
    service.held = True
    audit.record(session, "directory.edited", staff_id, service.id, fields="held")
