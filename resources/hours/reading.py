"""Opening hours read from a provider's own words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from resources.hours.access import always_open, by_appointment
from resources.hours.clock_times import names_a_time
from resources.hours.passages import Found, read_passage
from resources.hours.spelling import Plain, in_plain_spelling
from resources.hours.weekdays import in_order
from resources.hours.words import Kind, Word, words_of


@dataclass(frozen=True, slots=True)
class Block:
    """Days with the same hours.

    days are MO to SU, opens and closes HH:MM local time, closing at or before opening means the next day; quote is the
    exact words, confidence 0 to 1.
    """

    days: tuple[str, ...]
    opens: str
    closes: str
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Hours:
    """What a text says of when one may come; no block means that nothing was said, not "closed".

    Where somebody is always there, blocks is empty. confidence (0 to 1) is that of the least sure block, 0 where the
    text says nothing of hours.
    """

    blocks: tuple[Block, ...] = ()
    by_appointment: bool = False
    always_open: bool = False
    quotes: tuple[str, ...] = ()
    confidence: float = 0.0


def read_hours(text: str) -> Hours:
    """Read weekly opening hours; days of the month, holidays and dated events give none, seasons are passed over.

    A lunch closing splits its block. Hours for volunteers, donors, intake, an office, holidays and calls count only
    where the text has no others. A text that names days and times is not "always open", whatever its hotline does.
    Where what looks like a day or a time cannot be read, no hours are told rather than half of them.
    """
    appointment = by_appointment(text)
    always = always_open(text)
    plain = in_plain_spelling(text)
    readable = not plain.unclear and names_a_time(plain.text)
    blocks = _blocks(plain, always=bool(always)) if readable else ()
    if blocks:
        quotes = tuple(dict.fromkeys(block.quote for block in blocks))
        return Hours(blocks, appointment, False, quotes, min(block.confidence for block in blocks))
    if always:
        return Hours((), appointment, True, (always,), _CLEAR)
    return Hours(by_appointment=appointment)


_CLEAR, _GUESSED, _FAR, _SEVERAL = 0.95, 0.75, 0.75, 0.85
_ASIDE = re.compile(
    r"\W*(?:\d+\W+)?(?:[A-Z]+\W+){0,2}(?:VOLUNTEER|DONATION|DONOR|Volunteers|Donations|TRANSPORTATION|BUS|HOLIDAY)[^.:\n]*:"
)
Section = tuple[int, list[Word]]


def _sections(text: str) -> list[Section]:
    """Where each paragraph or numbered item begins, and its words."""
    sections: list[Section] = [(0, [])]
    for word in words_of(text):
        if word.kind is Kind.PARAGRAPH:
            sections.append((word.start, []))
        else:
            sections[-1][1].append(word)
    return sections


def _blocks(plain: Plain, *, always: bool) -> tuple[Block, ...]:
    """The blocks of all sections, each once; several sections that differ may speak of several programs.

    The hours of others count where there are none of the service's own; not in a text about one service whose words
    say that somebody is always there.
    """
    text, sections = plain.text, _sections(plain.text)
    found = [
        passage
        for start, words in sections
        if (passage := read_passage(text, start, words, of_others=bool(_ASIDE.match(text, start))))
    ]
    own = [kept for passage in found if (kept := [each for each in passage if not each.of_others])]
    told = own if own or (always and len(sections) == 1) else found
    several = len({frozenset((each.days, each.opening) for each in passage) for passage in told}) > 1
    return tuple(_block(plain, each, several) for each in _once(chain.from_iterable(told)))


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Each day with its times once, in the order of the text."""
    told: set[tuple[str, str, str]] = set()
    for each in found:
        times = each.opening.opens, each.opening.closes
        days = frozenset(day for day in each.days if (day, *times) not in told)
        told |= {(day, *times) for day in days}
        if days:
            yield replace(each, days=days)


def _block(plain: Plain, found: Found, several: bool) -> Block:
    doubts = ((found.far, _FAR), (not found.opening.sure, _GUESSED), (several, _SEVERAL))
    confidence = min([_CLEAR, *(limit for doubted, limit in doubts if doubted)])
    quote = plain.quote(found.start, found.end)
    return Block(in_order(found.days), found.opening.opens, found.opening.closes, quote, confidence)
