"""An address is placed by the finest thing known about it, and says how fine that is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.positions import Position, Precision
from resources.geography.distances import distance_m
from resources.geography.postal_addresses import parse_address

DOWNTOWN = (39.29, -76.61)


def known(line: str, latitude: float, longitude: float) -> KnownPlace:
    return KnownPlace(parse_address(line), latitude, longitude)


def placed(line: str, *places: KnownPlace) -> Position:
    position = Geocoder(places).position(parse_address(line))
    assert position is not None
    return position


def off(position: Position, latitude: float, longitude: float) -> float:
    return distance_m((position.latitude, position.longitude), (latitude, longitude))


def test_without_known_places_an_address_lies_at_the_center_of_its_zip_code() -> None:
    position = placed("12 Heron St, Baltimore, MD 21201")

    assert (position.precision, position.source) == (Precision.ZIP, "zip_center")
    assert (position.latitude, position.longitude) == pytest.approx((39.2946, -76.6252), abs=0.01)


def test_without_a_zip_code_it_lies_in_the_middle_of_its_city_and_less_surely() -> None:
    position = placed("12 Heron St, Baltimore, MD")

    assert (position.precision, position.source) == (Precision.CITY, "city_center")
    assert position.precision_m > placed("12 Heron St, Baltimore, MD 21201").precision_m


def test_a_zip_code_that_nobody_knows_leaves_the_city() -> None:
    assert placed("12 Heron St, Baltimore, MD 21999").precision is Precision.CITY


def test_a_country_zip_code_is_less_sure_than_one_downtown() -> None:
    country, downtown = placed("12 Heron Rd, Oakland, MD 21550"), placed("12 Heron St, Baltimore, MD 21201")

    assert country.precision_m > 2 * downtown.precision_m


@pytest.mark.parametrize(
    "line",
    [
        "Statewide, Baltimore, MD 21201",
        "Call for location, Baltimore, MD 21201",
        "Confidential, Baltimore, MD 21201",
        "Safe at Home, PO Box 12, Annapolis, MD 21404",
        "12 Heron St, Baltimore, VA 21201",
        "12 Heron St",
        "12 Heron St, Nowhere At All, MD",
        "",
    ],
)
def test_what_has_no_place_or_contradicts_itself_gets_none(line: str) -> None:
    at_the_address = known("12 Heron St, Baltimore, MD 21201", *DOWNTOWN)

    assert Geocoder([at_the_address]).position(parse_address(line)) is None


def test_a_post_office_box_is_placed_by_its_zip_code_and_never_finer() -> None:
    assert placed("P.O. Box 12, Bel Air, MD 21014").precision is Precision.ZIP


def test_the_same_building_is_found_however_it_is_written() -> None:
    place = known("1100 North Heron Street, Suite 5, Baltimore, MD 21201", 39.301, -76.615)

    position = placed("1100 N. Heron St, 2nd Floor, Baltimore, MD 21202", place)

    assert (position.precision, position.source) == (Precision.POINT, "directory")
    assert (position.latitude, position.longitude) == (39.301, -76.615)


def test_the_same_number_and_street_in_another_town_is_another_building() -> None:
    place = known("100 Main St, Laurel, MD 20707", 39.1, -76.85)

    position = placed("100 Main St, Cumberland, MD 21502", place)

    assert (position.precision, position.source) == (Precision.ZIP, "zip_center")


def test_between_two_known_numbers_of_a_street_it_interpolates() -> None:
    places = [
        known("100 Heron Ave, Baltimore, MD 21201", 39.290, -76.61),
        known("300 Heron Ave, Baltimore, MD 21201", 39.294, -76.61),
    ]

    position = placed("200 Heron Ave, Baltimore, MD 21201", *places)

    assert position.precision is Precision.STREET
    assert off(position, 39.292, -76.61) < 100


def test_a_far_number_on_the_same_street_says_less_than_a_near_one() -> None:
    place = known("100 Heron Ave, Baltimore, MD 21201", *DOWNTOWN)

    near, far = (placed(f"{number} Heron Ave, Baltimore, MD 21201", place) for number in (120, 900))

    assert near.precision_m < far.precision_m
    assert off(near, *DOWNTOWN) < off(far, *DOWNTOWN)


def test_block_numbers_of_other_streets_tell_how_far_north_it_lies() -> None:
    places = [
        known(f"{block} N {street} St, Baltimore, MD 21201", 39.29 + block / 100_000, -76.62)
        for block, street in zip(
            (200, 500, 800, 1400, 1900, 2300), ("Ash", "Bay", "Elm", "Fir", "Oak", "Yew"), strict=True
        )
    ]

    position = placed("1100 N Heron St, Baltimore, MD 21201", *places)

    assert position.latitude == pytest.approx(39.301, abs=0.001)


def test_the_known_places_of_a_zip_code_draw_an_unknown_street_to_them() -> None:
    harbor = [known(f"{number} Bay St, Cambridge, MD 21613", 38.57, -76.07) for number in (1, 3, 5, 7)]

    position = placed("40 Heron St, Cambridge, MD 21613", *harbor)

    assert (position.precision, position.source) == (Precision.ZIP, "directory")
    assert off(position, 38.57, -76.07) < 500
    assert position.precision_m < placed("40 Heron St, Cambridge, MD 21613").precision_m


def test_known_places_with_nearly_the_same_number_draw_an_unknown_street_to_them() -> None:
    low = [known(f"{number} Bay St, Cambridge, MD 21613", 38.56, -76.07) for number in (1, 3, 5)]
    high = [known(f"{number} Elm St, Cambridge, MD 21613", 38.58, -76.07) for number in (901, 903, 905)]

    below, above = (placed(f"{number} Heron St, Cambridge, MD 21613", *low, *high) for number in (8, 910))

    assert below.latitude < 38.57 < above.latitude


def test_a_place_whose_point_cannot_be_right_teaches_nothing() -> None:
    swapped = known("12 Heron St, Baltimore, MD 21201", -76.61, 39.29)

    assert placed("12 Heron St, Baltimore, MD 21201", swapped) == placed("12 Heron St, Baltimore, MD 21201")


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3000), st.floats(39.2, 39.35), st.floats(-76.7, -76.55)), max_size=8)
)
def test_whatever_is_known_the_answer_stays_among_it_and_its_zip_code(
    given_places: list[tuple[int, float, float]],
) -> None:
    places = [known(f"{number} N Heron St, Baltimore, MD 21201", *point) for number, *point in given_places]

    position = placed("1100 N Heron St, Baltimore, MD 21201", *places)

    assert off(position, 39.29, -76.62) < 30_000
    assert position.precision_m > 0
