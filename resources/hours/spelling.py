"""Days and times put as most people write them, where a text misspells them or has words for them.

"Thrusday" is Thursday, "half past nine" 9:30, "0900" 09:00. Each character still knows where it stands in the text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA


class Plain(NamedTuple):
    """A text in plain spelling, and for each of its characters where its words start and end in the text as written.

    unclear: something looks like a day or a time and cannot be read.
    """

    text: str
    written: str
    starts: Sequence[int]
    ends: Sequence[int]
    unclear: bool

    def quote(self, start: int, end: int) -> str:
        """What is written where the plain text has the words from start to end."""
        return self.written[self.starts[start] : self.ends[end - 1]]


class _Change(NamedTuple):
    """Words of a text and what they are in plain spelling, None where they cannot be read."""

    start: int
    end: int
    plain: str | None


def in_plain_spelling(text: str) -> Plain:
    """The text with days and times that are misspelled, run together or in words as most people write them."""
    found = sorted((*_weekdays(text), *_times(text)))
    unclear = any(each.plain is None for each in found) or _BROKEN.search(text) is not None
    if not any(each.plain for each in found):
        return Plain(text, text, range(len(text)), range(1, len(text) + 1), unclear)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for change in (*(each for each in found if each.plain is not None), _Change(len(text), len(text), "")):
        if change.start < at:
            continue
        plain = change.plain or ""
        pieces += text[at : change.start], plain
        starts += [*range(at, change.start), *[change.start] * len(plain)]
        ends += [*range(at + 1, change.start + 1), *[change.end] * len(plain)]
        at = change.end
    return Plain("".join(pieces), text, starts, ends, unclear)


def _weekdays(text: str) -> Iterator[_Change]:
    """Words that are nearly the name of a day."""
    for match in _LIKE_A_DAY.finditer(text):
        word = match[1].casefold()
        if word in _WEEK or word in _NO_DAYS:
            continue
        slips = sorted(
            (OSA.distance(word, day), day)
            for day in _WEEK
            if day[0] == word[0] or sorted(day[:2]) == sorted(word[:2])
        )
        (fewest, day), *others = slips
        if fewest <= _SLIPS[len(day)] and all(more > fewest for more, _ in others):
            yield _Change(*match.span(1), day.title())
        elif fewest <= _UNREADABLE < len(word) - 2 and word.endswith("day"):
            yield _Change(*match.span(1), None)


def _times(text: str) -> Iterator[_Change]:
    """Times in words, with four digits, and run together ("930AM")."""
    for form in (_FROM_TO, _ALONE) if _SPELLED_OUT.search(text) else ():
        for match in form.finditer(text):
            for name, words in match.groupdict().items():
                if (digits := _in_digits(words)) != words:
                    yield _Change(*match.span(name), digits)
    for match in _FOUR_DIGITS.finditer(text):
        for name, words in match.groupdict().items():
            yield _Change(*match.span(name), f"{words[:2]}:{words[2:4]}")
    for match in _TOGETHER.finditer(text):
        yield _Change(*match.span(), f"{match['hour']}:{match['minute']}")


def _in_digits(words: str) -> str:
    """A time that a person wrote, in digits as far as it is in words: "half past nine" is "9:30"."""
    said = _IN_WORDS.fullmatch(words)
    if said is None:
        return words
    named = said["past"] or said["hour"]
    hour = _NUMBERS.index(named.casefold()) + 1 if named.isalpha() else int(named)
    shift = _SHIFTS.get(
        " ".join((said["shift"] or said["minute"] or "").replace("-", " ").casefold().split()), 0
    )
    if shift < 0:
        hour = hour - 1 or 12
    return f"{hour}:{shift % 60:02}" if shift else str(hour)


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LIKE_A_DAY = re.compile(r"\b([mtwfs][a-z]{3,8}y)(?=['’]?s?\b)", re.IGNORECASE)
_NO_DAYS = frozenset(
    ("sundry", "sunray", "someday", "midday", "mayday", "workday", "weekday", "faraday", "schoolday")
)
# So many slips a name bears before it could be another word, by its length; with some more nobody can tell.
_SLIPS = {6: 1, 7: 1, 8: 2, 9: 2}
_UNREADABLE = 3
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHIFTS = {
    "half past": 30,
    "quarter past": 15,
    "quarter after": 15,
    "quarter to": -15,
    "quarter of": -15,
    "fifteen": 15,
    "thirty": 30,
    "forty five": 45,
    "fortyfive": 45,
}
_HOUR = rf"(?:{'|'.join(_NUMBERS)})"
_SPELLED_OUT = re.compile(rf"\b(?:{_HOUR}|half past|quarter)\b", re.IGNORECASE)
_HALF = r"\s*[ap]\s?\.?\s?m\b"
_WORDS = (
    rf"(?:a )?(?:half past|quarter (?:past|after|to|of)) (?:{_HOUR}|1[0-2]|[1-9])\b"
    rf"|{_HOUR}(?:[ -](?:fifteen|thirty|forty[- ]?five))?(?: o['’]?clock)?\b"
)
_IN_WORDS = re.compile(
    rf"(?:a )?(?P<shift>half past|quarter (?:past|after|to|of)) (?P<past>{_HOUR}|1[0-2]|[1-9])"
    rf"|(?P<hour>{_HOUR})(?:[ -](?P<minute>fifteen|thirty|forty[- ]?five))?(?: o['’]?clock)?",
    re.IGNORECASE,
)
_TIME = rf"\d{{1,2}}(?::[0-5]\d)?|(?:12 )?noon\b|(?:12 )?midnight\b|{_WORDS}"
_TO = r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill?\b|\band\b)\s*"
# One hour alone in words is a time only with its half of the day, or as one by the clock.
_FROM_TO = re.compile(rf"\b(?P<one>{_TIME})(?:{_HALF}\.?)?{_TO}(?P<two>{_TIME})", re.IGNORECASE)
_ALONE = re.compile(
    rf"\b(?P<one>(?:a )?(?:half past|quarter (?:past|after|to|of)) (?:{_HOUR}|1[0-2]|[1-9])\b"
    rf"|{_HOUR}(?:[ -](?:fifteen|thirty|forty[- ]?five))?(?: o['’]?clock\b|(?={_HALF})))",
    re.IGNORECASE,
)
# On the quarter of an hour, which most years are not.
_OF_DAY = r"(?:[01]\d|2[0-3])(?:00|15|30|45)"
_HOURS = r"(?:\s*(?:hrs?|hours)\b\.?)?"
_FOUR_DIGITS = re.compile(
    rf"(?<![\d$#./:-])(?P<one>{_OF_DAY}{_HOURS})\s*(?:[-–—]|to|until)\s*(?P<two>{_OF_DAY}{_HOURS})(?![\w/-])",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    rf"(?<![\d$#/:])(?P<hour>1[0-2]|0?[1-9])\.?(?P<minute>[0-5]\d)(?={_HALF})", re.IGNORECASE
)
# A time with a half of the day or a minute that there is none of.
_BROKEN = re.compile(
    r"\d\s*(?:[ap]\.?m\.?)?\s*[-–]\s*\d{1,2}(?::\d\d)?\s?(?:[b-oq-z]m|p[a-ln-z])\b|(?<![\d:])\d{1,2}:[6-9]\d(?:\s*[ap]\.?m|\s*[-–])"
    r"|(?<![\d:.,$])(?:1[3-9]|[2-9]\d)\s?[ap]\.?m\b",
    re.IGNORECASE,
)
