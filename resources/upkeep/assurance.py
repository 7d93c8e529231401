"""What is confirmed of a record, part by part, and since when all of it is."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.records.services import Service
from resources.upkeep import holding
from resources.upkeep.calls import PARTS, Assurance, Call


def parts_there(*, website: bool, email: bool, address: bool) -> tuple[str, ...]:
    """The parts there are to go over; a record without a website, an e-mail address or a place has none of it."""
    there = {"website": website, "email": email, "address": address}
    return tuple(part for part in PARTS if there.get(part, True))


def parts_of(service: Service) -> tuple[str, ...]:
    """The parts of this record that there are to go over."""
    return parts_there(
        website=bool(service.url or service.organization.website),
        email=bool(service.email or service.organization.email),
        address=bool(service.at_locations),
    )


def confirmed_on(session: Session, service: Service) -> dict[str, date | None]:
    """When each part was last confirmed; a part nobody went over by itself is as old as the whole record."""
    own = _own(session, service.id)
    return {part: later(own.get(part), service.verified_on) for part in PARTS}


def confirm(session: Session, service: Service, call: Call, email: str, today: date) -> None:
    """Date the parts that a call confirmed, and the record where all of it is confirmed now.

    The record counts as verified since the day of that part which was confirmed longest ago, once every part was
    confirmed with the provider; a call that went over all of it dates it today.
    """
    for part in call.confirmed:
        session.merge(
            Assurance(
                service_id=service.id,
                part=part,
                on=today,
                with_whom=call.spoke_with,
                staff_id=call.staff_id,
                call_id=call.id,
            )
        )
    session.flush()
    own = _own(session, service.id)
    if not all(part in own for part in parts_of(service)):
        return
    oldest = min(own[part] for part in parts_of(service))
    if service.verified_on is None or oldest > service.verified_on:
        holding.confirm(session, service, call.spoke_with, email, call.staff_id, oldest)


def overdue(dates: Mapping[str, date | None], clocks: Mapping[str, int], today: date) -> tuple[str, int]:
    """The part that is longest past its clock, and by how many days; ("", 0) where none is."""
    late = {part: (today - on).days - clocks[part] for part, on in dates.items() if on is not None}
    part = max(late, key=lambda each: (late[each], each), default="")
    return (part, late[part]) if part and late[part] > 0 else ("", 0)


def _own(session: Session, service_id: UUID) -> dict[str, date]:
    rows = select(Assurance.part, Assurance.on).where(Assurance.service_id == service_id)
    return dict(session.execute(rows).all())


def later(one: date | None, other: date | None) -> date | None:
    """The later of two days, as far as they are known."""
    return max(filter(None, (one, other)), default=None)
