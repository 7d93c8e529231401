"""Days that are closed, or open by appointment only: the hours of other days are none of theirs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from resources.hours.weekdays import Days
from resources.hours.words import DAYS, Kind, Word

_BESIDE = re.compile(
    r"[\s,:(–-]*(?:(?:is|are|hours?|only|open|available|seen|visits|mornings?|afternoons?|evenings?)\b[\s:(-]*)*",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"(?!excepted|excluded|not open)(?:exc|but|no[t ]|never|apart|aside|other|with)", re.IGNORECASE
)
_DIRECTLY = re.compile(r"[\s:(]*(?:on\s+)?", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,?\s*(?:and|or|&)|[/&])\s*", re.IGNORECASE)


def without_closed_days(text: str, clause: Sequence[Word]) -> list[Word]:
    """A clause in which days that nobody may simply come on, and the word that says so, are one word of Kind.SHUT."""
    told = list(clause)
    at = 0
    while at < len(told):
        word = told[at]
        run = _run(text, told, at) if word.kind is Kind.APPOINTMENT or _is_closed(text, word) else None
        if run:
            days: Days = frozenset().union(*(told[each].days for each in run if each != at))
            told[run.start : run.stop] = [replace(word, kind=Kind.SHUT, days=days)]
            at = run.start
        at += 1
    return [each for each in told if each.kind is not Kind.APPOINTMENT]


def is_exception(text: str, word: Word) -> bool:
    """Whether a word takes the days that follow it out of those before ("except"), and says nothing of these."""
    return _EXCEPTION.match(text, word.start, word.end) is not None


def _is_closed(text: str, word: Word) -> bool:
    return word.kind is Kind.CLOSED and not is_exception(text, word)


def _run(text: str, words: Sequence[Word], at: int) -> range | None:
    """The days that the word at a place speaks of, and itself; None where it speaks of days that have times."""
    first = at
    while first and words[first - 1].kind in DAYS and (first < at or _stands(_BESIDE, text, words, first)):
        if _follows_times(text, words, first - 1):
            # "9-5 Mon, Sat by appointment": of these the last stands by itself.
            first = at - 1 if first < at and not _stands(_JOINED, text, words, at - 1) else at
            break
        first -= 1
    if first < at:
        aside = "(" in text[words[at - 1].end : words[at].start]
        if aside and at + 1 < len(words) and words[at + 1].kind in DAYS:
            return None
        return None if _times_follow(text, words, at) else range(first, at + 1)
    last = at
    while words[at].kind is Kind.APPOINTMENT and last + 1 < len(words) and words[last + 1].kind in DAYS:
        if last == at and not _stands(_DIRECTLY, text, words, last + 1):
            break
        last += 1
    ends = last + 1 == len(words) or words[last + 1].kind in (Kind.STOP, Kind.SENTENCE)
    return range(at, last + 1) if last > at and ends else None


def _follows_times(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether times stand right before days and are theirs, as in "9-5 Saturdays"."""
    return bool(at and words[at - 1].opening and "," not in text[words[at - 1].end : words[at].start])


def _times_follow(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether the times behind a word are those of the days before it: not in "Sat by appointment, 9-5 Mon"."""
    if at + 1 == len(words) or not words[at + 1].opening:
        return False
    apart = "," in text[words[at].end : words[at + 1].start]
    return not (apart and at + 2 < len(words) and words[at + 2].kind in DAYS)


def _stands(beside: re.Pattern[str], text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word and the one before it stand side by side."""
    return beside.fullmatch(text[words[at - 1].end : words[at].start]) is not None
