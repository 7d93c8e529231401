"""Whether a service lies clear of the areas drawn on an order."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from matching.areas import EARTH_RADIUS_M, AreaField, fault, gap_m, projected
from matching.zones import sphere_distance_m
from tests.matching.strategies import AREAS, PLACES, stars
from tests.matching.written import judged, reasons

DEGREE_M = math.pi * EARTH_RADIUS_M / 180
NORTH, EAST = 39.29, -76.61
# A square of a tenth of a degree each way.
SQUARE = [[39.24, -76.66], [39.24, -76.56], [39.34, -76.56], [39.34, -76.66]]
# A horseshoe, open to the north: its middle lies outside.
HORSESHOE = [[0, 0], [0, 3], [3, 3], [3, 2], [1, 2], [1, 1], [3, 1], [3, 0]]
Area = list[list[float]]


def horseshoe(size: float = 0.01) -> Area:
    return [[NORTH + north * size, EAST + east * size] for north, east in HORSESHOE]


def against(area: object, north: float, east: float, precision_m: float = 0, **conditions: Any) -> str:
    zone = {"kind": "exclusion", "polygon": area}
    place = {"latitude": north, "longitude": east, "precision_m": precision_m}
    [(rule, status)] = reasons(judged(conditions={"zones": [zone], **conditions}, place=place))
    assert rule == "zone"
    return status


def corners(area: Area) -> tuple[tuple[float, float], ...]:
    return tuple((north, east) for north, east in area)


@pytest.mark.parametrize(
    ("north", "east", "gap"),
    [
        (39.34 + 0.01, EAST, 0.01 * DEGREE_M),
        (39.34 - 0.01, EAST, -0.01 * DEGREE_M),
        (NORTH, -76.56 + 0.01, 0.01 * DEGREE_M * math.cos(math.radians(NORTH))),
        (NORTH, -76.66 + 0.01, -0.01 * DEGREE_M * math.cos(math.radians(NORTH))),
    ],
)
def test_north_and_east_are_measured_in_true_meters(north: float, east: float, gap: float) -> None:
    # The edge of a square runs straight over the ground, not along the parallel: a few meters at most.
    assert gap_m(corners(SQUARE), (north, east)) == pytest.approx(gap, abs=5)


@pytest.mark.parametrize(
    ("north_m", "precision_m", "expected"),
    [(20, 0, "met"), (-20, 0, "not_met"), (20, 30, "unknown"), (-20, 30, "unknown")],
)
def test_clear_inside_or_too_close_to_call(north_m: float, precision_m: float, expected: str) -> None:
    edge = max(north for north, _ in horseshoe())

    assert against(horseshoe(), edge + north_m / DEGREE_M, EAST + 0.005, precision_m) == expected


def test_the_bay_of_a_concave_area_is_outside_of_it() -> None:
    assert against(horseshoe(), NORTH + 0.025, EAST + 0.015) == "met"
    assert against(horseshoe(), NORTH + 0.025, EAST + 0.005) == "not_met"
    assert against(horseshoe(), NORTH + 0.005, EAST + 0.015) == "not_met"


@pytest.mark.parametrize(
    ("area", "says"),
    [
        ([[39, -76], [39, -77]], "from 3 to 200 corners"),
        ([[52, 179.9], [52, -179.9], [52.1, 179.9]], "180 meets -180"),
        ([[39, -76], [40, -77], [39, -77], [40, -76]], "may not cross"),
        ([[39, -76], [39, -76], [39, -76]], "may not cross"),
        ([[39, -76], [39, -80], [40, -76]], "200 kilometers"),
        ([[39, -76], [91, -76], [40, -77]], "A latitude"),
        ([[39, -76], [math.nan, -76], [40, -77]], "A latitude"),
    ],
)
def test_what_is_no_area_is_refused_and_never_read_as_clear(area: Area, says: str) -> None:
    assert says in fault(corners(area))
    with pytest.raises(ValidationError, match=says):
        AreaField().deserialize(area)
    assert against(area, 10, 10) == "unknown"


def test_corners_are_typed_one_a_line() -> None:
    typed = "39.24, -76.66\n\n 39.24 -76.56 \n39.34,-76.56\n"

    assert AreaField().deserialize(typed) == corners(SQUARE[:3])


@pytest.mark.parametrize("typed", ["here and there", "39.24", "39.24, -76.66, 5", 7, [["39", True]], ["a"]])
def test_what_is_no_corner_is_told(typed: object) -> None:
    with pytest.raises(ValidationError):
        AreaField().deserialize(typed)


@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(0, 360), st.floats(0.001, 1))
def test_the_flat_picture_is_true_in_distance_from_its_middle(
    north: float, east: float, turn: float, reach: float
) -> None:
    there = (north + reach * math.sin(turn), east + reach * math.cos(turn))

    assert math.hypot(*projected(there, (north, east))) == pytest.approx(
        sphere_distance_m((north, east), there), rel=1e-6, abs=0.01
    )


@given(stars(), PLACES, st.floats(0.1, 0.9))
def test_shrinking_an_area_never_turns_clear_into_inside(
    star: Area, place: dict[str, float], factor: float
) -> None:
    # All of a star is seen from its middle, so that a smaller one lies in the larger.
    middle, *area = star
    smaller = [
        [middle[0] + factor * (north - middle[0]), middle[1] + factor * (east - middle[1])]
        for north, east in area
    ]
    where = (place["latitude"], place["longitude"], place.get("precision_m", 0))

    assert (against(area, *where), against(smaller, *where)) not in {
        ("met", "not_met"),
        ("unknown", "not_met"),
    }


METHODS: list[dict[str, Any]] = [
    {"measuring": {"method": "property_lines", "half_width_m": 25}},
    {"measuring": {"method": "route", "detour": 1.5}},
]


@pytest.mark.parametrize("method", METHODS)
@given(AREAS, PLACES)
def test_how_an_agency_measures_only_makes_more_too_close_to_call(
    method: dict[str, Any], area: Area, place: dict[str, float]
) -> None:
    where = (place["latitude"], place["longitude"], place.get("precision_m", 0))

    assert against(area, *where, **method) in {against(area, *where), "unknown"}


def test_two_lots_are_allowed_for_where_property_lines_count() -> None:
    edge = max(north for north, _ in horseshoe())
    where = (edge + 40 / DEGREE_M, EAST + 0.005)

    assert against(horseshoe(), *where) == "met"
    assert against(horseshoe(), *where, **METHODS[0]) == "unknown"
    assert against(horseshoe(), edge + 60 / DEGREE_M, EAST + 0.005, **METHODS[0]) == "met"
    assert against(horseshoe(), *where, **METHODS[1]) == "met"
