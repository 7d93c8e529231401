"""Stops: what a routing server may be asked about, which is open places of the directory and offices, nothing else."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from agency.errors import NotFoundError
from agency.offices import Office
from resources.records.locations import Location
from resources.records.services import Service, ServiceAtLocation

_MADE_HERE = object()


@dataclass(frozen=True)
class Stop:
    """A point that may be told to a routing server; made by stop() alone, so that no other point becomes one."""

    latitude: float
    longitude: float
    _made: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._made is not _MADE_HERE:
            raise TypeError("A stop is an open place of the directory or an office: use stop().")


def stop(session: Session, place_id: UUID) -> Stop:
    """The stop of an office or of an open place; NotFoundError for anything else, secret places among it."""
    found = session.get(Office, place_id) or session.scalar(open_places().where(Location.id == place_id))
    if found is None or found.latitude is None or found.longitude is None:
        raise NotFoundError("There is no office and no open place of this id with a point on the map.")
    return Stop(found.latitude, found.longitude, _MADE_HERE)


def open_places() -> Select[Location]:
    """The places that may be told: with a point, given at a listed service, and of no secret one."""
    at = select(ServiceAtLocation.location_id).join(Service, ServiceAtLocation.service_id == Service.id)
    not_told = at.where(or_(Service.held, Service.victim_services))
    return select(Location).where(
        *(Location.confidential.is_(False), Location.merged_into.is_(None), Location.latitude.is_not(None)),
        *(Location.id.in_(at), Location.id.not_in(not_told)),
    )
