"""The words of a text that speak of hours, in order: days, times, dates, closings, ends of sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from resources.hours import clock_times, weekdays
from resources.hours.clock_times import Opening, read_range
from resources.hours.weekdays import WEEK, Days, read_days


class Kind(StrEnum):
    """What a word is for."""

    DAYS = "days"
    EVERY_DAY = "every_day"
    MONTHLY = "monthly"
    OPENING = "opening"
    MOMENT = "moment"
    SEASON = "season"
    DATE = "date"
    CLOSED = "closed"
    APPOINTMENT = "appointment"
    # Days that nobody may simply come on.
    SHUT = "shut"
    OPEN = "open"
    STOP = "stop"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


DAYS = {Kind.DAYS, Kind.EVERY_DAY, Kind.MONTHLY}


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase and where it stands in the text."""

    kind: Kind
    start: int
    end: int
    days: Days = frozenset()
    opening: Opening | None = None


_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?\b(?!\s*[ap]\.?m|:)"
_YEAR = r"(?:,?\s*(?:19|20)\d\d\b)?"
_DATE = rf"{_MONTH}\s*{_DAY_OF_MONTH}{_YEAR}"
# The days of such an event are none of the week's; "the Wednesday before Thanksgiving" is one.
_HOLIDAY = (
    rf"(?:{weekdays.NAMED}\s+(?:before|after)\s+)?"
    r"\b(?:easter|thanksgiving|christmas)(?:\s+(?:sunday|day|eve)\b)?"
)
# Ages, grades, rooms and numbers of things, which look like hours: "ages 6-12", "grades 9 to 12", "4-6 weeks".
_FROM_TO = (
    r"\d{1,2}\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|&|\band\b)\s*\d{1,2}(?!\d|:\d|\s*(?:[ap]\.?m\b|noon))"
)
_COUNTED = (
    r"(?:\b(?:ages? from|ages?|aged|between the ages of|grades?|levels?|steps?|rooms?|suites?|floors?|units?|routes?)\b"
    r"\.?:?\s*|\b(?:children|kids|youths?|teens?|boys|girls|adults|students|infants|toddlers)\s+(?:from\s+)?)"
    rf"{_FROM_TO}(?:(?:,|\s*(?:and|&))\s*{_FROM_TO})*"
    rf"|(?<![\d:/]){_FROM_TO}[\s-]*(?:years?|yrs?|y\.?o|months?|weeks?|days?|hours?|hrs?|minutes?|sessions?"
    r"|people|persons|clients|children|miles|beds|th grade|graders)\b"
)
# Holidays are no days of the week.
_HOLIDAYS = (
    r"\b(?:closed|except(?:ing)?|exclud(?:ing|es))\s+(?:for\s+|on\s+)?(?:(?:all|most|major|federal|state|legal|public"
    r"|bank|county|city)\s+){0,3}holidays\b"
)
# "No lunch Wednesday" says when there is none, and "no charge Mondays" that there is one.
_NOT_MISSED = (
    r"(?!(?:appointments?|charge|cost|fees?|need|ids?|referrals?|registration|reservations?|limits?|one)\b)"
)
_BUT = (
    rf"\b(?:but|not|no|never)\s+(?:not\s+|open\s+)?(?:on\s+)?(?={weekdays.NAMED})"
    rf"|\bno {_NOT_MISSED}[a-z-]+\s+(?:on\s+)?(?={weekdays.NAMED})"
    r"|\b(?:apart|aside) from\b|\bother than\b|\bwith the exception of\b"
)
_APPOINTMENT = (
    r"\bby (?:prior |advance )?app(?:oin)?t(?:ment)?s?\b(?:\.?\s+only\b)?"
    r"|(?<!\bno )\bappointments? (?:is |are )?(?:only|necessary|needed|required)\b"
)
_UNTIL = r"\s*(?:-|–|\bto\b|\bthrough\b|\bthru\b|\band\b)\s*"
_PATTERNS = {
    "paragraph": r"\n\s*\n|\n(?=\W{0,9}(?:\d{1,2}|[A-Z])[.)])|^\W{0,9}\d{1,2}[.)]",
    "season": rf"{_DATE}{_UNTIL}(?:{_DATE}|{_DAY_OF_MONTH}{_YEAR})|{_MONTH}{_UNTIL}{_MONTH}",
    "date": _DATE,
    "numbered": weekdays.NUMBERED,
    "holiday": _HOLIDAY,
    "monthly": weekdays.MONTHLY,
    "every_day": weekdays.EVERY_DAY,
    "weekdays": weekdays.WEEKDAYS,
    "weekends": weekdays.WEEKENDS,
    "letters": weekdays.LETTERS,
    "days": weekdays.NAMED,
    "counted": rf"{_COUNTED}|{_HOLIDAYS}",
    "opening": clock_times.RANGE,
    "moment": clock_times.MOMENT,
    "closed": r"\b(?:closed|except(?:ing|ed)?|exclud(?:ing|es|ed)|not open|vacate|no (?:classes|services?|meals?))\b"
    rf"|\bexcl\b\.?|{_BUT}",
    "appointment": _APPOINTMENT,
    "open": r"\)|\b(?:re-?)?opens?\b(?!\))",
    # A heading ends like a sentence.
    "sentence": r"(?<=[\w)\"'])[.!](?=\s|$)|(?-i:(?<=[A-Z]):)(?!\s*\d)",
    "stop": r"[;\n]",
}
_WORDS = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.IGNORECASE)
_FIXED = {"every_day": frozenset(WEEK), "weekdays": frozenset(WEEK[:5]), "weekends": frozenset(WEEK[5:])}
_KINDS = {"weekdays": Kind.DAYS, "weekends": Kind.DAYS, "letters": Kind.DAYS}
_KINDS |= {"numbered": Kind.DATE, "holiday": Kind.DATE}
# Between days and a bare "9-5", or between that and a fuller "1-5PM", nothing else may stand.
_FAR = 30
_NEAR = re.compile(
    r"[\s,:(.&]*(?:\b(?:and|from|between|evenings?|on|(?:for|during) lunch)\b)?[\s,:(&]*(?:from\s)?",
    re.IGNORECASE,
)


