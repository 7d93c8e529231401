"""The offline geocoder: one address in, one position with its precision out, and nothing leaves the machine."""

from collections.abc import Iterable
from statistics import median

from resources.geocoding.areas import Area, area_of
from resources.geocoding.gazetteer import Gazetteer, KnownPlace, town_key
from resources.geocoding.hints import Frame, together
from resources.geocoding.houses import read_house
from resources.geocoding.plausibility import contradicts
from resources.geocoding.positions import Position, Precision
from resources.postal_addresses import AddressKind, PostalAddress

_WITHOUT_PLACE = (AddressKind.STATEWIDE, AddressKind.TELEPHONE_ONLY, AddressKind.CONFIDENTIAL)
_BUILDING_M = 100.0
_NINE_IN_TEN = 1.6  # expected errors to the distance within which nine in ten lie


class Geocoder:
    """Places addresses by what the directory has confirmed, else by ZIP code, else by city."""

    def __init__(self, places: Iterable[KnownPlace] = ()) -> None:
        """`places` are the directory's own located addresses; without them only ZIP codes and cities are known."""
        self._gazetteer = Gazetteer(places)

    def position(self, address: PostalAddress) -> Position | None:
        """Where the address lies; None if it is statewide, by telephone, confidential, unknown or contradicts itself."""
        area = area_of(address)
        if address.kind in _WITHOUT_PLACE or area is None or contradicts(address.state, address.postal_code):
            return None
        return self._same_building(address, area) or self._from_hints(address, area)

    def _same_building(self, address: PostalAddress, area: Area) -> Position | None:
        house = read_house(address.street)
        points = self._gazetteer.building(house, town_key(address), area) if house and house.number is not None else []
        if not points:
            return None
        latitude, longitude = (median(axis) for axis in zip(*points, strict=True))
        return Position(latitude, longitude, Precision.POINT, _BUILDING_M, "directory")

    def _from_hints(self, address: PostalAddress, area: Area) -> Position:
        frame = Frame(*area.center)
        around = self._gazetteer.area_hint(area, frame)
        house, town = read_house(address.street), town_key(address)
        street = self._gazetteer.street_hints(house, town, area, frame) if house else []
        blocks = self._gazetteer.block_hints(house, town, frame) if house else []
        best = together([around, *street, *blocks])
        return Position(
            *frame.degrees(best.north, best.east),
            precision=Precision.STREET if any(hint.off() < around.off() for hint in street) else area.precision,
            precision_m=round(_NINE_IN_TEN * best.off(), -1),
            source="directory" if street or blocks or self._gazetteer.knows(area) else f"{area.precision}_center",
        )
