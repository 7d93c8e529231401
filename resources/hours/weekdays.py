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
# A single letter is a day only in company ("M-F", "M/W/F", "T, Th") or between a comma and a time (", F 9-12"); two
# letters are one before a time.
_TWO = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_LETTER = rf"(?:{_TWO}|M|T|W|R|F)"
_TIMES = r"(?=[\s,:.(]{0,3}(?:from\s)?\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m?\.?)?\s?(?:[-–—]|to\b|until\b))"
# Days run together, in their order ("MTWThF"); of two letters only those that mean nothing else.
_TOGETHER = (
    r"(?=(?:Tu|Th|TH|Sa|Su|[MTWRFS]){3}|TTh|TTH|TuTh|TR|MW|WF|MTh|ThF|SaSu)"
    r"M?(?:Tu|T(?![hH]))?W?(?:Th|TH|R|T)?F?(?:Sa|S)?(?:Su|S)?(?![A-Za-z])"
)
# One day or one stretch of days.
NAMED = rf"{_NAMED}(?:{_TO}{_NAMED})*"
LETTERS = (
    rf"(?-i:\b{_LETTER}(?:\s?[-–,/&]\s?{_LETTER})+(?![A-Za-z])|\bM F\b|\bMWF\b|(?<=[,;] ){_LETTER}(?= \d)"
    rf"|\b{_TOGETHER}{_TIMES}|\b{_LETTER}(?:\s{_LETTER}){{2,6}}(?![A-Za-z]){_TIMES}|\b{_TWO}{_TIMES})"
)
EVERY_DAY = (
    r"\b(?:daily|nightly|every\s?day|each day|any day|all (?:seven |7 )?days(?: of the week)?|all week(?: long)?"
    r"|(?:every|each) night"
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
_RUN = re.compile(rf"(?:{_TOGETHER})")
_RUN_EACH = re.compile(r"Tu|Th|TH|Sa|Su|[MTWRFS]")
_FIRST_TWO = {"m": "MO", "t": "TU", "w": "WE", "r": "TH", "f": "FR", "s": "SA"}
_BETWEEN = re.compile(_TO, re.IGNORECASE)


def read_days(words: str) -> Days:
    """The days that a NAMED or LETTERS match stands for; "Fri-Mon" goes over the weekend."""
    if words == "M F":
        return frozenset(WEEK[:5])
    if _RUN.fullmatch(words):
        return _run_together(words)
    found = list(_EACH.finditer(words))
    days = [_day(each[0]) for each in found]
    stretches = [bool(_BETWEEN.fullmatch(words[one.end() : other.start()])) for one, other in pairwise(found)]
    # "Mon-Wed-Fri" names three days.
    if len(stretches) > 1 and all(stretches):
        return frozenset(days)
    between = [_through(*ends) for ends, goes_on in zip(pairwise(days), stretches, strict=True) if goes_on]
    return frozenset(days).union(*between)


def _through(first: str, last: str) -> Days:
    begin, end = WEEK.index(first), WEEK.index(last)
    return frozenset(WEEK[at % 7] for at in range(begin, end + 1 + 7 * (end < begin)))


def _run_together(words: str) -> Days:
    """Of letters in the order of the week a second T is Thursday, one behind W too, and a second S Sunday."""
    days: list[str] = []
    for letters in _RUN_EACH.findall(words):
        day = _day(letters)
        late = day == "TU" and letters == "T" and {"TU", "WE"} & set(days)
        days.append("TH" if late else "SU" if day in days and day == "SA" else day)
    return frozenset(days)


def in_order(days: Days) -> tuple[str, ...]:
    """Monday first."""
    return tuple(day for day in WEEK if day in days)


def _day(word: str) -> str:
    two = word[:2].casefold().rstrip(".,-")
    return _FIRST_TWO.get(two, two.upper())
