"""Ages as providers write them: "18 and older", "ages 8-18", "birth to 21", "under 5"."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from resources.prose.numbers import IN_WORDS, number
from resources.prose.tokens import Meaning

# From this age on, an age alone ("55 years of age") is the youngest that is served.
SENIOR = 50
_OLDEST = 110


class Age(NamedTuple):
    """An age at a place of a sentence; sure: it could be nothing but an age, whatever stands before it.

    refused: it is said of those who are turned away ("cannot be under 18"); the meanings are of those who may come.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    sure: bool
    refused: bool = False


class _Limits(NamedTuple):
    low: int | None = None
    high: int | None = None


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    limits: Callable[[re.Match[str]], _Limits]
    sure: bool
    refused: bool = False


def ages(words: str) -> list[Age]:
    """The ages in a folded sentence, in order; whole years, those in months or weeks mean nothing.

    "Over 18" is 18, "under 18" is 17, "not under 18" is 18; "birth to 18" has no lower limit.
    """
    found: list[Age] = []
    if _HINT.search(words):
        matches = ((match, form) for form in _FORMS for match in form.pattern.finditer(words))
        for match, form in sorted(matches, key=lambda each: each[0].start()):
            if not found or match.start() >= found[-1].end:
                found += _age(match, form)
    return found


def _age(match: re.Match[str], form: _Form) -> Iterator[Age]:
    low, high = form.limits(match)
    if max(low or 0, high or 0) > _OLDEST or (low and high and low > high):
        return
    said = (("minimum_age", low), ("maximum_age", high))
    meant = tuple(Meaning(rule, value) for rule, value in said if value)
    named = match.groupdict()
    sure = form.sure or any(named.get(mark) for mark in _MARKS)
    yield Age(match.start(), match.end(), meant, sure, form.refused)


def _whole(match: re.Match[str], name: str) -> int | None:
    """The number, None where none is said, and for a year and a half, which is no whole age."""
    said = match[name]
    return None if said is None or "/" in said else number(said)


def _low(match: re.Match[str]) -> _Limits:
    return _Limits(low=_whole(match, "low"))


def _high(match: re.Match[str]) -> _Limits:
    return _Limits(high=_whole(match, "high"))


def _both(match: re.Match[str]) -> _Limits:
    return _Limits(_whole(match, "low"), _whole(match, "high"))


def _below(match: re.Match[str]) -> _Limits:
    high = _whole(match, "high")
    return _Limits(high=high - 1 if high else None)


def _alone(match: re.Match[str]) -> _Limits:
    low = _whole(match, "low")
    return _Limits(low=low) if low and (low >= SENIOR or match["be"] is not None) else _Limits()


def _at_least(match: re.Match[str]) -> _Limits:
    """ "Married for at least 2 years" is a span of time."""
    years = (match["years_after"] or "").strip()
    span = years and not years.endswith(("old", "age")) and not match["aged"]
    return _Limits() if span else _low(match)


def _nothing(_: re.Match[str]) -> _Limits:
    return _Limits()


