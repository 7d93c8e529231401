"""Times of day as people write them ("9-3PM", "12 Noon-5PM", "8:30 a.m. until 1"), made whole by sense."""

import re
from dataclasses import dataclass

_NOON, _DAY = 12 * 60, 24 * 60
# Before this hour nobody opens; an opening so early means that the half of the day was left out.
_TOO_EARLY = 5 * 60
_HALF = r"(?:\s*(?:[ap]m\b|[ap]\s?\.\s?m\b\.?|[ap]\sm\b|12\s?noon\b|noon\b|midnight\b)|[ap]\b)"
_TIME = rf"(?:12\s*)?(?:noon|midnight)\b|(?:1[0-9]|2[0-3]|0?\d)(?::\s?[0-5]\d|:(?=\s?[ap]m))?{_HALF}?"
_TO = r"\s*(?:[-–—]+|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\bthru\b)\s*"
# No telephone number, price, date or house number.
_BEGINS = r"(?<![\d$#/.:])(?<!\d-)"
_ENDS = r"(?![\d%]|:\d|[-/]\d)"
# As in "9-5PM", "9 to 5", "between 10:30 and noon".
RANGE = rf"(?:\bbetween\s+(?:{_TIME})\s+and\s+|{_BEGINS}(?:{_TIME}){_TO})(?:{_TIME}){_ENDS}"
# As in "at 7PM": a moment, no opening hours.
MOMENT = rf"{_BEGINS}\d{{1,2}}(?::[0-5]\d)?\s*(?:[ap]m\b|[ap]\s?\.\s?m\b\.?)|\b(?:noon|midnight)\b"
_PART = re.compile(
    r"(?P<hour>\d{1,2})(?::\s?(?P<minute>\d\d)|:)?\s*(?P<half>[ap]|noon|midnight)?|(?P<word>noon|midnight)",
    re.IGNORECASE,
)


_ANY = re.compile(rf"{RANGE}|{MOMENT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """From when to when, HH:MM local time; closes at or before opens means the next day.

    said is False where nothing in the words says morning or afternoon ("9-5"); sure is False where one half of the
    day had to be guessed against the letter of the text.
    """

    opens: str
    closes: str
    said: bool = True
    sure: bool = True


def names_a_time(text: str) -> bool:
    """Whether a text names any time of day; most tell of none and need no closer reading."""
    return _ANY.search(text) is not None


def read_range(words: str) -> Opening | None:
    """The opening that a RANGE means; None where it holds no two times of day."""
    parts = [_part(found) for found in _PART.finditer(words)]
    if len(parts) != 2 or None in parts:
        return None
    (opens, opens_half), (closes, closes_half) = (part for part in parts if part)
    if opens_half and closes_half:
        said, sure = True, not (opens_half == closes_half and opens > closes)
        # "9PM-5PM" is a slip of the pen; "7PM-7AM" is a night.
        opens = (opens + _NOON) % _DAY if not sure else opens
    elif closes_half:
        said, sure = True, True
        opens = _before(opens, closes)
        if opens < _TOO_EARLY and closes == _NOON:
            opens, closes, sure = opens + _NOON, 0, False
    else:
        said, sure = bool(opens_half) or ":" in words, bool(opens_half)
        opens = opens if opens_half else _by_day(opens, closes)
        closes = _after(closes, opens)
    return Opening(_written(opens), _written(closes), said, sure)


def _part(found: re.Match[str]) -> tuple[int, str] | None:
    """Minutes since midnight and which half of the day was said; without a half the morning's."""
    word = (found["word"] or "").casefold()
    if word:
        return (_NOON if word == "noon" else 0), word
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").casefold()
    if hour > 12 or (hour == 0 and not half):
        return (hour * 60 + minute, "24") if not half and found["minute"] else None
    late = half in ("p", "noon")
    return (hour % 12 + 12 * late) * 60 + minute, half


def _before(opens: int, closes: int) -> int:
    """Of both halves of the day the later one that still lies before closing."""
    return max((each for each in (opens, opens + _NOON) if each < closes), default=opens + _NOON)


def _after(closes: int, opens: int) -> int:
    return min(closes, closes + _NOON, key=lambda each: (each - opens - 1) % _DAY)


def _by_day(opens: int, closes: int) -> int:
    """The likelier half of an opening that says none: "9-5" by day, "6-8" and "1-4" after noon."""
    evening = 5 * 60 <= opens < closes <= 9 * 60
    return opens + _NOON if opens < 7 * 60 or evening else opens


def _written(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
