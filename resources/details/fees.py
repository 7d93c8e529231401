"""What a service costs, as people write it: "$25/week", "free of charge", "sliding fee scale"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from resources.details.reading import LONGEST, Reading

_CLEAR, _TOLD, _DOUBTED, _SEVERAL = 0.9, 0.8, 0.4, 0.3
_HIGHEST = 100_000_00
# A sentence of more letters to one side is none, and would keep the patterns busy.
_FAR = 300
# More words beside "free" speak of one thing that is.
_SHORT = 4
# So far before "free" may stand what denies it.
_NEAR = 40
PERIODS = {
    "night": "a night",
    "day": "a day",
    "week": "a week",
    "month": "a month",
    "mo": "a month",
    "year": "a year",
    "school year": "a year",
    "hour": "an hour",
    "hr": "an hour",
    "visit": "a visit",
    "session": "a session",
    "class": "a class",
    "person": "a person",
    "nightly": "a night",
    "daily": "a day",
    "weekly": "a week",
    "monthly": "a month",
    "annual": "a year",
    "annually": "a year",
    "yearly": "a year",
    "hourly": "an hour",
}
_EACH = r"school year|night|day|week|month|mo|year|hour|hr|visit|session|class|person"
_EVERY = r"nightly|daily|weekly|monthly|annual(?:ly)?|yearly|hourly"
PRICE = re.compile(
    rf"(?:\b(?P<before>{_EVERY})\b[\w ]{{0,25}}?(?:is |of |: ?)?)?"
    r"\$\s?(?P<dollars>\d{1,3}(?:,\d{3})+|\d{1,6})(?P<cents>\.\d\d)?(?![\d%]|,\d)"
    rf"(?:(?: ?/ ?|[ -]?(?:[\w-]+ ){{0,2}}?(?:/ ?)?(?:per|an?|each|every) )(?P<each>{_EACH})\b"
    rf"|(?: \w+)? (?P<every>{_EVERY})\b)?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:-|–|to)\s?\$?(?P<upper>\d{1,6})\b")
# Sums that nobody pays for the service: what is lent, earned, worth, or may be had.
_NO_PRICE = re.compile(
    r"(?:\b(?:loans?|grants?|earn\w*|wages?|incomes?|worth|valued?|sav(?:e|es|ing|ings)|assistance|amounts?|pays?"
    r"|benefits?|stipends?|scholarships?|assets?|debts?|vouchers?|prizes?|below|under|less than)\b[^$.;]{0,40})$",
    re.IGNORECASE,
)
_NO_PRICE_AFTER = re.compile(
    r"(?:[\s-]+[\w-]+){0,4}?\s+(?:stipends?|vouchers?|loans?|grants?|awards?|allowances?|wages?|pay|bonus(?:es)?|raises?"
    r"|gift cards?|paychecks?)\b|\s+in (?!advance|full|cash\b|installments|total|fees?)\w+",
    re.IGNORECASE,
)
# By the hour those who work are paid, and seldom those who help.
_WAGE = re.compile(
    r"\b(?:work\w*|jobs?|pay|paid|shifts?|hir(?:es?|ing)|employ\w*|crews?|helpers?|raises?|overtime|awards?)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\b(?:up to|max(?:imum)?|min(?:imum)?|starting|starts|from|deposit|donations?|if|after|until|for"
    r"|approximately|about|depending|based on|eligible|except|unless|some|most|only|first|suggested"
    r"|sliding|reduced|var(?:y|ies)|application|registration|late)\b",
    re.IGNORECASE,
)
# A bed that is free costs what it costs.
FREE = re.compile(
    r"\bfree of charge\b|\bno (?:charge|cost|fees?)\b|\b(?:at no|without) (?:cost|charge)\b"
    r"|(?<![\w-])(?<!toll )(?<!feel )(?<!drug )(?<!alcohol )(?<!smoke )(?<!sugar )(?<!tax )(?<!for )"
    r"(?<!bed is )(?<!beds are )(?<!room is )(?<!space is )(?<!spaces are )(?<!slot is )(?<!slots are )(?<!place is )"
    r"(?<!bed comes )(?<!bed becomes )(?<!room comes )(?<!place comes )free"
    r"(?!\w|-|\s+(?:from|time|will|parking|lunch(?:es)?\b|or\b|of\b(?! charge)|to\s+(?!all|any|eligible|those)))",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no longer|(?:is|are|was)n['’]?t)\s+(?:(?:always|entirely|completely|necessarily|at|for)\s+){0,2}$",
    re.IGNORECASE,
)
NONE = re.compile(r"\s*(?P<none>none)\b", re.IGNORECASE)
SLIDING = re.compile(
    r"(?<!no )\bsliding(?:[ -](?:fees?|payment))?[ -]?scale\b(?: fees?)?|\bfee scale\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.;!?\n]*(?:\.\d[^.;!?\n]*)*")


class _Price(NamedTuple):
    """A price at a place of a text; period is empty where none is named.

    doubted: more stands in its sentence, which may make it the price of some or of a part.
    """

    start: int
    end: int
    cents: int
    period: str
    doubted: bool


def read(text: str, *, about_fees: bool = False) -> list[Reading]:
    """The cost in cents and the time it is for; free is 0. Several prices, or a scale, are no single cost.

    about_fees: the text tells of nothing but fees, so that "None." means free.
    """
    none = NONE.match(text) if about_fees else None
    free = [*([none] if none else []), *free_in(text)]
    prices = sorted([*_prices(text), *(_free(text, match, about_fees) for match in free)])
    scales = [match.span() for match in SLIDING.finditer(text)]
    if not prices and not scales:
        return []
    if scales or len({(each.cents, each.period) for each in prices}) > 1:
        places = sorted([*scales, *((each.start, each.end) for each in prices)])
        return [Reading("cost_cents", None, text[places[0][0] : places[-1][1]], _SEVERAL)]
    return list(_cost(text, prices, _CLEAR if about_fees else _TOLD))


def free_in(text: str, start: int = 0, end: int = LONGEST) -> Iterator[re.Match[str]]:
    """The words of a text, or of a part of it, that say that nothing is paid; "not free" says the reverse."""
    for match in FREE.finditer(text, start, end):
        if not _NOT.search(text, max(0, match.start() - _NEAR), match.start()):
            yield match


def _cost(text: str, prices: list[_Price], sure: float) -> Iterator[Reading]:
    """One cost, said once or more; it is in doubt where every time it is not everybody's."""
    best = min(prices, key=lambda each: each.doubted)
    confidence = _DOUBTED if best.doubted else sure
    quote = text[best.start : best.end]
    yield Reading("cost_cents", best.cents, quote, confidence)
    if best.period:
        yield Reading("cost_period", best.period, quote, confidence)


