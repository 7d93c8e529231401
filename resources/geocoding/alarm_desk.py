"""What a coordinator does about alarms: takes the better point, leaves the point as it is, or has somebody call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session, selectinload

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.errors import ConflictError
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.geocoding.alarms import Alarm, Site, find_alarms
from resources.geocoding.dismissals import AlarmDismissal
from resources.geocoding.local import LocalGeocoder, address_of, local_geocoder
from resources.geocoding.positions import Position, Precision
from resources.records.locations import CONFIRMED, IMPORTED, Location
from resources.records.services import Service, ServiceAtLocation
from resources.upkeep.batches import BatchedCall, CallBatch

GONE = "This alarm is gone, or it says something else by now. Nothing was changed; look at the list again."
TAKEN, LEFT = "taken", "left"
NO_SERVICE = "No service is given at this place, so there is nobody to call."
# A suggestion this near is believed once a person took it; a farther one stays the guess it is.
_CONFIRMED_WITHIN_M = 200.0


@dataclass(frozen=True)
class PlaceAlarm:
    """An alarm with the place it is about and the services given there."""

    alarm: Alarm
    location: Location
    services: Sequence[Service]
    call_marked: bool


def standing(session: Session) -> list[PlaceAlarm]:
    """The alarms nobody has settled, gravest first; none about confidential places, which have no point."""
    geocoder = local_geocoder(session)
    found = geocoder.once(session, "alarms", lambda: _found(session, geocoder))
    locations = {each.id: each for each in session.scalars(_placed([each.site.id for each in found]))}
    dismissed = {(each.location_id, each.kind): each for each in session.scalars(select(AlarmDismissal))}
    left = [
        each
        for each in found
        if each.site.id in locations and not _holds(dismissed.get((each.site.id, each.kind.value)), each)
    ]
    services = _services_at(session, [each.site.id for each in left])
    marked = set(session.scalars(select(BatchedCall.service_id).where(BatchedCall.call_id.is_(None))))
    return [
        PlaceAlarm(each, locations[each.site.id], here, any(service.id in marked for service in here))
        for each in left
        for here in [services.get(each.site.id, [])]
    ]


def count(session: Session) -> int:
    """How many alarms nobody has settled."""
    return len(standing(session))


def take(session: Session, location_id: UUID, point: tuple[float, float], author: Author) -> Change | None:
    """Put the place where the geocoder would; ConflictError where the suggestion is another one by now.

    A point on its street or building counts as confirmed by whoever took it; a coarser one keeps saying how sure it
    is. The change that can be undone comes back; None where nobody had said anything of the point.
    """
    found = _of(session, location_id)
    suggested = found.alarm.suggestion
    if suggested is None or (round(suggested.latitude, 6), round(suggested.longitude, 6)) != point:
        raise ConflictError(GONE)
    place, note, kind = found.location, f"alarm: {found.alarm.kind}", found.alarm.kind.value
    audit.record(session, "directory.alarm_settled", author.staff_id, place.id, kind=kind, answer=TAKEN)
    if _is_believed(suggested):
        return editing.edit(session, place, {"point": _as_point(suggested)}, author, note=note)
    # Nobody says that the place is there: the wrong word is taken back, and the point reckoned from the address.
    change = None
    if value_of(place, "point") is not None:
        change = editing.edit(session, place, {"point": None}, author, note=note)
    else:
        audit.record(session, "directory.edited", author.staff_id, place.id, fields="point")
    for name, value in _as_point(suggested).items():
        setattr(place, name, value)
    return change


def leave(session: Session, location_id: UUID, kind: str, note: str, staff_id: UUID, at: datetime) -> None:
    """The point is right as it is; the alarm comes back only for another point."""
    found = _of(session, location_id, kind)
    session.merge(
        AlarmDismissal(
            location_id=location_id,
            kind=kind,
            latitude=found.location.latitude,
            longitude=found.location.longitude,
            note=note,
            dismissed_by=staff_id,
            dismissed_at=at,
        )
    )
    audit.record(session, "directory.alarm_settled", staff_id, location_id, kind=kind, answer=LEFT)


def look_again(session: Session, location_id: UUID, kind: str, staff_id: UUID) -> None:
    """Take back that the point is right as it is; ConflictError where nobody says so any more."""
    dismissed = session.get(AlarmDismissal, (location_id, kind))
    if dismissed is None:
        raise ConflictError(GONE)
    session.delete(dismissed)
    audit.record(
        session, "directory.alarm_settled", staff_id, location_id, kind=kind, answer="looked at again"
    )


def settled_since(session: Session, moment: datetime) -> frozenset[UUID]:
    """The places of which somebody took the better point or left the point as it is since a moment."""
    entries = select(AuditEntry).where(AuditEntry.event == "directory.alarm_settled", AuditEntry.at >= moment)
    last = {
        each.subject_id: each.details["answer"]
        for each in session.scalars(entries.order_by(AuditEntry.sequence))
    }
    return frozenset(place for place, answer in last.items() if place and answer in (TAKEN, LEFT))


def mark_for_call(session: Session, location_id: UUID, kind: str, staff_id: UUID, at: datetime) -> None:
    """Hand a call about the place to whoever asks; ConflictError where no service is given there."""
    found = _of(session, location_id, kind)
    if not found.services:
        raise ConflictError(NO_SERVICE)
    if not found.call_marked:
        calls = [BatchedCall(service_id=found.services[0].id, position=0)]
        session.add(CallBatch(made_by=staff_id, assigned_to=staff_id, made_at=at, calls=calls))
    audit.record(session, "directory.alarm_settled", staff_id, location_id, kind=kind, answer="call")


def _of(session: Session, location_id: UUID, kind: str = "") -> PlaceAlarm:
    for each in standing(session):
        if each.location.id == location_id and kind in ("", each.alarm.kind):
            return each
    raise ConflictError(GONE)


def _found(session: Session, geocoder: LocalGeocoder) -> list[Alarm]:
    return find_alarms([_site(each) for each in session.scalars(_placed())], geocoder.over)


def _placed(only: Sequence[UUID] | None = None) -> Select[Location]:
    return (
        select(Location)
        .where(true() if only is None else Location.id.in_(only))
        .where(Location.confidential.is_(False), Location.merged_into.is_(None))
        .where(Location.latitude.is_not(None), Location.longitude.is_not(None), Location.addresses.any())
        .options(selectinload(Location.addresses), selectinload(Location.organization))
        .order_by(Location.name, Location.id)
    )


def _site(location: Location) -> Site:
    exact = location.position_source in (IMPORTED, CONFIRMED)
    return Site(location.id, address_of(location), location.latitude or 0.0, location.longitude or 0.0, exact)


def _holds(dismissal: AlarmDismissal | None, alarm: Alarm) -> bool:
    point = alarm.site.latitude, alarm.site.longitude
    return dismissal is not None and (dismissal.latitude, dismissal.longitude) == point


def _services_at(session: Session, location_ids: Sequence[UUID]) -> dict[UUID, list[Service]]:
    rows = session.execute(
        select(ServiceAtLocation.location_id, Service)
        .join(Service, ServiceAtLocation.service_id == Service.id)
        .where(ServiceAtLocation.location_id.in_(location_ids), Service.merged_into.is_(None))
        .order_by(Service.name)
    )
    found: dict[UUID, list[Service]] = {}
    for location_id, service in rows:
        found.setdefault(location_id, []).append(service)
    return found


def _is_believed(suggested: Position) -> bool:
    fine = suggested.precision in (Precision.POINT, Precision.STREET)
    return fine and suggested.precision_m <= _CONFIRMED_WITHIN_M


def _as_point(suggested: Position) -> dict[str, object]:
    return {
        "latitude": suggested.latitude,
        "longitude": suggested.longitude,
        "precision": suggested.precision.value,
        "precision_m": float(suggested.precision_m),
        "position_source": CONFIRMED if _is_believed(suggested) else suggested.source,
    }
