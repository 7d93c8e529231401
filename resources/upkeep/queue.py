"""The queue: every record that may be called about, in the order in which its call is worth most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from agency.staff.staff import Staff
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.upkeep import assurance
from resources.upkeep.budget import clocks, current
from resources.upkeep.calls import Assurance, Call
from resources.upkeep.due import Standing, in_order
from resources.upkeep.pace import Outlook, Pace, outlook
from resources.upkeep.reliance import Reliance

# A closed one may open again; a defunct one answers no telephone.
CALLED_ABOUT = ("active", "temporarily closed")


@dataclass(frozen=True)
class Queue:
    """The records in order, and what the office's pace comes to for them."""

    order: Sequence[Standing]
    due: int
    outlook: Outlook


def pace_of(session: Session) -> Pace:
    """The pace the agency has set itself."""
    held = current(session)
    return Pace(held.hours_per_week, held.minutes_per_call, held.cycle_months)


def queue(session: Session, reliance: Reliance, today: date) -> Queue:
    """Whom to call next.

    Services for survivors are never in it: calling them back again and again can tell who asks, and their places
    keep themselves secret (VAWA, FVPSA), so they are not chased. Nor is a record that is held back for review:
    nobody has decided yet what it is, and it may turn out to be such a service.
    """
    pace, plans = pace_of(session), reliance.open_plans(session)
    order = in_order(_standings(session, plans, today), pace, today)
    due = sum(each.is_due(pace, today) for each in order)
    relied_on = sum(each.plans > 0 for each in order)
    return Queue(order, due, outlook(pace, len(order), relied_on))


def services_of(session: Session, ids: Sequence[UUID]) -> list[Service]:
    """The services with these keys, in this order, with their providers."""
    rows = select(Service).where(Service.id.in_(ids)).options(joinedload(Service.organization))
    found = {each.id: each for each in session.scalars(rows)}
    return [found[each] for each in ids if each in found]


def to_try_again(session: Session, office_id: UUID, today: date) -> Sequence[tuple[Service, Call, str]]:
    """The calls of an office whose next try is due by today, longest due first, with their callers' names."""
    newest = _newest().subquery()
    rows = (
        select(Service, Call, Staff.name)
        .join(Call, Call.service_id == Service.id)
        .join(newest, (newest.c.service_id == Call.service_id) & (newest.c.at == Call.at))
        .join(Staff, Staff.id == Call.staff_id)
        .where(Staff.office_id == office_id, Call.next_try <= today, *_callable())
        .order_by(Call.next_try, Service.id)
        .options(joinedload(Service.organization))
    )
    return [(service, call, name) for service, call, name in session.execute(rows)]


def _callable() -> tuple[ColumnElement[bool], ...]:
    return (
        Service.held.is_(False),
        Service.victim_services.is_(False),
        Service.merged_into.is_(None),
        Service.status.in_(CALLED_ABOUT),
    )


def _newest() -> Select[UUID, datetime]:
    return select(Call.service_id, func.max(Call.at).label("at")).group_by(Call.service_id)


def _standings(session: Session, plans: Mapping[UUID, int], today: date) -> list[Standing]:
    days = clocks(session)
    calls = {each.service_id: each for each in _newest_calls(session)}
    dates: defaultdict[UUID, dict[str, date]] = defaultdict(dict)
    for service_id, part, on in session.execute(select(Assurance.service_id, Assurance.part, Assurance.on)):
        dates[service_id][part] = on
    found = []
    for key, verified, website, email, address in session.execute(_records()):
        call = calls.get(key)
        parts = assurance.parts_there(website=website, email=email, address=address)
        known = {each: assurance.later(dates[key].get(each), verified) for each in parts}
        part, late = assurance.overdue(known, days, today)
        found.append(
            Standing(
                service_id=key,
                plans=plans.get(key, 0),
                verified=verified,
                overdue_part=part,
                overdue_days=late,
                called_at=call.at if call else None,
                next_try=call.next_try if call else None,
            )
        )
    return found


def _records() -> Select[UUID, date | None, bool, bool, bool]:
    return (
        select(
            Service.id,
            Service.verified_on,
            or_(Service.url != "", Organization.website != ""),
            or_(Service.email != "", Organization.email != ""),
            Service.at_locations.any(),
        )
        .join(Service.organization)
        .where(*_callable())
    )


def _newest_calls(session: Session) -> Sequence[Call]:
    newest = _newest().subquery()
    return session.scalars(
        select(Call).join(newest, (newest.c.service_id == Call.service_id) & (newest.c.at == Call.at))
    ).all()
