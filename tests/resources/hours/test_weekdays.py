"""Days of the week as people write them."""

import re

import pytest

from resources.hours.weekdays import LETTERS, MONTHLY, NAMED, WEEK, in_order, read_days


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Monday through Friday", "MO TU WE TH FR"),
        ("Mon-Thurs", "MO TU WE TH"),
        ("Tues.", "TU"),
        ("Thursdays", "TH"),
        ("Fri to Mon", "MO FR SA SU"),
        ("M-F", "MO TU WE TH FR"),
        ("M/W/F", "MO WE FR"),
        ("T,Th", "TU TH"),
    ],
)
def test_days_are_known_in_every_spelling(words: str, days: str) -> None:
    assert re.fullmatch(f"{NAMED}|{LETTERS}", words, re.IGNORECASE)
    assert " ".join(in_order(read_days(words))) == days


def test_the_week_goes_around() -> None:
    assert read_days("Sun-Sat") == read_days("Wed-Tues") == frozenset(WEEK)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("MTWThF", "MO TU WE TH FR"),
        ("MTWTF", "MO TU WE TH FR"),
        ("MTWRFSa", "MO TU WE TH FR SA"),
        ("MWF", "MO WE FR"),
        ("TTh", "TU TH"),
        ("TuTh", "TU TH"),
        ("MTTh", "MO TU TH"),
        ("M-Th", "MO TU WE TH"),
        ("M-Th, Sa", "MO TU WE TH SA"),
        ("Tu-Sa", "TU WE TH FR SA"),
        ("Su", "SU"),
        ("Mo We Fr", "MO WE FR"),
        ("M T W Th F", "MO TU WE TH FR"),
    ],
)
def test_letters_before_a_time_are_the_days_they_stand_for(words: str, days: str) -> None:
    found = re.match(f"{LETTERS}|{NAMED}", f"{words} 9-5", re.IGNORECASE)

    assert found
    assert found[0] == words
    assert " ".join(in_order(read_days(words))) == days


@pytest.mark.parametrize("words", ["MT 9", "SMT 9-5", "FT 9-5", "TS 9-5", "We 9 people", "MFT 9-5"])
def test_other_letters_before_a_time_are_no_days(words: str) -> None:
    assert not re.match(LETTERS, words, re.IGNORECASE)


@pytest.mark.parametrize(
    "words",
    ["2nd Tuesday", "first and third Wed", "2nd, 3rd, and 4th Thurs", "last Sunday", "every other Friday"],
)
def test_days_of_the_month_are_known_as_such(words: str) -> None:
    assert re.fullmatch(MONTHLY, words, re.IGNORECASE)


@pytest.mark.parametrize("words", ["Sunshine", "Satellite", "Marymond", "A/C", "M", "Thermal"])
def test_other_words_are_no_days(words: str) -> None:
    assert not re.search(f"{NAMED}|{LETTERS}", words, re.IGNORECASE)
