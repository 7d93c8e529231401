"""Times of day as people write them, made whole by sense."""

import re

import pytest

from resources.hours.clock_times import RANGE, read_range


@pytest.mark.parametrize(
    ("words", "opens", "closes"),
    [
        ("9AM-5PM", "09:00", "17:00"),
        ("9-3PM", "09:00", "15:00"),
        ("1-4PM", "13:00", "16:00"),
        ("11:30-1PM", "11:30", "13:00"),
        ("8:30 a.m. until 1", "08:30", "13:00"),
        ("12 Noon-5PM", "12:00", "17:00"),
        ("noon to 2 p.m.", "12:00", "14:00"),
        ("8PM - midnight", "20:00", "00:00"),
        ("7PM-7AM", "19:00", "07:00"),
        ("between 11AM and 1:30PM", "11:00", "13:30"),
        ("6:AM-6:30PM", "06:00", "18:30"),
        ("13:00-17:00", "13:00", "17:00"),
    ],
)
def test_a_missing_half_of_the_day_follows_from_the_other_time(words: str, opens: str, closes: str) -> None:
    opening = read_range(words)

    assert opening is not None
    assert (opening.opens, opening.closes) == (opens, closes)


@pytest.mark.parametrize(
    ("words", "opens", "closes"),
    [("9-5", "09:00", "17:00"), ("1-4", "13:00", "16:00"), ("6-8", "18:00", "20:00")],
)
def test_bare_numbers_are_read_as_the_likelier_hours_and_known_as_bare(
    words: str, opens: str, closes: str
) -> None:
    opening = read_range(words)

    assert opening is not None
    assert (opening.opens, opening.closes, opening.said) == (opens, closes, False)


@pytest.mark.parametrize("words", ["9PM-5PM", "4-12PM"])
def test_what_was_guessed_against_the_letter_is_not_sure(words: str) -> None:
    opening = read_range(words)

    assert opening is not None
    assert not opening.sure


@pytest.mark.parametrize("words", ["$5-10PM", "410-555-0199", "2026-11-21", "1/2-3PM"])
def test_prices_numbers_and_dates_are_no_times(words: str) -> None:
    assert not re.search(RANGE, words, re.IGNORECASE)