# The groups that show that a number is an age.
_MARKS = ("aged", "years", "years_after")
_SPAN = r"(?:days?|weeks?|months?|mos?\b|hours?|hrs?|minutes?|[ap]\.?m\b|beds?|miles?|percent|st\b|nd\b|th\b)"
# A whole number that is no time, sum of money, percentage, number of a street or span of days.
_BEFORE = r"(?<![\d.$:/#])(?<!\d,)"
_AFTER = rf"(?![\d:%/]|[.,]\d|\s*-?\s*{_SPAN})"
_LOW, _HIGH = (rf"{_BEFORE}(?P<{name}>\d{{1,3}}(?: 1/2)?|{IN_WORDS}){_AFTER}" for name in ("low", "high"))
_HINT = re.compile(rf"\d| ages|any age|{IN_WORDS}")
_YEAR = r"\s*-?\s*(?:(?:years?|yrs?\b\.?)(?:[\s-]*(?:of age|olds?))?|y\.?o\.?\b)"
_YEARS, _YEARS_AFTER = (rf"(?P<{name}>{_YEAR})?" for name in ("years", "years_after"))
_BETWEEN = r"between(?: the ages of)?"
_AGED = rf"(?P<aged>\bage[sd]?(?: group| range)?s?:?(?: of)?\s*(?:from |{_BETWEEN} )?)?"
_AGE_OF = r"(?P<years>(?:the )?ages? (?:of )?)?"
_TO = r"\s*(?:-|to|through|thru|until|up to)\s*(?:the )?(?:age (?:of )?)?"
_AND = r"(?:and|&|or)"
_SOON = r"(?:\bbirth|\bnewborns?|\binfan(?:ts?|cy)|\b0|\b\d+ (?:weeks?|months?)(?! to \d+ years?(?! old| of age)))"
_MONTHS = rf"{_SOON}(?: of age)?(?:{_TO}| and (?:up|older))(?:\d+ (?:weeks|months)(?: of age)?)?"
_LEAST = r"(?:(?P<aged>be )?at least|(?P<years>minimum age)(?: is| of|:)?)"
_OLDER = r"(?:older|over|up(?:wards?)?|above|beyond|better|greater|through adulthood|adulthood)\b"
_BODY = (
    r"(?:[ -]?(?:one|body)| (?:persons?|people|individuals?|clients?|applicants?|guests?|residents?|participants?"
    r"|tenants?|members?|students?|adults?|admission|admittance)(?: is)?)"
    r"(?: (?:who|that) (?:is|are)| aged?| to (?:anyone|those)| for anyone)?"
)
_ANY_BODY = (
    r"(?: (?:any ?one|anybody|any|those|the|persons?|people|individuals?|clients?|applicants?|guests?|residents?"
    r"|participants?|youths?|children|minors|adults))*(?: (?:who|that) (?:is|are)| aged?)?"
)
_TAKEN = (
    r"(?:accepted|admitted|allowed|permitted|eligible|served|housed|considered|enrolled|stay|live|enter|attend|participate"
    r"|join|enroll|apply)\b"
)
_NOT_TO = (
    r"(?:(?:(?:do|does|will|can|may|are|is|must|should|shall) ?(?:not|n't)|cannot|never|unable to)(?: currently)?"
    r"(?: be)? (?:open to|available to|for|serve|accept|admit|take|allow|house|enroll)"
    r"|not (?:open|available) to|not for)"
)
_REFUSED = (
    rf"(?:(?:(?:(?:are|is|will|may|can|must|should|do|does) ?)?(?:not|n't)|cannot|can't) (?:be )?{_TAKEN}"
    r"|need not apply\b"
    r"|(?:are|is|will be|shall be) (?:turned away|excluded|ineligible|refused|denied|barred|prohibited|not allowed)\b)"
)
_NOT = r"(?:not|cannot|can't|won't|mustn't|shouldn't|never|no|nor|neither)(?: be| being)?(?: aged?)?"
_NO = rf"(?:no{_BODY}|nobody|{_NOT_TO}{_ANY_BODY}|{_NOT})"
_WHOEVER = (
    r"(?:(?:^|(?<=[,:] ))(?:children|youths?|minors)|\b(?:any ?one|anybody|those|persons?|people|individuals?|clients?"
    r"|applicants?|guests?|residents?|participants?|adults|ages?))(?: who (?:is|are)| aged?)? "
)
_BELOW = r"(?:under|younger than|below)"
_ABOVE = r"(?:over|older than|above)"
_NOR_OVER, _NOR_UNDER = (
    rf"(?:,? (?:or|nor|and) (?:be )?{side}(?: the)?(?: age(?: of)?)? {limit})?"
    for side, limit in ((_ABOVE, _HIGH), (_BELOW, _LOW))
)
_YEARS_OF_AGE = r"(?P<years_after>\s*(?:years?|yrs?\.?) (?:of age|old))?"

