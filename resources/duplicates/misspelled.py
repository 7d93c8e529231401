"""One word that two records spell differently: "Counseling Center" and "Counselin Cneter"."""

from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from resources.duplicates.names import Part
from resources.duplicates.records import Record
from resources.duplicates.vocabulary import Words

# How alike, of 100, a word and its misspelling are, and how long a word must be for this to be no accident.
_LEAST, _LENGTH = 85, 5

# Each misspelled word beside the spelling that both records get, and its weight.
_Spelling = Mapping[str, tuple[str, float]]


def respelled(one: Record, other: Record) -> tuple[Record, Record]:
    """Both records with one spelling for what is one word, and the lesser of its weights, as of a known county."""
    a, b = one.name.whole, other.name.whole
    only_a, only_b = a.words - b.words, b.words - a.words
    if not only_a or not only_b:
        return one, other
    pairs = _matches(only_a, only_b)
    if not pairs:
        return one, other
    spelling = {
        word: (min(pair), min(a.weights[pair[0]], b.weights[pair[1]])) for pair in pairs for word in pair
    }
    return _record(one, spelling), _record(other, spelling)


def _matches(some: Words, others: Words) -> list[tuple[str, str]]:
    """Which words are one, each in one pair at most, the most alike first."""
    alike = [
        (-fuzz.ratio(one, other), min(one, other), max(one, other), (one, other))
        for one in some
        for other in others
        if _are_one(one, other)
    ]
    found: list[tuple[str, str]] = []
    for *_, pair in sorted(alike):
        if all(pair[0] != one and pair[1] != other for one, other in found):
            found.append(pair)
    return found


def _are_one(one: str, other: str) -> bool:
    """Whether words are long enough and begin with one letter, which few misspellings get wrong, and are alike."""
    if one[0] != other[0] or max(len(one), len(other)) < _LENGTH or not (one + other).isalpha():
        return False
    swapped = sorted(one) == sorted(other) and OSA.distance(one, other) == 1
    return swapped or fuzz.ratio(one, other) >= _LEAST


def _record(record: Record, spelling: _Spelling) -> Record:
    name = record.name
    return replace(
        record,
        name=replace(
            name,
            whole=_part(name.whole, spelling),
            head=_part(name.head, spelling),
            tails=tuple(_part(part, spelling) for part in name.tails),
        ),
        programs=tuple(_part(part, spelling) for part in record.programs),
        branches=tuple(_part(part, spelling) for part in record.branches),
    )


def _part(part: Part, spelling: _Spelling) -> Part:
    if spelling.keys().isdisjoint(part.weights):
        return part
    weights, spelled = {}, part.spelled
    for word, weight in part.weights.items():
        right, lesser = spelling.get(word, (word, weight))
        weights[right] = lesser
        spelled = spelled.replace(word, right) if word != right else spelled
    return replace(part, weights=weights, spelled=spelled)
