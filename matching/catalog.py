"""The catalog: the directory as matching sees it, read once for each version of the directory."""

from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import compress
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matching.evidence import Evidence
from matching.offer import Barred, Capacity, Offer, Opening, Place, ids, rows_of
from resources.geography.states import state_code
from resources.pages.record import stated
from resources.records import directory_version
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.upkeep import room

# A closed one is shown as closed; a defunct one is gone.
OFFERED = ("active", "temporarily closed")
# Where people sleep unless somebody has said otherwise: silence on offenses matters there.
WHERE_PEOPLE_LIVE = frozenset({"housing", "homeless_services"})
NOTHING_KNOWN: Mapping[UUID, Evidence] = {}


@dataclass(frozen=True)
class Catalog:
    """Every offer by need in the order of ids, as of one version of the directory."""

    version: int
    by_need: Mapping[str, tuple[Offer, ...]]

    def offers(self, need: str) -> tuple[Offer, ...]:
        """The offers that say they meet a need."""
        return self.by_need.get(need, ())

    def renewed(self, version: int, changed: Collection[UUID], offers: Iterable[Offer]) -> "Catalog":
        """The catalog of a later version: without the services that changed, with what they offer now."""
        fresh = by_need(offers)
        needs = {*self.by_need, *fresh}
        return Catalog(
            version, {need: _spliced(self.offers(need), changed, fresh.get(need, ())) for need in needs}
        )


def load(session: Session, evidence: Mapping[UUID, Evidence] = NOTHING_KNOWN) -> Catalog:
    """Read the whole directory; records held back for the coordinator, and merged ones, are not in it."""
    found = session.scalars(_everything()).unique()
    every = by_need(offer for service in found for offer in offers_of(service, evidence.get(service.id)))
    # What the unit of work that reads it changes afterward must not look as if it had been read.
    return Catalog(directory_version.settled(session), every)


def by_need(offers: Iterable[Offer]) -> dict[str, tuple[Offer, ...]]:
    """Offers under each need they say they meet, in the order of their ids."""
    found: dict[str, list[Offer]] = {}
    for offer in sorted(offers, key=ids):
        for need in offer.needs:
            found.setdefault(need, []).append(offer)
    return {need: tuple(each) for need, each in found.items()}


def _spliced(offers: Sequence[Offer], changed: Iterable[UUID], fresh: Iterable[Offer]) -> tuple[Offer, ...]:
    """The offers without those of the changed services, and the fresh ones in their places."""
    kept = bytearray(b"\1") * len(offers)
    for service in changed:
        gone = rows_of(offers, service)
        kept[gone] = bytes(gone.stop - gone.start)
    spliced = list(compress(offers, kept))
    for offer in fresh:
        insort(spliced, offer, key=ids)
    return tuple(spliced)


def read_services(
    session: Session, ids: Collection[UUID], evidence: Mapping[UUID, Evidence] = NOTHING_KNOWN
) -> list[Offer]:
    """What some services offer now; nothing of one that is gone or held back."""
    found = session.scalars(_everything().where(Service.id.in_(ids))).unique()
    return [offer for service in found for offer in offers_of(service, evidence.get(service.id))]


def offers_of(service: Service, evidence: Evidence | None = None) -> Iterator[Offer]:
    """One offer for each place the service is given at; one without a place where it has none."""
    if not service.at_locations:
        yield _offer(service, None, evidence)
    for at in service.at_locations:
        yield _offer(service, at, evidence)


def is_residential(service: Service) -> bool:
    """Whether one lives there: as it is on record, else by the needs it meets."""
    if service.residential is not None:
        return service.residential
    return any(each.need in WHERE_PEOPLE_LIVE for each in service.needs)


def _everything() -> Any:  # noqa: ANN401 - a select of entities has no shorter name
    at = selectinload(Service.at_locations).joinedload(ServiceAtLocation.location)
    return (
        select(Service)
        .where(Service.status.in_(OFFERED), Service.listed())
        .order_by(Service.id)
        .options(
            joinedload(Service.organization).selectinload(Organization.phones),
            at.selectinload(Location.addresses),
            at.selectinload(Location.phones),
            selectinload(Service.needs),
            selectinload(Service.areas),
            selectinload(Service.phones),
            selectinload(Service.schedules),
            selectinload(Service.requirements),
            selectinload(Service.capacities),
            selectinload(Service.licenses),
            selectinload(Service.do_not_refer).joinedload(DoNotRefer.author),
        )
    )


def _offer(service: Service, at: ServiceAtLocation | None, evidence: Evidence | None) -> Offer:
    location = at.location if at else None
    needs = tuple(need.need for need in service.needs)
    free = room.free(service)
    return Offer(
        service_id=service.id,
        location_id=location.id if location else None,
        organization=service.organization.name,
        service=service.name,
        state=_state(service, location),
        requirements=tuple(stated(row) for row in service.requirements),
        place=None if service.victim_services else _place(location),
        schedule=tuple(_schedule(service, location)),
        residential=is_residential(service),
        minors_on_site=bool(service.minors_on_site),
        victim_services=service.victim_services,
        open_to_all=service.open_to_all,
        needs=needs,
        main_needs=tuple(need.need for need in service.needs if need.main),
        reach=service.reach,
        phone=_phone(service, location),
        languages=tuple(service.languages) or None,
        verified_on=service.verified_on,
        capacity=Capacity(free.count, free.said.said_on) if free else None,
        waiting_days=room.waiting_days(service),
        cost_cents=service.cost_cents,
        closed=service.status == "temporarily closed",
        closed_until=service.closed_until,
        licensed_until=_licensed_until(service),
        season=service.season,
        barred=tuple(_barred(each) for each in service.do_not_refer),
        evidence=evidence,
    )


def _state(service: Service, location: Location | None) -> str | None:
    addresses = location.addresses if location else []
    for address in addresses:
        if address.state_province:
            return address.state_province
    # Of the areas served only one that is a whole state says which; a few counties do not.
    areas = [area.name for area in service.areas] if service.reach == "statewide" else []
    return areas[0] if len(areas) == 1 and state_code(areas[0]) else None


def _place(location: Location | None) -> Place | None:
    if location is None or location.confidential or location.latitude is None or location.longitude is None:
        return None
    return Place(location.latitude, location.longitude, location.precision_m or 0.0)


def _schedule(service: Service, location: Location | None) -> Iterable[Opening]:
    for row in service.schedules:
        if row.location_id is None or (location is not None and row.location_id == location.id):
            yield Opening(row.days, _clock(row.opens_at), _clock(row.closes_at))


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _phone(service: Service, location: Location | None) -> str | None:
    for phone in [*service.phones, *(location.phones if location else []), *service.organization.phones]:
        if phone.type != "fax":
            return phone.number
    return None


def _barred(row: DoNotRefer) -> Barred:
    return Barred(row.since, row.until, row.reason, row.author.name if row.author else "")


def _licensed_until(service: Service) -> date | None:
    """The day the first license or certificate lapses."""
    return min((each.expires_on for each in service.licenses if each.expires_on), default=None)
