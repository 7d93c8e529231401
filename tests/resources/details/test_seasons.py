"""Seasons as providers write them."""

import pytest

from resources.details.seasons import read


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Open November through March.", "11-01", "03-31"),
        ("Nov 1 - Mar 31", "11-01", "03-31"),
        ("Shelter (Nov. 15th to April 1)", "11-15", "04-01"),
        ("OPEN DEC-FEB", "12-01", "02-29"),
        ("Beds between October 1 and May 15.", "10-01", "05-15"),
        ("Runs from early June through mid-August.", "06-01", "08-15"),
        ("Cold nights, 11/1 to 3/31", "11-01", "03-31"),
        ("Closed July and August.", "09-01", "06-30"),
    ],
)
def test_a_season_has_a_first_and_a_last_day(written: str, first: str, last: str) -> None:
    assert [(each.field, each.value) for each in read(written)] == [
        ("season_from", first),
        ("season_to", last),
    ]


def test_a_season_of_one_year_is_unsure_of_the_next() -> None:
    assert {each.confidence for each in read("Open Nov 1, 2024 - Mar 31, 2025")} == {0.4}
    assert {each.confidence for each in read("Open Nov 1 - Mar 31")} == {0.85}


@pytest.mark.parametrize(
    "written",
    [
        "Winter only.",
        "You may to march to the office.",
        "Meets January and June.",
        "Feb 30 - Mar 31",
        "Ages 8-12, 9/10 of them boys",
        "July 1 to June 30",
        "Camp June-August. Pantry November to March.",
        "Closed on March 6.",
    ],
)
def test_where_no_single_season_is_named_there_is_none(written: str) -> None:
    assert read(written) == []
