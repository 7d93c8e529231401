"""Positions for what came without: found offline from the directory's own points, never for confidential places."""

from collections.abc import Callable, Iterable
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.positions import Position
from resources.geography.postal_addresses import PostalAddress, parse_address
from resources.records.locations import CONFIRMED, IMPORTED, Location


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


def known_places(session: Session) -> list[KnownPlace]:
    """The directory's open places whose point a file or a person told, to find others by."""
    known = session.scalars(
        select(Location)
        .where(Location.position_source.in_((IMPORTED, CONFIRMED)), Location.confidential.is_(False))
        .options(selectinload(Location.addresses))
    )
    return [
        KnownPlace(_address(each), each.latitude, each.longitude)
        for each in known
        if each.addresses and each.latitude is not None and each.longitude is not None
    ]


def _place(location: Location, locator: Locator) -> bool:
    position = locator.position(_address(location)) if location.addresses else None
    if position is None:
        return False
    location.latitude, location.longitude = position.latitude, position.longitude
    location.precision, location.precision_m = str(position.precision), position.precision_m
    location.position_source = position.source
    return True


def _address(location: Location) -> PostalAddress:
    said = location.addresses[0]
    return parse_address(
        said.address_1, city=said.city, state=said.state_province, postal_code=said.postal_code
    )
