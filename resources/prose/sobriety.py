"""How long one must have been sober, as providers write it: "drug-free", "60 days clean"."""

import re
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from resources.prose.numbers import IN_WORDS, number
from resources.prose.tokens import Meaning

_ONE = ("one", "a full", "one full", "a")
_HOURS = {"hour": 1, "hr": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}


class Sobriety(NamedTuple):
    """Sobriety asked for at a place of a sentence."""

    start: int
    end: int
    meaning: Meaning


def sobriety(words: str) -> Iterator[Sobriety]:
    """The sobriety named in a folded sentence, in days begun; 0 where no length is named, a month has 30 days.

    "Sober living" names a kind of housing, "a desire to be drug-free" an aim: both ask nothing.
    """
    for match in _FORM.finditer(words):
        length, unit = match["before"] or match["after"], match["unit_before"] or match["unit_after"]
        hours = (1 if length in _ONE else number(length)) * _HOURS[unit] if length else 0
        yield Sobriety(match.start(), match.end(), Meaning("sober_days", ceil(hours / 24)))


def _length(side: str) -> str:
    amount = rf"(?P<{side}>\d{{1,3}}|{IN_WORDS}|{'|'.join(_ONE)})(?: ?\(\d{{1,3}}\))?(?:\s*-\s*\d+)?"
    return rf"{amount}[\s-]*(?P<unit_{side}>hour|hr|day|week|month|year)s?'?(?: (?:or|and) (?:more|longer))?"


_SUBSTANCE = r"(?:drugs?|alcohol|substances?|substance abuse|chemicals?)"
_FREE = rf"(?:{_SUBSTANCE}[\s/,-]*(?:(?:and/or|and|or|&) )?)+[\s-]*free"
_FREE_OF = rf"free (?:of|from) (?:all )?{_SUBSTANCE}(?:(?:,| and| or|/)+ ?{_SUBSTANCE})*"
_INFLUENCE = r"under the influence(?: of(?:,? (?:and |or )?(?:drugs?|alcohol))+)?"
_NOT_DRUNK = rf"(?:not|cannot|can't)(?: be)? (?:intoxicated|drunk|{_INFLUENCE})"
_SOBER = (
    rf"(?:{_FREE}|{_FREE_OF}|sober|clean and sober|clean time|clean|detoxed|abstinent|sobriety|{_NOT_DRUNK})"
)
_SOBERS = rf"{_SOBER}(?:[\s,]*(?:and|or|&)[\s/]*{_SOBER})*"
_AT_LEAST = r"(?:at least |(?:a )?minimum of |minimum |the (?:past|last) |more than |over )?"
_ASIDE = r"(?:\s*\([^)]*\))?"
_AIM = "".join(rf"(?<!{aim} )" for aim in ("to be", "to become", "to stay", "to get", "to remain"))
_KIND = r"(?! (?:living|hous|home|environment|workplace|zone|companion|support|recovery|facility|communit|transition))"
_FORM = re.compile(
    rf"(?<!\w){_AIM}(?:{_AT_LEAST}{_length('before')}(?: of)?(?: continuous)? {_SOBERS}"
    rf"|{_SOBERS}{_ASIDE} (?:for )?{_AT_LEAST}{_length('after')}"
    rf"|{_SOBERS})(?!\w){_KIND}"
)
