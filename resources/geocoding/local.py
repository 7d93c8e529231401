"""The geocoder of this installation: the directory as it stands and the streets that were loaded; it asks nobody."""

from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder, Streets
from resources.geography.postal_addresses import PostalAddress, parse_address
from resources.records.locations import CONFIRMED, IMPORTED, Location
from resources.records.once import Made, Once


class LocalGeocoder:
    """Keeps the newest geocoder, and what was found with it; makes it anew when the directory has changed."""

    def __init__(self, streets: Streets | None = None) -> None:
        self.streets = streets
        self._once = Once()

    def over(self, places: Iterable[KnownPlace]) -> Geocoder:
        """A geocoder that knows these places, and the streets."""
        return Geocoder(places, self.streets)

    def of(self, session: Session) -> Geocoder:
        """The geocoder over the directory's present version."""
        return self.once(session, "geocoder", lambda: self.over(known_places(session)))

    def once(self, session: Session, what: str, make: Callable[[], Made]) -> Made:
        """What was made of the directory's present version; made anew when the directory has changed."""
        return self._once.made(session, what, make)


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
