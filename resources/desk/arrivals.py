"""What came in: proposals by who made them, readings to confirm, and the last files."""

from collections.abc import Iterator
from datetime import tzinfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.audit.audit import AuditEntry
from resources.changes.change import ORIGINS, Change
from resources.desk.lines import NAMED, Line, Named
from resources.readings.detail import ReadDetail
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service

# The source of a rule that was read from a provider's words.
READ = "prose"


def arrivals(session: Session, zone: tzinfo) -> Iterator[Line]:
    """The lines of what came in; zone: where the days are told."""
    yield from _proposals(session, zone)
    yield _readings(session)
    yield _details(session)
    yield _imports(session, zone)


def _proposals(session: Session, zone: tzinfo) -> Iterator[Line]:
    """A line for each origin that has any; the newest is named with its day."""
    waiting = (
        select(Change.origin, func.count(), func.max(Change.proposed_at))
        .where(Change.state == "open", Change.origin != "reading")
        .group_by(Change.origin)
    )
    found = {origin: (number, newest) for origin, number, newest in session.execute(waiting)}
    for origin in ORIGINS:
        if origin in found:
            number, newest = found[origin]
            named = Named("the newest", newest.astimezone(zone).date())
            yield Line("proposals", f"Proposals from: {ORIGINS[origin].lower()}", number, [named])
    if not found:
        yield Line("proposals", "Proposals", 0)


def _readings(session: Session) -> Line:
    waiting = (
        select(ServiceRequirement.service_id)
        .join(Service, Service.id == ServiceRequirement.service_id)
        .where(ServiceRequirement.source == READ, ServiceRequirement.confirmed_on.is_(None))
        .where(Service.listed(held=True))
    ).subquery()
    rules, services = session.execute(
        select(func.count(), func.count(waiting.c.service_id.distinct())).select_from(waiting)
    ).one()
    first = [Named(f"in {services:,} services")] if services > 1 else []
    return Line("readings", "Rules read from a provider’s words", rules, first)


def _details(session: Session) -> Line:
    waiting = (
        select(ReadDetail.service_id)
        .join(Service, Service.id == ReadDetail.service_id)
        .where(ReadDetail.change_id.is_(None), Service.listed(held=True))
    ).subquery()
    details, services = session.execute(
        select(func.count(), func.count(waiting.c.service_id.distinct())).select_from(waiting)
    ).one()
    first = [Named(f"in {services:,} services")] if services > 1 else []
    return Line("readings", "Costs, seasons and other details read from a provider’s words", details, first)


def _imports(session: Session, zone: tzinfo) -> Line:
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.event == "directory.imported")
        .order_by(AuditEntry.sequence.desc())
        .limit(NAMED)
    )
    first = [
        Named(
            str(each.details.get("source", "")),
            each.at.astimezone(zone).date(),
            f"{each.details.get('created', 0):,} new, {each.details.get('updated', 0):,} changed",
        )
        for each in entries
    ]
    return Line("imported", "The last files", None, first)
