"""Distance is reckoned on the ellipsoid, and latitude and longitude keep their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.geography.distances import distance_m, distance_miles

points = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


def test_one_degree_east_on_the_equator_is_its_three_hundred_sixtieth_part() -> None:
    # 2 π × 6,378,137 m / 360, the equator of WGS-84
    assert distance_m((0, -77), (0, -76)) == pytest.approx(111_319.49, abs=0.01)


def test_one_degree_north_around_45_degrees_has_its_published_length() -> None:
    # 111,131.7 m in the tables of the National Geospatial-Intelligence Agency
    assert distance_m((44.5, -76), (45.5, -76)) == pytest.approx(111_131.7, abs=1)


def test_a_degree_east_is_much_shorter_than_a_degree_north_in_baltimore() -> None:
    north, east = distance_miles((39, -76.6), (40, -76.6)), distance_miles((39.29, -77), (39.29, -76))

    assert north == pytest.approx(68.99, abs=0.01)
    assert east == pytest.approx(53.60, abs=0.01)


@given(points, points)
def test_the_way_there_is_as_long_as_the_way_back(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance_miles(one, other) == pytest.approx(distance_miles(other, one))


def test_swapped_coordinates_of_the_far_west_are_refused() -> None:
    with pytest.warns(UserWarning, match="Latitude"), pytest.raises(ValueError, match="Latitude"):
        distance_miles((-122.3, 47.6), (-122.4, 47.7))