def _prices(text: str) -> Iterator[_Price]:
    for match in PRICE.finditer(text):
        if is_paid_out(text, match):
            continue
        cents = int(match["dollars"].replace(",", "")) * 100 + int((match["cents"] or ".0")[1:])
        if cents > _HIGHEST:
            continue
        said = match["each"] or match["every"] or match["before"] or ""
        period = PERIODS[said.lower()] if said else ""
        yield _Price(*match.span(), cents, period, _SIDE.search(_sentence(text, *match.span())) is not None)
        if upper := _RANGE.match(text, match.end()):
            yield _Price(match.start(), upper.end(), int(upper["upper"]) * 100, period, doubted=True)


def is_paid_out(text: str, match: re.Match[str]) -> bool:
    """Whether a sum is one that people get: lent, earned, worth, or given."""
    if _NO_PRICE.search(text[max(0, match.start() - 60) : match.start()]):
        return True
    hourly = "hour" in (match["each"] or match["every"] or match["before"] or "").lower()
    worked = hourly and _WAGE.search(_sentence(text, *match.span()))
    return bool(worked or _NO_PRICE_AFTER.match(text, match.end()))


def _free(text: str, match: re.Match[str], about_fees: bool) -> _Price:
    """Free; among other words only a short sentence says so of the whole service."""
    start, end = match.span(match.lastgroup or 0)
    sentence = _sentence(text, start, end)
    part = not about_fees and len(sentence.split()) > _SHORT
    return _Price(start, end, 0, "", part or _SIDE.search(sentence) is not None)


def _sentence(text: str, start: int, end: int) -> str:
    """What else stands in the sentence of some words, as far as they reach."""
    before = max(0, start - _FAR, *(text.rfind(mark, max(0, start - _FAR), start) + 1 for mark in ".;!?\n"))
    after = _SENTENCE.match(text, end, end + _FAR)
    return text[before:start] + " " + (after[0] if after else "")
