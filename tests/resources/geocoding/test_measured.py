"""On the real directories the parser and the geocoder do as well as was measured when they were made."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
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


def held_out(places: list[KnownPlace]) -> Iterator[tuple[list[KnownPlace], list[KnownPlace]]]:
    """Known and asked places, so that no building is in both."""
    buildings = defaultdict(list)
    for place in places:
        buildings[place.address.street, place.address.postal_code].append(place)
    keys = sorted(buildings, key=str)
    random.Random(1).shuffle(keys)
    for fold in range(FOLDS):
        asked = set(keys[fold::FOLDS])
        yield (
            [place for key in keys if key not in asked for place in buildings[key]],
            [place for key in asked for place in buildings[key]],
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


def test_addresses_never_seen_are_placed_within_eight_hundred_meters_at_the_median(
    located: list[KnownPlace],
) -> None:
    found = [each for known, asked in held_out(located) for each in errors(Geocoder(known), asked)]

    assert median(off for off, _ in found) < 800
    assert sum(off <= said for off, said in found) / len(found) > 0.87


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