def words_of(text: str) -> list[Word]:
    """The words that count; a bare "9-5" counts only beside days, another time or "closed"."""
    found = list(_all(text))
    kept: list[Word] = []
    for at, word in enumerate(found):
        goes_on = bool(kept and kept[-1].opening and _beside(text, kept[-1], word))
        if not _bare(word) or goes_on or _in_company(text, found, at):
            kept.append(word)
    return kept


def _all(text: str) -> Iterator[Word]:
    for match in _WORDS.finditer(text):
        name = match.lastgroup or ""
        if name == "counted":
            continue
        kind = _KINDS.get(name) or Kind(name)
        days = _FIXED.get(name) or (read_days(match[0]) if name in ("days", "letters") else frozenset())
        opening = read_range(match[0]) if kind is Kind.OPENING else None
        if kind is not Kind.OPENING or opening:
            yield Word(kind, match.start(), match.end(), days, opening)


def _bare(word: Word) -> bool:
    return word.opening is not None and not word.opening.said


def _in_company(text: str, words: list[Word], at: int) -> bool:
    beside = [(words[at - 1], words[at])] if at else []
    beside += [(words[at], words[at + 1])] if at + 1 < len(words) else []
    return any(
        {one.kind, other.kind} & {*DAYS, Kind.CLOSED, Kind.APPOINTMENT}
        or (one.opening and other.opening and (one.opening.said or other.opening.said))
        for one, other in beside
        if _beside(text, one, other)
    )


def _beside(text: str, one: Word, other: Word) -> bool:
    return other.start - one.end < _FAR and _NEAR.fullmatch(text[one.end : other.start]) is not None
