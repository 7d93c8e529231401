"""What one must bring or have, where a provider demands it in so many words: papers, a referral, coverage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resources.eligibility import Value
from resources.prose.lexicon import read_table, whole_phrase
from resources.prose.sentences import without_asides
from resources.prose.tokens import Meaning

# "For the dental clinic, …": of one service alone.
_OF_ONE = re.compile(r"(?:for|some|certain) [\w ]+?,")


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand at a place of a sentence."""

    start: int
    end: int
    meaning: Meaning


def demands(words: str, text: str) -> Iterator[Demand]:
    """The demands in a folded sentence, each rule once; none where it is waived ("no referral needed").

    text is the same sentence as written; from it the values are taken.
    """
    words = without_asides(words)
    if _patterns()["waived"].search(words) or _OF_ONE.match(words):
        return
    for rule, pattern in _patterns().items():
        if match := pattern.search(words):
            yield Demand(match.start(), match.end(), Meaning(rule, _value(rule, match, text)))


def _value(rule: str, match: re.Match[str], text: str) -> Value:
    """The value as written, for the rules that have one: whose referral, which coverage, which languages."""
    spans = (match.span(name) for name, words in match.groupdict().items() if words)
    said = next((" ".join(text[slice(*span)].partition("(")[0].split()).strip(" ,.") for span in spans), "")
    if rule == "language":
        return tuple(re.split(r",? (?:or|and) |/", said))
    return said or ("required" if rule == "referral" else True)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each rule, and for what waives them, all its phrases as one pattern."""
    table = read_table("eligibility_demands.toml")
    pieces = table.pop("pieces")
    return {
        rule: re.compile(rf"(?<!\w)(?:{'|'.join(whole_phrase(phrase, pieces) for phrase in row['phrases'])})")
        for rule, row in table.items()
    }
