"""Whether a service lies clear of the zones on the order."""

import math
from typing import Any

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from matching.areas import EARTH_RADIUS_M
from matching.wording import english
from matching.zones import sphere_distance_m
from tests.matching.written import judged, reasons

CENTER = {"latitude": 39.2904, "longitude": -76.6122}
# One degree of latitude on this sphere.
DEGREE_M = math.pi * EARTH_RADIUS_M / 180
NO_OFFENSE = {"offenses": {"sex_offense": False, "arson": False, "violent_offense": False}}


def zone(radius_m: object = 1000, kind: object = "exclusion", **more: Any) -> dict[str, Any]:
    return CENTER | {"radius_m": radius_m, "kind": kind} | more


def place(north_m: float, **more: Any) -> dict[str, Any]:
    return CENTER | {"latitude": CENTER["latitude"] + north_m / DEGREE_M} | more


def against(*zones: Any, **service: Any) -> list[tuple[str, str]]:
    return reasons(judged(facts=NO_OFFENSE, conditions={"zones": list(zones)}, **service))


@pytest.mark.parametrize(
    ("north_m", "precision_m", "expected"),
    [
        (1001, 0, "met"),
        (999, 0, "not_met"),
        (1001, 2, "unknown"),
        (999, 2, "unknown"),
        (1003, 2, "met"),
        (997, 2, "not_met"),
        (0, 5000, "unknown"),
    ],
)
def test_clear_inside_or_too_close_to_call(north_m: float, precision_m: float, expected: str) -> None:
    assert against(zone(), place=place(north_m, precision_m=precision_m)) == [("zone", expected)]


@pytest.mark.parametrize("more", [{}, {"precision_m": None}])
def test_a_missing_precision_is_zero(more: dict[str, None]) -> None:
    assert against(zone(), place=place(1001, **more)) == [("zone", "met")]


def test_without_a_place_it_is_unknown() -> None:
    assert against(zone()) == [("zone", "unknown")]
    assert against(zone(), place=None) == [("zone", "unknown")]


def test_each_zone_gives_its_own_reason() -> None:
    assert against(zone(), zone(radius_m=10), place=place(500)) == [("zone", "met"), ("zone", "not_met")]


def test_a_residence_zone_applies_only_where_people_live() -> None:
    assert against(zone(kind="Residence"), place=place(0)) == []
    assert against(zone(kind="Residence"), place=place(0), residential=True) == [("zone", "not_met")]


@pytest.mark.parametrize("kind", ["presence", "exclusion", "buffer", None])
@pytest.mark.parametrize("residential", [True, False])
def test_the_other_kinds_apply_everywhere(kind: str | None, residential: bool) -> None:
    assert against(zone(kind=kind), place=place(0), residential=residential) == [("zone", "not_met")]


@pytest.mark.parametrize(
    "odd", [{"radius_m": "wide"}, {"latitude": None}, {"longitude": 200}, {"radius_m": -1}]
)
def test_a_zone_that_cannot_be_read_is_unknown(odd: dict[str, object]) -> None:
    assert against(zone(**odd), place=place(0)) == [("zone", "unknown")]


@pytest.mark.parametrize(
    "odd", [{"latitude": "north"}, {"longitude": None}, {"precision_m": "fine"}, {"precision_m": -1}]
)
def test_a_place_that_cannot_be_read_is_no_place(odd: dict[str, object]) -> None:
    assert against(zone(), place=place(5000) | odd) == [("zone", "unknown")]


def test_zones_are_no_zones_where_there_are_none() -> None:
    assert judged(conditions={"zones": None}).reasons == judged(conditions={"zones": [None]}).reasons == ()


def test_a_degree_north_is_known_and_a_degree_east_is_shorter() -> None:
    north = sphere_distance_m((39, -76), (40, -76))
    east = sphere_distance_m((39, -76), (39, -75))

    assert north == pytest.approx(111_195.08, abs=0.01)
    assert east == pytest.approx(86_412.85, abs=20)
    assert east < north * 0.78


LINES = {"method": "property_lines", "half_width_m": 25}
ROUTE = {"method": "route", "detour": 1.5}


@pytest.mark.parametrize(
    ("measuring", "north_m", "expected"),
    [
        (LINES, 1040, "unknown"),
        (LINES, 1060, "met"),
        (LINES, 999, "not_met"),
        (ROUTE, 1001, "met"),
        (ROUTE, 999, "unknown"),
        (ROUTE, 660, "not_met"),
        ({"method": "points", "half_width_m": 25, "detour": 3}, 1001, "met"),
    ],
)
def test_the_way_of_measuring_widens_what_is_too_close_and_is_told(
    measuring: dict[str, Any], north_m: float, expected: str
) -> None:
    judgment = judged(conditions={"zones": [zone()], "measuring": measuring}, place=place(north_m))
    [reason] = judgment.reasons

    assert reason.status.value == expected
    said = english().sentence(reason)
    assert ("two lots" in said) == (measuring is LINES)
    assert ("from door to door" in said) == (measuring is ROUTE)


@given(st.floats(0, 3000), st.floats(0, 500), st.floats(1, 2000), st.floats(0, 1))
def test_shrinking_a_circle_never_turns_clear_into_inside(
    north_m: float, precision_m: float, radius_m: float, factor: float
) -> None:
    where = place(north_m, precision_m=precision_m)
    [(_, large)], [(_, small)] = (
        against(zone(radius_m), place=where),
        against(zone(radius_m * factor), place=where),
    )

    assert {"not_met": 0, "unknown": 1, "met": 2}[small] >= {"not_met": 0, "unknown": 1, "met": 2}[large]


LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_distance_agrees_with_geopy(
    north: float, east: float, other_north: float, other_east: float
) -> None:
    here, there = (north, east), (other_north, other_east)

    expected = great_circle(here, there, radius=EARTH_RADIUS_M / 1000).meters

    assert sphere_distance_m(here, there) == pytest.approx(expected, rel=1e-6, abs=1)
