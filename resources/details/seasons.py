"""The part of the year in which a service is given: "November through March", "Nov 1 - Mar 31"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from resources.details.reading import Reading

_SAID, _BESIDE, _GUESSED = 0.85, 0.6, 0.4
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A leap year, so that the season of February ends on its last day.
_YEAR = 2000
# "May" and "March" are months where they are written large.
_MONTH = (
    r"(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|Mar(?:ch)?|[Aa]pr(?:il)?|May|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?"
    r"|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    r"|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_PART = r"(?:(?i:early in|early|mid|middle of|late|beginning of|end of|the)[\s-]+)*"


def _day(side: str) -> str:
    return (
        rf"(?P<{side}_part>{_PART})(?P<{side}_month>{_MONTH})"
        rf"(?:\s?(?P<{side}_day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|\s?[ap]\.?m))?(?P<{side}_year>,?\s(?:19|20)\d\d\b)?"
    )


_TO = r"\s*(?:-|–|—|(?i:to|through|thru|until|till))\s*(?:(?i:on|the|to)\s+)?"
_WORDS = re.compile(rf"\b{_day('from')}(?:{_TO}|(?P<both>\s+(?:and|&)\s+)){_day('to')}")
_NUMBER = r"(?P<{0}>(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_NUMBERS = re.compile(rf"(?<![\w/$.-]){_NUMBER.format('from')}{_TO}{_NUMBER.format('to')}(?![\w/%-]|\.\d)")
_CLOSED = re.compile(
    r"\b(?:closed|except|not open|no \w+)\b[\s,:]*(?:(?:in|from|during|each|for|every)\s+)*$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:open|opens|available|offered|operates?|operating|runs?|season(?:al)?|shelter|provided|served|from|between|only)\b"
    r"[^.;\n]{0,30}$",
    re.IGNORECASE,
)


class _Season(NamedTuple):
    start: date
    end: date
    quote: str
    confidence: float


def read(text: str) -> list[Reading]:
    """The first and the last day of the season as MM-DD; none where no dates are named, or several seasons, or a
    whole year.

    "February" ends on 02-29. What is closed in July and August is given from September to June.
    """
    found = sorted([*_named(text), *_numbered(text)], key=lambda each: -each.confidence)
    if len({(each.start, each.end) for each in found}) != 1:
        return []
    start, end, quote, confidence = found[0]
    if _after(end).replace(year=_YEAR) == start:
        return []
    return [
        Reading("season_from", f"{start:%m-%d}", quote, confidence),
        Reading("season_to", f"{end:%m-%d}", quote, confidence),
    ]


def _named(text: str) -> Iterator[_Season]:
    for match in _WORDS.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        closed = _CLOSED.search(before)
        first, last = _date(match, "from", ends=False), _date(match, "to", ends=True)
        both = match["both"] and not _BETWEEN.search(before)
        if first is None or last is None or (both and not (closed and _are_neighbors(first, last))):
            continue
        if closed:
            first, last = _after(last), first - timedelta(days=1)
        vague = match["from_part"] or match["to_part"] or match["from_year"] or match["to_year"] or closed
        alone = not text[: match.start()].strip(" (") or _OPEN.search(before)
        confidence = _GUESSED if vague else _SAID if alone else _BESIDE
        yield _Season(first.replace(year=_YEAR), last.replace(year=_YEAR), match[0], confidence)


def _numbered(text: str) -> Iterator[_Season]:
    for match in _NUMBERS.finditer(text):
        days = [re.split("[/-]", match[side]) for side in ("from", "to")]
        first, last = (_existing(int(month), int(day)) for month, day in days)
        if first and last:
            yield _Season(first, last, match[0], _BESIDE)


def _date(match: re.Match[str], side: str, *, ends: bool) -> date | None:
    """The day; of a month alone its first or last day, of its middle the 15th."""
    month = _MONTHS.index(match[f"{side}_month"][:3].lower()) + 1
    part = match[f"{side}_part"].lower()
    if match[f"{side}_day"]:
        return _existing(month, int(match[f"{side}_day"]))
    if "mid" in part:
        return date(_YEAR, month, 15)
    if "early" in part or "beginning" in part:
        return date(_YEAR, month, 1)
    return _last_of(month) if ends or "late" in part or "end" in part else date(_YEAR, month, 1)


def _existing(month: int, day: int) -> date | None:
    return date(_YEAR, month, day) if 1 <= day <= _last_of(month).day else None


def _last_of(month: int) -> date:
    return date(_YEAR + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _are_neighbors(first: date, last: date) -> bool:
    """Whether "July and August" is one stretch of time."""
    return (last.month - first.month) % 12 == 1
