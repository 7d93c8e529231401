"""Where a record of a file lies: its address taken apart, its county, and whether its coordinates can be believed."""

from collections.abc import Mapping
from typing import Any

from resources.geocoding.plausibility import Doubt, doubt
from resources.geocoding.positions import Precision
from resources.geography.postal_addresses import AddressKind, PostalAddress, says_where
from resources.geography.states import state_code
from resources.geography.zip_codes import city_key, zip_code
from resources.imports.batch import Batch
from resources.imports.rows import SourceRow
from resources.records.locations import IMPORTED

# Two rows at one address of a real directory differed by 14 m at the median and 379 m at most.
IMPORTED_POINT_M = 150.0
PLACELESS = (AddressKind.STATEWIDE, AddressKind.TELEPHONE_ONLY, AddressKind.UNKNOWN)
# Counties with an independent city of the same name beside them keep the word, or the two would be one.
_COUNTIES_BESIDE_CITIES = {
    "Baltimore County",
    "St. Louis County",
    "Fairfax County",
    "Franklin County",
    "Richmond County",
    "Roanoke County",
}
_DOUBTS = {
    Doubt.ZERO: "The coordinates are 0, which is where a failed search puts them",
    Doubt.SWAPPED: "Latitude and longitude are swapped",
    Doubt.OUTSIDE_COUNTRY: "The coordinates lie outside the country",
    Doubt.OUTSIDE_STATE: "The coordinates lie outside the state of the address",
    Doubt.FAR_FROM_ZIP: "The coordinates lie far from the ZIP code of the address",
    Doubt.STATE_CONTRADICTS_ZIP: "The state of the address does not fit its ZIP code",
}
_NO_ADDRESS = (
    "The address names no street, house or building, so the coordinates are left out: they might tell of a place that "
    "is kept secret. If it is none, put it on the map."
)
_KEPT_BACK = (
    "The address is told to nobody, as the file has it: the place is kept confidential until you open it."
)


def warn_of_secrecy(batch: Batch, row: SourceRow) -> None:
    """Tell the coordinator that an address of a row says it is secret."""
    batch.warn(row, "address", "address_kept_back", _KEPT_BACK)


def county_of(postal_code: str, city: str = "", state: str | None = None) -> str:
    """The county that a ZIP code mostly lies in, as people say it ("Prince George's", "Baltimore City").

    Empty if unknown, or if the city or the state is none of that ZIP code: then one of the two is wrong.
    """
    known = zip_code(postal_code[:5])
    if known is None or not known.county or (city and city_key(city) not in known.city_keys()):
        return ""
    if (said := state_code(state or "")) and said != known.state:
        return ""
    return county_name(known.county)


def county_name(name: str) -> str:
    """A county as people say it: without the word, unless a city of the same name stands beside it."""
    name = name.replace(" city", " City").replace("St Mary's", "St. Mary's")
    return name if name in _COUNTIES_BESIDE_CITIES else name.removesuffix(" County")


def complain_of_town(batch: Batch, row: SourceRow, state: str, postal_code: str, read: PostalAddress) -> None:
    """Warn where a state or a ZIP code cannot be what was written, or the two name different states."""
    where = ", ".join(filter(None, (read.city, read.state))) or "this address"
    known = zip_code(read.postal_code)
    if state and state_code(state) is None:
        instead = f"{read.state} was taken from the rest of the address" if read.state else "it is left out"
        batch.warn(row, "state", "unknown_state", f"“{state[:40]}” is no state; {instead}.")
    if postal_code and not read.postal_code:
        message = f"“{postal_code[:40]}” is no ZIP code of {where}; it is left out."
        batch.warn(row, "postal_code", "unknown_zip_code", message)
    elif known and read.state and known.state != read.state:
        message = f"The ZIP code {known.code} lies in {known.state}, not in {where}; it is kept as written."
        batch.warn(row, "postal_code", "other_state", message)


def located(place: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a location that another copy of this product wrote with how surely it knows it; else none."""
    known = {name: place["reentry"].get(name) for name in ("precision", "precision_m", "position_source")}
    point = {name: place.get(name) for name in ("latitude", "longitude")}
    if None in (*known.values(), *point.values()):
        return {}
    return point | known


def accept_point(
    batch: Batch,
    row: SourceRow,
    latitude: object,
    longitude: object,
    address: PostalAddress | None,
) -> dict[str, Any]:
    """The columns of a location for the coordinates of its row; none, with a warning, where they cannot be right.

    Nor where the address names nothing one could go to: the point may tell of a place that is kept secret. address:
    None where the file tells none, as where it came in another.
    """
    try:
        point = (float(str(latitude)), float(str(longitude)))
    except ValueError:
        if str(latitude or "").strip() or str(longitude or "").strip():
            batch.warn(
                row, "latitude", "no_coordinates", "The coordinates are not two numbers; they are left out."
            )
        return {}
    if address and not says_where(address):
        batch.warn(row, "latitude", "point_without_address", _NO_ADDRESS)
        return {}
    state, code = (address.state or "", address.postal_code or "") if address else ("", "")
    wrong = doubt(*point, state=state_code(state), postal_code=code[:5])
    # An address that contradicts itself says nothing against the point.
    if wrong and wrong is not Doubt.STATE_CONTRADICTS_ZIP:
        batch.warn(row, "latitude", wrong.value, f"{_DOUBTS[wrong]}; they are left out.")
        return {}
    return {
        "latitude": point[0],
        "longitude": point[1],
        "precision": Precision.POINT.value,
        "precision_m": IMPORTED_POINT_M,
        "position_source": IMPORTED,
    }
