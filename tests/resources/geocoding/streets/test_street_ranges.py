"""A number lies at its share of the way along its street, on its own side, and a little beside the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from resources.geocoding.hints import Frame
from resources.geocoding.streets.house_numbers import HouseNumber, numbers_of, read_number
from resources.geocoding.streets.ranges import StreetSide, parity_of

SOUTH = (39.29, -76.61)
FRAME = Frame(*SOUTH)


def side(
    first: int, last: int, *lines: list[tuple[float, float]], left: bool = True, parity: str = "B"
) -> StreetSide:
    """A side whose parts are given in meters north and east of its beginning."""
    parts = tuple(tuple(FRAME.degrees(*each) for each in line) for line in lines)
    return StreetSide("heron", "", "st", "21201", "", first, last, parity, left, parts)


def meters(made: StreetSide, number: int) -> tuple[float, float]:
    """Where a number lies, in meters north and east of the beginning."""
    return FRAME.meters(*made.point(number))


@pytest.mark.parametrize(
    ("number", "left", "north", "east"),
    [
        # Eight meters in from either corner, ten meters to the side: 8 + (number - 101) / 98 × 384 m north.
        (101, True, 8.0, -10.0),
        (150, True, 200.0, -10.0),
        (199, True, 392.0, -10.0),
        (150, False, 200.0, 10.0),
    ],
)
def test_on_a_straight_street_to_the_north(number: int, left: bool, north: float, east: float) -> None:
    made = side(101, 199, [(0, 0), (400, 0)], left=left)

    assert meters(made, number) == pytest.approx((north, east), abs=0.05)


def test_numbers_that_fall_along_the_line_are_walked_from_its_end() -> None:
    made = side(199, 101, [(0, 0), (400, 0)])

    assert meters(made, 199) == pytest.approx((8, -10), abs=0.05)
    assert meters(made, 101) == pytest.approx((392, -10), abs=0.05)


def test_round_a_corner_the_way_is_measured_along_the_street() -> None:
    made = side(100, 200, [(0, 0), (100, 0), (100, 100)], left=False, parity="E")

    # Halfway is the corner itself; three quarters lie fifty meters to the east, on the right: to the south.
    assert meters(made, 175) == pytest.approx((90, 46), abs=0.2)


def test_no_house_lies_between_two_parts_of_a_street() -> None:
    made = side(100, 300, [(0, 0), (100, 0)], [(500, 0), (600, 0)])

    norths = [meters(made, number)[0] for number in range(100, 301, 5)]

    assert all(north < 100.1 or north > 499.9 for north in norths)
    assert min(norths) < 100 < 500 < max(norths)


def test_one_number_alone_lies_in_the_middle() -> None:
    assert meters(side(7, 7, [(0, 0), (100, 0)]), 7)[0] == pytest.approx(50, abs=0.05)


def test_a_line_without_length_is_its_only_point() -> None:
    assert meters(side(1, 9, [(0, 0), (0, 0)]), 5) == pytest.approx((0, 0), abs=0.01)


@pytest.mark.parametrize(
    ("said", "first", "last", "parity"),
    [("O", 100, 198, "O"), ("", 101, 199, "O"), ("", 198, 100, "E"), ("", 101, 198, "B"), ("X", 2, 4, "E")],
)
def test_odd_or_even_is_as_the_file_says_or_as_both_ends_agree(
    said: str, first: int, last: int, parity: str
) -> None:
    assert parity_of(said, first, last) == parity


def test_an_even_number_has_no_room_on_the_odd_side() -> None:
    odd = side(199, 101, [(0, 0), (400, 0)], parity="O")

    assert odd.holds(151)
    assert not odd.holds(150)
    assert not odd.holds(201)
    assert odd.spans(150)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("101", HouseNumber("", 101)),
        ("101A", HouseNumber("", 101)),
        ("101 1/2", HouseNumber("", 101)),
        ("12-34", HouseNumber("12-", 34)),
        ("N101", HouseNumber("N", 101)),
        ("W239N4567", HouseNumber("W239N", 4567)),
        ("", None),
        ("none", None),
        ("1" * 400, None),
    ],
)
def test_house_numbers_are_read_as_streets_bear_them(text: str, number: HouseNumber | None) -> None:
    assert read_number(text) == number


def test_a_hyphen_may_join_two_houses_or_part_block_and_house() -> None:
    assert numbers_of("5613-5617 Heron Rd") == [HouseNumber("", 5613), HouseNumber("5613-", 5617)]
    assert numbers_of("") == []


spots = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))
lines = st.lists(st.lists(spots, min_size=2, max_size=6), min_size=1, max_size=3)
ends = st.tuples(st.integers(1, 9999), st.integers(1, 9999))


@given(lines, ends, st.booleans())
def test_every_number_lies_within_a_houses_depth_of_its_street(
    given_lines: list[list[tuple[float, float]]], given_ends: tuple[int, int], left: bool
) -> None:
    made = side(*given_ends, *given_lines, left=left)
    street = MultiLineString([LineString(line) for line in given_lines])
    low, high = sorted(given_ends)

    for number in {low, (low + high) // 2, high}:
        assert street.distance(Point(meters(made, number))) <= 10.5


@given(st.sets(st.integers(0, 5000), min_size=2), ends)
def test_a_larger_number_never_lies_nearer_to_the_beginning(
    given_norths: set[int], given_ends: tuple[int, int]
) -> None:
    first, last = sorted(given_ends)
    made = side(first, last, [(float(north), 0.0) for north in sorted(given_norths)])

    norths = [meters(made, number)[0] for number in range(first, last + 1, max(1, (last - first) // 9))]

    assert norths == sorted(norths)
