"""Positions for what came without: found offline from the directory's own points, never for confidential places."""

from collections.abc import Callable, Iterable
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.local import address_of, known_places
from resources.geocoding.positions import Position
from resources.geography.postal_addresses import PostalAddress
from resources.records.locations import Location


class Locator(Protocol):
    """Anything that can say where an address lies."""

    def position(self, address: PostalAddress) -> Position | None:
        """Where the address lies, or None."""


LocatorFrom = Callable[[Iterable[KnownPlace]], Locator]


def place_imported(session: Session, source: str, locator_from: LocatorFrom) -> int:
    """Give every open place of a source that has no position the best one its address allows; how many got one."""
    missing = session.scalars(
        select(Location)
        .where(Location.source == source, Location.latitude.is_(None), Location.confidential.is_(False))
        .options(selectinload(Location.addresses))
    ).all()
    if not missing:
        return 0
    locator = locator_from(known_places(session))
    return sum(_place(location, locator) for location in missing)


def place_anew(session: Session, location: Location, locator_from: LocatorFrom) -> bool:
    """Give one place without a position the best one its address allows; a confidential place gets none."""
    if location.confidential or location.latitude is not None:
        return False
    return _place(location, locator_from(known_places(session)))


def _place(location: Location, locator: Locator) -> bool:
    position = locator.position(address_of(location)) if location.addresses else None
    if position is None:
        return False
    location.latitude, location.longitude = position.latitude, position.longitude
    location.precision, location.precision_m = str(position.precision), position.precision_m
    location.position_source = position.source
    return True
