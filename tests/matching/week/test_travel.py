"""Ways are estimates along the straight line, or what somebody has said."""

from itertools import product

import pytest

from matching.offer import Place
from matching.week.activities import HOME
from matching.week.travel import estimate, ways

CENTER = Place(39.29, -76.61)
FIVE_MILES_NORTH = Place(39.29 + 5 * 1609.344 / 111_035, -76.61)


@pytest.mark.parametrize(
    ("transport", "minutes"), [("none", 100), ("bus", 25), ("bicycle", 30), ("car", 12), ("", 25)]
)
def test_five_miles_take_as_long_as_one_gets_about(transport: str, minutes: int) -> None:
    assert estimate(CENTER, FIVE_MILES_NORTH, transport) == minutes


def test_what_somebody_has_said_counts_before_an_estimate() -> None:
    found = ways({HOME: CENTER, "work": FIVE_MILES_NORTH}, {"work": 70}, "car", 30).minutes

    assert found == {(HOME, "work"): 70, ("work", HOME): 70}


def test_a_place_nobody_can_place_is_reached_by_way_of_home() -> None:
    found = ways({HOME: CENTER, "group": None, "work": FIVE_MILES_NORTH}, {}, "bus", 40).minutes

    assert found[HOME, "group"] == 40
    assert found["work", "group"] == 40 + 25


def test_without_a_home_no_way_is_missing() -> None:
    places = {HOME: None, "group": None, "work": CENTER}

    found = ways(places, {}, "bus", 40).minutes

    assert set(found) == {pair for pair in product(places, places) if pair[0] != pair[1]}
    assert set(found.values()) == {40, 80}
