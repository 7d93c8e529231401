"""The geocoder of this installation: the directory as it stands and the streets that were loaded; it asks nobody."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder, Streets
from resources.geography.postal_addresses import PostalAddress, parse_address
from resources.records import directory_version
from resources.records.locations import CONFIRMED, IMPORTED, Location


class LocalGeocoder:
    """Keeps the newest geocoder; makes a new one when the directory has changed."""

    def __init__(self, streets: Streets | None = None) -> None:
        self.streets = streets
        self._newest: tuple[int, Geocoder] | None = None

    def over(self, places: Iterable[KnownPlace]) -> Geocoder:
        """A geocoder that knows these places, and the streets."""
        return Geocoder(places, self.streets)

    def of(self, session: Session) -> Geocoder:
        """The geocoder over the directory's present version."""
        version = directory_version.current(session)
        # What this unit of work changed may still be undone, so nobody else is told.
        if directory_version.settled(session) != version:
            return self.over(known_places(session))
        newest = self._newest
        if newest is None or newest[0] != version:
            newest = self._newest = version, self.over(known_places(session))
        return newest[1]


def local_geocoder(session: Session) -> LocalGeocoder:
    """The one that a unit of work was given; without any, one that knows no streets."""
    found: LocalGeocoder = session.info.get("geocoder") or LocalGeocoder()
    return found


def known_places(session: Session) -> list[KnownPlace]:
    """The directory's open places whose point a file or a person told, to find others by."""
    known = session.scalars(
        select(Location)
        .where(Location.position_source.in_((IMPORTED, CONFIRMED)), Location.confidential.is_(False))
        .options(selectinload(Location.addresses))
    )
    return [
        KnownPlace(address_of(each), each.latitude, each.longitude)
        for each in known
        if each.addresses and each.latitude is not None and each.longitude is not None
    ]


def address_of(location: Location) -> PostalAddress:
    """The first address of a location, taken apart."""
    said = location.addresses[0]
    return parse_address(
        said.address_1, city=said.city, state=said.state_province, postal_code=said.postal_code
    )
