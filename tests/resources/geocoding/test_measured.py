"""On the real directories the parser and the geocoder do as well as was measured when they were made."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.houses import read_house
from resources.geocoding.plausibility import doubt
from resources.geography.distances import distance_m
from resources.geography.postal_addresses import AddressKind, parse_address
from resources.geography.zip_codes import city_key

pytestmark = pytest.mark.shared_data

FOLDS = 5


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def located(shared: Path) -> list[KnownPlace]:
    """The 809 addresses of the Baltimore directory whose coordinates are told."""
    folder = shared / "data" / "baltimore_charmcare"
    locations = {row["id"]: row for row in rows(folder / "locations.csv")}
    return [
        KnownPlace(
            parse_address(
                ", ".join(filter(None, [row["address_1"], row["address_2"]])),
                city=row["city"],
                state=row["state_province"],
                postal_code=row["postal_code"],
            ),
            float(location["latitude"]),
            float(location["longitude"]),
        )
        for row in rows(folder / "addresses.csv")
        if (location := locations[row["location_id"]])["latitude"]
    ]


def building(place: KnownPlace) -> object:
    """What two rows of one building have in common."""
    return place.address.street, place.address.postal_code


def street(place: KnownPlace) -> object:
    """What all rows on one street have in common, in whatever town."""
    house = read_house(place.address.street or "")
    return house.street if house else place.address.street


def spot(place: KnownPlace) -> object:
    """What rows within a hundred meters have in common, however their address is written."""
    return round(place.latitude, 3), round(place.longitude, 3)


def held_out(
    places: list[KnownPlace], kept_together: Callable[[KnownPlace], object], seed: int
) -> Iterator[tuple[list[KnownPlace], list[KnownPlace]]]:
    """Known and asked places, so that what is kept together is in one of the two."""
    groups = defaultdict(list)
    for place in places:
        groups[kept_together(place)].append(place)
    keys = sorted(groups, key=str)
    random.Random(seed).shuffle(keys)
    for fold in range(FOLDS):
        asked = set(keys[fold::FOLDS])
        yield (
            [place for key in keys if key not in asked for place in groups[key]],
            [place for key in asked for place in groups[key]],
        )


def errors(geocoder: Geocoder, asked: list[KnownPlace]) -> Iterator[tuple[float, float]]:
    """For each asked place how many meters off the answer is, and how many it said."""
    for place in asked:
        position = geocoder.position(place.address)
        assert position is not None
        here = (position.latitude, position.longitude)
        yield distance_m(here, (place.latitude, place.longitude)), position.precision_m


def test_zip_codes_alone_miss_by_a_mile_at_the_median(located: list[KnownPlace]) -> None:
    found = list(errors(Geocoder(), located))

    assert median(off for off, _ in found) < 1_550
    assert sum(off <= said for off, said in found) / len(found) > 0.88


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("kept_together", "median_m"), [(building, 720), (spot, 720), (street, 1_100)])
def test_addresses_never_seen_are_placed_as_well_as_measured(
    located: list[KnownPlace], kept_together: Callable[[KnownPlace], object], median_m: float, seed: int
) -> None:
    folds = held_out(located, kept_together, seed)
    found = [each for known, asked in folds for each in errors(Geocoder(known), asked)]

    assert median(off for off, _ in found) < median_m
    assert 0.87 < sum(off <= said for off, said in found) / len(found) < 0.94


def test_no_point_of_a_real_directory_is_doubted(located: list[KnownPlace]) -> None:
    doubts = {
        doubt(
            place.latitude, place.longitude, state=place.address.state, postal_code=place.address.postal_code
        )
        for place in located
    }

    assert doubts == {None}


def test_every_numbered_line_with_a_zip_code_is_taken_apart_whole(shared: Path) -> None:
    guide = rows(shared / "data" / "doj_maryland_reentry" / "doj-data.csv")
    lines = [row["Address"] for row in guide if row["Type"] and re.match(r"\d.*\d{5}", row["Address"])]

    addresses = [parse_address(line) for line in lines]

    assert len(lines) == 969
    assert all(each.kind is AddressKind.STREET and each.city and each.state for each in addresses)
    assert all(each.postal_code for each in addresses)


def test_units_that_ran_into_the_city_come_out_as_in_the_original_line(shared: Path) -> None:
    folder = shared / "data" / "doj_maryland_reentry"
    originals = {_letters(row["Address"]): row["Address"] for row in rows(folder / "doj-data.csv")}
    broken = [
        row for row in rows(folder / "ohana_addresses.csv") if re.search(r"\d|suite|floor", row["city"], re.I)
    ]

    right = 0
    for row in broken:
        address = parse_address(
            row["address_1"], city=row["city"], state=row["state_province"], postal_code=row["postal_code"]
        )
        wanted = _letters(row["address_1"] + row["city"])
        original = parse_address(next(line for key, line in originals.items() if key.startswith(wanted)))
        same_city = city_key(address.city or "") == city_key(original.city or "")
        right += same_city and _letters(address.unit or "") == _letters(original.unit or "")

    assert len(broken) > 150
    assert right == len(broken)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())
