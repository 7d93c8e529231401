"""Loaded streets place an address to its house number, or leave it to the next best source where they cannot tell."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.positions import Position, Precision
from resources.geocoding.streets.street_file import StreetFile
from resources.geocoding.streets.tiger import read_layers, read_sides
from resources.geography.distances import distance_m
from resources.geography.postal_addresses import parse_address
from tests.conftest import NOW
from tests.resources.geocoding.streets.shapefiles import Street, zipped

HERON = Street("Heron St", ("101", "199"), ("100", "198"))
FAR = (((39.36, -76.61), (39.3645, -76.61)),)


def loaded(folder: Path, *streets: Street, name: str = "tl_2025_24999_addrfeat") -> StreetFile:
    """A street file with one invented county."""
    kept = StreetFile(folder / "streets" / "ranges.db")
    for layer in read_layers(zipped(folder, streets, name)):
        kept.replace(layer.county, read_sides(layer), NOW)
    return kept


def placed(streets: StreetFile, line: str, known: Iterable[KnownPlace] = ()) -> Position:
    """Where the geocoder puts a line."""
    position = Geocoder(known, streets).position(parse_address(line))
    assert position is not None
    return position


def test_a_house_is_placed_on_its_side_at_its_share_of_the_block(tmp_path: Path) -> None:
    streets = loaded(tmp_path, HERON)

    odd, even = (placed(streets, f"{number} Heron Street, Baltimore, MD 21201") for number in (149, 150))

    assert (odd.precision, odd.source) == (Precision.STREET, "street_range")
    assert (odd.latitude, even.latitude) == pytest.approx((39.2922, 39.2923), abs=0.0001)
    # The line runs north, so what is on its left lies to the west.
    assert odd.longitude < -76.61 < even.longitude


@pytest.mark.parametrize("flag", ["Y", "N", ""])
def test_the_flag_whose_meaning_nobody_tells_moves_no_house(tmp_path: Path, flag: str) -> None:
    asked = "149 Heron Street, Baltimore, MD 21201"
    marked = Street("Heron St", ("101", "199"), ("100", "198"), offsets=(flag, flag))

    found = placed(loaded(tmp_path, marked), asked)

    # Ten meters beside the line, whatever the flag says.
    assert distance_m((found.latitude, found.longitude), (found.latitude, -76.61)) == pytest.approx(
        10, abs=0.5
    )


def test_a_block_of_several_ranges_by_zip_code_is_walked_range_by_range(tmp_path: Path) -> None:
    odd = Street("Heron St", ("101", "149"), zips=("21201", ""))
    same_piece = Street("Heron St", ("151", "199"), zips=("21202", ""))
    streets = loaded(tmp_path, odd, same_piece)

    one, other = (
        placed(streets, f"{number} Heron St, Baltimore, MD {code}")
        for number, code in ((149, "21201"), (199, "21202"))
    )

    # Each range is along the whole of the line, as the layer has it.
    assert one.latitude == pytest.approx(other.latitude, abs=0.0001)


def test_a_side_without_a_zip_code_is_left_to_the_next_best_source(tmp_path: Path) -> None:
    streets = loaded(tmp_path, Street("Heron St", ("101", "199"), zips=("", "")))

    assert placed(streets, "149 Heron Street, Baltimore, MD 21201").source != "street_range"


def test_a_short_block_is_surer_than_a_long_one(tmp_path: Path) -> None:
    short = Street("Bay St", ("1", "99"), parts=(((39.29, -76.61), (39.2905, -76.61)),))
    streets = loaded(tmp_path, HERON, short)

    near, far = (
        placed(streets, "49 Bay St, Baltimore, MD 21201"),
        placed(streets, "149 Heron St, Baltimore, MD 21201"),
    )

    assert 30 <= near.precision_m <= 60 < far.precision_m


def test_a_confirmed_building_comes_before_the_street(tmp_path: Path) -> None:
    known = KnownPlace(parse_address("149 Heron St, Baltimore, MD 21201"), 39.2931, -76.6102)

    found = placed(loaded(tmp_path, HERON), "149 Heron Street, Suite 2, Baltimore, MD 21201", [known])

    assert (found.precision, found.source) == (Precision.POINT, "directory")


def test_the_street_comes_before_the_neighbors(tmp_path: Path) -> None:
    known = KnownPlace(parse_address("147 Heron St, Baltimore, MD 21201"), 39.30, -76.62)

    assert (
        placed(loaded(tmp_path, HERON), "149 Heron St, Baltimore, MD 21201", [known]).source == "street_range"
    )


@pytest.mark.parametrize("line", ["251 Heron St", "149 Egret St", "Heron St"])
def test_what_the_streets_do_not_know_is_left_to_the_zip_code(tmp_path: Path, line: str) -> None:
    assert placed(loaded(tmp_path, HERON), f"{line}, Baltimore, MD 21201").source == "zip_center"


def test_a_number_whose_own_side_has_no_range_lies_across_from_it_and_less_surely(tmp_path: Path) -> None:
    streets = loaded(tmp_path, Street("Heron St", ("101", "199")))

    own, across = (placed(streets, f"{number} Heron St, Baltimore, MD 21201") for number in (149, 150))

    assert across.source == "street_range"
    assert across.precision_m > own.precision_m


def test_the_zip_code_tells_two_streets_of_one_name_apart(tmp_path: Path) -> None:
    north = Street("Heron St", ("101", "199"), zips=("21212", "21212"), parts=FAR)
    streets = loaded(tmp_path, HERON, north)

    assert placed(streets, "149 Heron St, Baltimore, MD 21201").latitude < 39.30
    assert placed(streets, "149 Heron St, Baltimore, MD 21212").latitude > 39.35


def test_without_a_zip_code_the_city_tells_them_apart(tmp_path: Path) -> None:
    annapolis = Street(
        "Heron St", ("101", "199"), zips=("21401", "21401"), parts=(((38.97, -76.5), (38.98, -76.5)),)
    )
    streets = loaded(tmp_path, HERON, annapolis)

    assert placed(streets, "149 Heron St, Baltimore, MD").latitude > 39.2
    assert placed(streets, "149 Heron St, Annapolis, MD").latitude < 39.0


def test_where_two_streets_of_one_city_fit_the_next_best_source_answers(tmp_path: Path) -> None:
    north = Street("Heron St", ("101", "199"), zips=("21212", "21212"), parts=FAR)

    assert placed(loaded(tmp_path, HERON, north), "149 Heron St, Baltimore, MD").source == "city_center"


def test_a_zip_code_without_the_street_does_not_hide_it_in_the_same_city(tmp_path: Path) -> None:
    assert placed(loaded(tmp_path, HERON), "149 Heron St, Baltimore, MD 21202").source == "street_range"


@pytest.mark.parametrize(
    ("line", "latitude"),
    [("149 N Heron St", 39.2922), ("149 S Heron St", 39.3622), ("149 Heron Ave", 39.4022)],
)
def test_direction_and_type_tell_streets_apart(tmp_path: Path, line: str, latitude: float) -> None:
    streets = loaded(
        tmp_path,
        Street("N Heron St", ("101", "199")),
        Street("S Heron St", ("101", "199"), parts=FAR),
        Street("Heron Ave", ("101", "199"), parts=(((39.4, -76.61), (39.4045, -76.61)),)),
    )

    assert placed(streets, f"{line}, Baltimore, MD 21201").latitude == pytest.approx(latitude, abs=0.0003)
    assert placed(streets, "149 Heron St, Baltimore, MD 21201").source == "zip_center"


def test_a_piece_of_street_with_two_names_is_one_place(tmp_path: Path) -> None:
    streets = loaded(tmp_path, HERON, HERON)

    assert placed(streets, "149 Heron St, Baltimore, MD 21201").source == "street_range"


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [("12-01", "12-99", "12-49"), ("N101", "N199", "N149"), ("101A", "199B", "149C"), ("199", "101", "149")],
)
def test_lettered_hyphened_and_falling_numbers_are_walked_along(
    tmp_path: Path, first: str, last: str, number: str
) -> None:
    streets = loaded(tmp_path, Street("Heron St", (first, last)))

    found = placed(streets, f"{number} Heron St, Baltimore, MD 21201")

    assert found.source == "street_range"
    assert distance_m((found.latitude, found.longitude), (39.2922, -76.61)) < 40


def test_loading_a_county_again_replaces_it_and_leaves_the_others(tmp_path: Path) -> None:
    loaded(tmp_path, HERON, name="tl_2025_24001_addrfeat")
    loaded(tmp_path, HERON, name="tl_2025_24003_addrfeat")

    streets = loaded(tmp_path, Street("Egret St", ("1", "9")), name="tl_2026_24001_addrfeat")

    assert streets.counties() == {"24001": 1, "24003": 2}


def test_without_any_streets_loaded_nothing_is_known_and_no_file_is_made(tmp_path: Path) -> None:
    streets = StreetFile(tmp_path / "streets" / "ranges.db")

    assert streets.counties() == {}
    assert placed(streets, "149 Heron St, Baltimore, MD 21201").source == "zip_center"
    assert not streets.path.parent.exists()


def test_a_street_file_that_is_none_is_passed_over(tmp_path: Path) -> None:
    streets = StreetFile(tmp_path / "ranges.db")
    streets.path.write_bytes(b"rubbish" * 1000)

    assert placed(streets, "149 Heron St, Baltimore, MD 21201").source == "zip_center"


def test_a_highway_is_found_however_it_is_written(tmp_path: Path) -> None:
    streets = loaded(tmp_path, Street("US Hwy 40", ("101", "199"), ("100", "198")))

    asked = [
        f"149 {way}, Baltimore, MD 21201" for way in ("US Highway 40", "U.S. Route 40", "US-40", "Route 40")
    ]
    found = [placed(streets, line) for line in asked]

    assert {each.source for each in found} == {"street_range"}
    assert len({(each.latitude, each.longitude) for each in found}) == 1


def test_a_route_of_which_nobody_says_whose_it_is_is_none_where_there_are_two(tmp_path: Path) -> None:
    state = Street("State Rte 40", ("101", "199"), ("100", "198"), parts=FAR)
    streets = loaded(tmp_path, Street("US Hwy 40", ("101", "199"), ("100", "198")), state)

    assert placed(streets, "149 Route 40, Baltimore, MD 21201").source != "street_range"
    assert placed(streets, "149 MD Route 40, Baltimore, MD 21201").source == "street_range"