# Forms of those who are turned away: what is said of them is the reverse of who may come.
_REFUSALS = (
    (rf"\b{_NO} {_BELOW} {_AGE_OF}{_LOW}{_YEARS_AFTER}{_NOR_OVER}", _both, True),
    (rf"\b{_NO} {_ABOVE} {_AGE_OF}{_HIGH}{_YEARS_AFTER}{_NOR_UNDER}", _both, True),
    (rf"\b{_NOT} less than {_AGE_OF}{_LOW}{_YEARS_AFTER}", _low, False),
    (rf"\b{_NOT} more than {_AGE_OF}{_HIGH}{_YEARS_OF_AGE}", _high, False),
    (rf"{_WHOEVER}{_BELOW} {_AGE_OF}{_LOW}{_YEARS_AFTER}{_NOR_OVER} {_REFUSED}", _both, True),
    (rf"{_WHOEVER}{_ABOVE} {_AGE_OF}{_HIGH}{_YEARS_AFTER}{_NOR_UNDER} {_REFUSED}", _both, True),
    # "Boys over 12 cannot stay": of them alone.
    (rf"\b(?:{_BELOW}|{_ABOVE}) {_AGE_OF}{_LOW}{_YEARS_AFTER} {_REFUSED}", _nothing, True),
)
# Forms of those who may come.
_ADMISSIONS = (
    (rf"(?:\bage[sd]?\s*)?(?:from )?{_SOON}(?: of age)?{_TO}{_HIGH}{_YEARS}", _high, True),
    (rf"{_AGED}{_LOW}{_YEARS}{_TO}{_HIGH}{_YEARS_AFTER}(?! (?:and|&) {_OLDER})", _both, False),
    (rf"(?P<aged>\bage[sd]?|{_BETWEEN}):?\s*{_LOW}{_YEARS} {_AND} {_HIGH}{_YEARS_AFTER}", _both, True),
    (rf"{_AGED}{_LOW}{_YEARS}[\s,-]*(?:(?:{_AND}|to|-)[\s-]*)*{_OLDER}", _low, True),
    (rf"{_AGED}{_LOW}{_YEARS}\s?\+(?=\s*(?:[,.;)/]|$|(?:and|only)\b))", _low, True),
    (rf"{_AGED}{_LOW}{_YEARS}\s?\+{_YEARS_AFTER}", _low, False),
    (rf"{_AGED}{_LOW}{_YEARS} {_AND} more\b{_YEARS_AFTER}(?! \w)", _low, False),
    (
        rf"\b{_LEAST}(?: age)?\s*{_LOW}(?P<years_after>\s*(?:years?|yrs?\.?)(?: of age| old)?)?",
        _at_least,
        False,
    ),
    (rf"\b(?P<aged>age |be |aged )?{_ABOVE} {_AGE_OF}{_LOW}{_YEARS_AFTER}", _low, False),
    (
        rf"\b(?P<aged>ages? |be |aged )?(?:under|younger than|below|less than) {_AGE_OF}{_HIGH}{_YEARS_AFTER}",
        _below,
        False,
    ),
    (
        rf"\b(?P<aged>ages? )?(?:up to|to|until|through|no older than) {_AGE_OF}{_HIGH}{_YEARS_OF_AGE}",
        _high,
        False,
    ),
    (rf"{_AGED}{_HIGH}{_YEARS} (?:{_AND} )?(?:under|younger|below)\b", _high, False),
    (rf"(?P<be>(?<=\bbe ))?{_AGED}{_LOW}{_YEARS}", _alone, False),
    (rf"{_MONTHS}|\bless than \d+ months(?: of age)?|\bany age\b|\ball ages\b", _nothing, True),
)
# Each form, what it says, and whether it says so of an age only; of two at one place the first counts.
_FORMS = tuple(
    _Form(re.compile(pattern), limits, sure, refused)
    for refused, forms in ((True, _REFUSALS), (False, _ADMISSIONS))
    for pattern, limits, sure in forms
)
