"""Days of the week as people write them ("Mon-Thurs", "Tues & Fri", "weekdays", "M-F", "2nd Tuesday")."""

import re
from itertools import pairwise

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Days = frozenset[str]

_NAME = (
    r"(?:mon|tues|wednes|wedns|thurs|fri|satur|sun)day(?:['’]?s)?\b"
    r"|(?:mon|tues?|tu|weds?|thurs?|thu|th|fri|sat|sun)\b\.?|(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?=\d)"
)
_NAMED = rf"\b(?:{_NAME})"
_TO = r"\s*(?:[-–—]|\bto\b|\bthrough\b|\bthru\b)\s*"
# A single letter is a day only in company ("M-F", "M/W/F", "T, Th") or between a comma and a time (", F 9-12").
_LETTER = r"(?:Tu|Th|Sa|Su|M|T|W|R|F)"
# One day or one stretch of days.
NAMED = rf"{_NAMED}(?:{_TO}{_NAMED})*"
LETTERS = (
    rf"(?-i:\b{_LETTER}(?:\s?[-–,/&]\s?{_LETTER})+(?![A-Za-z])|\bM F\b|\bMWF\b|(?<=[,;] ){_LETTER}(?= \d))"
)
EVERY_DAY = (
    r"\b(?:daily|nightly|every\s?day|each day|(?:every|each) night"
    r"|(?:7|seven) (?:days|nights)(?:\s*(?:a|per|each|/)\s*week)?)\b"
)
WEEKDAYS = r"\bweek\s?days?\b"
WEEKENDS = r"\bweek\s?ends?\b"
_NTH = r"(?:1st|2nd|3rd|4th|5th|first|fist|second|third|fourth|fifth|last|every other|alternat(?:e|ing))"
_BESIDE = r"[\s,&/-]{1,4}(?:(?:and|or|through)\s{1,2})?"
# Days of the month, which a weekly schedule cannot say.
MONTHLY = (
    rf"\b{_NTH}(?:{_BESIDE}(?:{_NTH}|\d\b)){{0,5}}\s{{1,3}}(?:full\s)?{NAMED}"
    rf"|{_NAMED} of (?:the|each|every) month"
)
# A day with its number in the month: one date, no weekly day.
NUMBERED = rf"{_NAMED},?\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)\b"

_EACH = re.compile(rf"\b(?:{_NAME}|(?-i:{_LETTER})(?![A-Za-z]))", re.IGNORECASE)
_FIRST_TWO = {"m": "MO", "t": "TU", "w": "WE", "r": "TH", "f": "FR"}
_BETWEEN = re.compile(_TO, re.IGNORECASE)


def read_days(words: str) -> Days:
    """The days that a NAMED or LETTERS match stands for; "Fri-Mon" goes over the weekend."""
    if words == "MWF":
        return frozenset(("MO", "WE", "FR"))
    if words == "M F":
        return frozenset(WEEK[:5])
    found = list(_EACH.finditer(words))
    days = [_day(each[0]) for each in found]
    gaps = [words[one.end() : other.start()] for one, other in pairwise(found)]
    if len(days) == 2 and _BETWEEN.fullmatch(gaps[0]):
        first, last = (WEEK.index(day) for day in days)
        return frozenset(WEEK[at % 7] for at in range(first, last + 1 + 7 * (last < first)))
    return frozenset(days)


def in_order(days: Days) -> tuple[str, ...]:
    """Monday first."""
    return tuple(day for day in WEEK if day in days)


def _day(word: str) -> str:
    two = word[:2].casefold().rstrip(".,-")
    return _FIRST_TWO.get(two, two.upper())
