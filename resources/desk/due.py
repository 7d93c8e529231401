"""What is due in the directory: calls, lapses, closures gone by, and decisions and links that end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from agency.dates import DAYS_A_MONTH
from resources.changes.provider_link import ProviderLink
from resources.desk.lines import NAMED, Line, Named, of_services
from resources.records.do_not_refer import DoNotRefer
from resources.records.licenses import License
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.upkeep.budget import Budget
from resources.upkeep.calls import Call

# Days ahead: a license takes longest to renew.
LICENSES, DECISIONS, LINKS = 60, 30, 14


def due(session: Session, now: datetime, named: int = NAMED) -> Iterator[Line]:
    """The lines of what is due; now: the moment, with the time zone of the office whose day it is.

    named: how many of each line are named.
    """
    yield _promised(session, now, named)
    yield _past_their_turn(session, now, named)
    yield _lapsed(session, now, named)
    yield _lapsing(session, now, named)
    yield _closed_too_long(session, now, named)
    yield _ending(session, now, named)
    yield _links(session, now, named)


def _promised(session: Session, now: datetime, named: int) -> Line:
    """By the last call about each service, whatever an earlier one said."""
    last = select(Call.service_id, func.max(Call.at).label("at")).group_by(Call.service_id).subquery()
    asked = (
        select(Service.id, Call.next_try)
        .join(Call, Call.service_id == Service.id)
        .join(last, (last.c.service_id == Call.service_id) & (last.c.at == Call.at))
        .where(Call.next_try <= now.date())
    )
    return of_services(session, "calls", "Calls to make again by today", asked, named=named)


def _past_their_turn(session: Session, now: datetime, named: int) -> Line:
    """Nobody went over it with the provider for a whole cycle, or ever; those never gone over are named first."""
    budget = session.get(Budget, 1) or Budget(cycle_months=12)
    since = now.date() - timedelta(budget.cycle_months * DAYS_A_MONTH)
    asked = select(Service.id, Service.verified_on).where(
        Service.status == "active", or_(Service.verified_on.is_(None), Service.verified_on < since)
    )
    words = f"Records not verified for {budget.cycle_months} months, or never"
    return of_services(session, "verification", words, asked, named=named)


def _lapsed(session: Session, now: datetime, named: int) -> Line:
    asked = select(Service.id, License.expires_on).join(License).where(License.expires_on < now.date())
    return of_services(session, "lapsed", "Licenses and certificates that have lapsed", asked, named=named)


def _lapsing(session: Session, now: datetime, named: int) -> Line:
    today = now.date()
    asked = (
        select(Service.id, License.expires_on)
        .join(License)
        .where(License.expires_on.between(today, today + timedelta(LICENSES)))
    )
    return of_services(session, "lapsing", f"Licenses that lapse within {LICENSES} days", asked, named=named)


def _closed_too_long(session: Session, now: datetime, named: int) -> Line:
    asked = select(Service.id, Service.closed_until).where(
        Service.status == "temporarily closed", Service.closed_until <= now.date()
    )
    return of_services(
        session, "reopening", "Closed for a time that is over: open again?", asked, named=named
    )


def _ending(session: Session, now: datetime, named: int) -> Line:
    today = now.date()
    asked = (
        select(Service.id, DoNotRefer.until)
        .join(DoNotRefer)
        .where(DoNotRefer.since <= today, DoNotRefer.until.between(today, today + timedelta(DECISIONS)))
    )
    return of_services(
        session, "do_not_refer", f"“Do not refer” that ends within {DECISIONS} days", asked, named=named
    )


def _links(session: Session, now: datetime, named: int) -> Line:
    found = (
        select(Organization.id, Organization.name, ProviderLink.sent_to, ProviderLink.expires_at)
        .join(ProviderLink, ProviderLink.organization_id == Organization.id)
        .where(ProviderLink.ended_at.is_(None))
        .where(ProviderLink.expires_at.between(now, now + timedelta(LINKS)))
    )
    number = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = session.execute(found.order_by(ProviderLink.expires_at, Organization.name).limit(named))
    first = [
        Named(name, end.astimezone(now.tzinfo).date(), sent_to, organization_id=id_)
        for id_, name, sent_to, end in rows
    ]
    return Line("links", f"Providers’ links that expire within {LINKS} days", number, first, {"key": "links"})
