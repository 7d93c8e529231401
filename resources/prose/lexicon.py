"""What the words of providers mean: the tables of phrases in resources/data, ready to be found in a sentence."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from resources.prose.tokens import Kind, Meaning

_DATA = Path(__file__).parent.parent / "data"


class Entry(NamedTuple):
    """What a phrase is and means; of_child and merges as in Token."""

    kind: Kind
    meanings: tuple[Meaning, ...]
    of_child: bool
    merges: bool


class Lexicon(NamedTuple):
    """All phrases as one pattern (the group that matched is named after its entry and its phrase), and other words.

    service: words that name a service behind a person. filler: words passed over. empty: words that ask for nothing.
    """

    pattern: re.Pattern[str]
    entries: tuple[Entry, ...]
    service: re.Pattern[str]
    filler: frozenset[str]
    empty: frozenset[str]

    def entry(self, match: re.Match[str]) -> Entry:
        """What the matched phrase is."""
        _, number, _ = (match.lastgroup or "").split("_")
        return self.entries[int(number)]


@cache
def lexicon() -> Lexicon:
    """What eligibility_words.toml says."""
    table = read_table("eligibility_words.toml")
    pieces, service = table.pop("pieces"), "|".join(table.pop("service"))
    filler, empty = (frozenset(table.pop(name)) for name in ("filler", "empty"))
    rows = [(Kind(kind), row) for kind, rows in table.items() for row in rows]
    return Lexicon(
        pattern=_pattern_of([row["phrases"] for _, row in rows], pieces),
        entries=tuple(_entry(kind, row) for kind, row in rows),
        service=re.compile(rf"[\s-]*(?:{service})\b"),
        filler=filler,
        empty=empty,
    )


def _pattern_of(rows: list[list[str]], pieces: dict[str, str]) -> re.Pattern[str]:
    """All phrases, the longer ones first; their names behind, so that most are passed over at one letter."""
    phrases = [(whole_phrase(phrase, pieces), row) for row, phrases in enumerate(rows) for phrase in phrases]
    phrases.sort(key=lambda each: -len(each[0]))
    named = "|".join(f"{phrase}(?P<entry_{row}_{at}>)" for at, (phrase, row) in enumerate(phrases))
    return re.compile(rf"(?<!\w)(?<!\bnon[- ])(?:{named})")


def read_table(name: str) -> dict[str, Any]:
    """A table of phrases in resources/data."""
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


@cache
def _clauses() -> dict[str, Any]:
    return read_table("eligibility_clauses.toml")


def any_of(name: str) -> str:
    """One of the phrases of a list of eligibility_clauses.toml, as a pattern of whole words."""
    return rf"\b(?:{'|'.join(map(phrase_pattern, _clauses()[name]))})\b"


def whole_phrase(phrase: str, pieces: dict[str, str]) -> str:
    """A phrase of a table, its <pieces> put in, as a pattern of whole words; it must start where a word starts."""
    for name, piece in pieces.items():
        phrase = phrase.replace(f"<{name}>", piece)
    end = "" if phrase.endswith("/") else r"(?![^\W\d]|'\w)"
    return phrase_pattern(phrase) + end


def phrase_pattern(phrase: str) -> str:
    """A phrase as a pattern: a blank is any space or hyphen, (a|b) a choice, ? may be absent."""
    pattern = re.sub(r"(?<!\\)\((?!\?)", "(?:", phrase)
    return pattern.replace(" ?", r"[\s-]*").replace(" ", r"[\s-]+")


def _entry(kind: Kind, row: dict[str, Any]) -> Entry:
    weak = row.get("weak", False)
    meant = tuple(Meaning(rule, value, weak=weak) for rule, value in row.get("means", {}).items())
    return Entry(kind, meant, row.get("of_child", False), row.get("merges", False))
