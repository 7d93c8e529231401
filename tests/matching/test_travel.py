"""Travel times: estimates from the straight line, called so, and silent where they would be made up."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.errors import SettingsError
from matching import travel
from matching.travel import MEANS, Pace
from matching.wording import english, in_language

MILE = 1609.344
PACES = travel.paces()


@pytest.mark.parametrize(
    ("miles", "means", "expected"),
    [
        (2.1, "bus", "about 25 min by bus (estimate)"),
        (1, "none", "about 25 min on foot (estimate)"),
        (10, "car", "about 35 min by car (estimate)"),
        (0, "none", "about 5 min on foot (estimate)"),
        (100, "none", "more than 4 hours on foot (estimate)"),
    ],
)
def test_a_way_is_told_in_fives_and_as_an_estimate(miles: float, means: str, expected: str) -> None:
    assert travel.told(miles * MILE, means, PACES, english()) == expected


def test_it_is_told_in_spanish_too() -> None:
    assert travel.told(2.1 * MILE, "bus", PACES, in_language("es")) == "unos 25 min en autobús (estimación)"


@pytest.mark.parametrize(("distance_m", "means"), [(None, "bus"), (5000.0, ""), (5000.0, "balloon")])
def test_what_is_not_known_is_not_made_up(distance_m: float | None, means: str) -> None:
    assert travel.told(distance_m, means, PACES, english()) == ""


@given(st.floats(0, 10**6), st.floats(0, 10**6), st.sampled_from(list(MEANS)))
def test_a_longer_way_never_takes_less(near: float, far: float, means: str) -> None:
    near, far = sorted((near, far))

    first, second = travel.minutes(near, means, PACES), travel.minutes(far, means, PACES)

    assert first is not None
    assert second is not None
    assert first <= second


def test_an_agencys_own_table_outranks_ours_one_means_by_another(tmp_path: Path) -> None:
    slow = {"bus": {"miles_per_hour": 6, "detour": 2, "wait_minutes": 30}}
    (tmp_path / travel.OWN).write_text(json.dumps(slow))

    found = travel.paces(tmp_path)

    assert found["bus"] == Pace(6, 2, 30)
    assert found["car"] == PACES["car"]


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"bus": {}}',
        '{"camel": {"miles_per_hour": 9, "detour": 1, "wait_minutes": 0}}',
        '{"bus": {"miles_per_hour": 0, "detour": 1, "wait_minutes": 0}}',
    ],
)
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / travel.OWN).write_text(broken)

    with pytest.raises(SettingsError, match=r"travel_paces\.json"):
        travel.paces(tmp_path)
