"""Ages, sobriety and places as providers write them."""

import pytest

from resources.prose.ages import ages
from resources.prose.residence import residences
from resources.prose.sobriety import sobriety


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("18 and older", 18, None),
        ("ages 18+", 18, None),
        ("18 years of age or over", 18, None),
        ("over the age of 18", 18, None),
        ("at least 18 years old", 18, None),
        ("minimum age 16", 16, None),
        ("55 years of age", 55, None),
        ("ages 8-18", 8, 18),
        ("between the ages of 18 and 25", 18, 25),
        ("ages 3 & 4", 3, 4),
        ("birth to 21", None, 21),
        ("0-21 years", None, 21),
        ("ages 2 1/2 to 12", None, 12),
        ("under age 18", None, 17),
        ("up to age 17", None, 17),
        ("9 years and under", None, 9),
        ("no older than 21", None, 21),
        ("12 years of age", None, None),
        ("birth to 36 months", None, None),
        ("any age", None, None),
    ],
)
def test_ages_are_read_in_whole_years(words: str, low: int | None, high: int | None) -> None:
    (age,) = ages(words)

    said = {meaning.rule: meaning.value for meaning in age.meanings}
    assert (said.get("minimum_age"), said.get("maximum_age")) == (low, high)
    assert age.sure


@pytest.mark.parametrize(
    "words",
    [
        "9 a.m. to 5 p.m.",
        "up to 90 days",
        "18 to 24 months",
        "a 100 bed shelter",
        "$20 a week",
        "12th grade",
        "no number at all",
    ],
)
def test_other_numbers_are_no_ages(words: str) -> None:
    assert not [age for age in ages(words) if age.meanings and age.sure]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("must be sober", [0]),
        ("drug and alcohol free", [0]),
        ("60 days clean", [60]),
        ("drug-free for at least 6 months", [180]),
        ("sober 2 weeks", [14]),
        ("1 year of sobriety", [365]),
        ("sober living", []),
        ("with a desire to be drug-free", []),
    ],
)
def test_sobriety_is_counted_in_days(words: str, days: list[int]) -> None:
    assert [each.meaning.value for each in sobriety(words)] == days


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Carroll County residents", ("Carroll County",)),
        ("residents of Carroll and Cecil County", ("Carroll County", "Cecil County")),
        ("Baltimore City and County residents", ("Baltimore City", "Baltimore County")),
        ("living in East Baltimore", ("East Baltimore",)),
        ("Hagerstown residents only", ("Hagerstown",)),
        ("must be a resident of zip code 21201", ("zip code 21201",)),
        ("families in Howard County", ("Howard County",)),
        ("experiencing homelessness in Howard County", ("Howard County",)),
        ("uninsured Howard County residents", ("Howard County",)),
        ("residents of Heron Valley", ("Heron Valley",)),
    ],
)
def test_places_are_named_as_they_are_written(text: str, places: tuple[str, ...]) -> None:
    (residence,) = residences(text.lower(), text)

    assert residence.places == places


@pytest.mark.parametrize(
    "text",
    ["low-income residents", "residents of the county", "living in shelters", "Heron County has a clinic"],
)
def test_residents_of_no_place_give_none(text: str) -> None:
    assert not list(residences(text.lower(), text))
