"""Several hints make one place, and the surer ones count for more."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.geocoding.hints import Frame, Hint, line_at, middle, together

spots = st.tuples(st.floats(-20_000, 20_000), st.floats(-20_000, 20_000))
hints = st.builds(
    Hint, *[st.floats(-20_000, 20_000) for _ in range(2)], *[st.floats(1, 10_000) for _ in range(2)]
)


def test_the_surer_of_two_hints_counts_for_more() -> None:
    near, far = Hint(0, 0, 100, 100), Hint(1000, 1000, 300, 300)

    best = together([near, far])

    assert (best.north, best.east) == pytest.approx((100, 100))


def test_a_hint_that_is_silent_about_east_leaves_east_alone() -> None:
    around, block = Hint(0, 50, 1000, 1000), Hint(400, 0, 100, inf)

    best = together([around, block])

    assert best.east == pytest.approx(50)
    assert best.north == pytest.approx(396, abs=1)


@given(st.lists(hints, min_size=1, max_size=6))
def test_more_hints_never_make_the_answer_less_sure(given_hints: list[Hint]) -> None:
    best = together(given_hints)

    assert best.north_off <= min(hint.north_off for hint in given_hints) * 1.000001
    assert (
        min(hint.north for hint in given_hints) - 1
        <= best.north
        <= max(hint.north for hint in given_hints) + 1
    )


@given(spots)
def test_meters_and_degrees_go_there_and_back(spot: tuple[float, float]) -> None:
    frame = Frame(39.29, -76.61)

    assert frame.meters(*frame.degrees(*spot)) == pytest.approx(spot, abs=0.01)


def test_one_far_point_hardly_moves_the_middle() -> None:
    cluster = [(0.0, 0.0), (100.0, 0.0), (0.0, 100.0), (100.0, 100.0)]

    north, east = middle([*cluster, (20_000.0, 20_000.0)], [1.0] * 5)

    assert max(north, east) < 500


def test_a_line_reads_between_and_beyond_its_points() -> None:
    assert line_at([100, 200, 400], [10, 20, 40], 300) == pytest.approx((30, 0))


def test_a_line_through_points_at_one_number_is_their_mean() -> None:
    assert line_at([100, 100], [10, 30], 500) == pytest.approx((20, 10))
