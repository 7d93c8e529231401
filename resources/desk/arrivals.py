"""What came in: proposals by who made them, readings to confirm, and the last files."""

from collections.abc import Iterator
from datetime import tzinfo
from uuid import UUID

from sqlalchemy import Select, func, select
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
    rules = (ServiceRequirement.source == READ) & ServiceRequirement.confirmed_on.is_(None)
    waiting = select(ServiceRequirement.service_id).where(rules)
    return _read(session, "Rules read from a provider’s words", waiting)


def _details(session: Session) -> Line:
    told = "Costs, seasons and other details read from a provider’s words"
    waiting = select(ReadDetail.service_id).where(ReadDetail.change_id.is_(None))
    return _read(session, told, waiting)


def _read(session: Session, told: str, waiting: Select[UUID]) -> Line:
    """What was read and waits; waiting: the service of each."""
    listed = waiting.join(Service).where(Service.listed(held=True)).subquery()
    number, services = session.execute(
        select(func.count(), func.count(listed.c.service_id.distinct())).select_from(listed)
    ).one()
    return Line("readings", told, number, [Named(f"in {services:,} services")] if services > 1 else [])


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
