"""Everybody is counted once in each trait, and what is not known is a group of its own."""

from datetime import date

import pytest

from matching.facts import Facts
from reentry.allocation import traits
from reentry.people.people import Person

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2001, 11, 22), "under 25"),
        (date(2001, 11, 21), "25–34"),
        (date(1988, 5, 2), "35–44"),
        (date(1971, 11, 22), "45–54"),
        (date(1930, 1, 1), "55 and over"),
        (None, "not known"),
    ],
)
def test_the_age_band_is_the_one_of_today(born: date | None, band: str) -> None:
    assert traits.of(Person(), Facts(birth_date=born), TODAY)["age"] == band


def test_what_is_not_known_is_a_group_and_no_is_another() -> None:
    found = traits.of(Person(), Facts(veteran=False), TODAY)

    assert found["veteran"] == "no"
    assert [found[each] for each in ("gender", "disability", "county")] == ["not known"] * 3
    assert found["officer"] == "nobody"
    assert found.keys() == traits.TRAITS.keys()
