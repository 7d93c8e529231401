"""From what a source calls a service to the needs it meets: by its categories, by its type, by its own words."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from resources.needs import NEEDS

_DATA = Path(__file__).resolve().parent.parent / "data"
# Prose names much that a service only mentions; its beginning says what it is.
_BEGINNING = 250
_LEAD = re.compile(r"^\s*(overview|services?|note)\s*:\s*", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(volunteers?|donations?|home visits?|transportation|bus( lines?)?|wheelchair\w* \w+|location|other locations?|holiday \w+|intake \w+|fees?)"
    r"\s*:[^\n]*",
    re.IGNORECASE,
)
_NOT_OFFERED = re.compile(r"\b(no|not|without|must be|does not|do not)\b[^.;,]{0,40}", re.IGNORECASE)

# Needs in their order of weight, each with whether it is what the service is for.
Needs = dict[str, bool]


@dataclass(frozen=True, slots=True)
class Category:
    """A term of the source's own vocabulary, with the terms above it, nearest first."""

    name: str
    above: tuple[str, ...] = ()


def needs_of_categories(categories: Sequence[Category]) -> Needs:
    """Needs by a source's categories; the main ones are those that most of the categories stand for."""
    votes: Counter[str] = Counter()
    for category in categories:
        for place, need in enumerate(_needs_of_category(category)):
            votes[need] += 2 if place == 0 else 1
    enough = max(votes.values(), default=0) / 2
    return {need: count > 1 and count >= enough for need, count in votes.most_common()}


def needs_of_type(text: str) -> Needs | None:
    """Needs by a directory's word for the kind of service ("Shelter/ Substance Abuse"); None for a word nobody knows."""
    types: Mapping[str, list[str]] = _file("needs_by_category.json")["types"]
    whole = _type_key(text)
    if whole in NEEDS or whole.replace(" ", "_") in NEEDS:
        return {whole.replace(" ", "_"): True}
    parts = [whole] if whole in types else [_type_key(part) for part in re.split(r"[/;,&]|\band\b", text)]
    known = [types[part] for part in parts if part in types]
    if not known:
        return None
    also = {need: False for needs in known for need in needs[1:]}
    return also | {needs[0]: True for needs in known if needs}


def needs_of_words(name: str, description: str) -> Needs:
    """Needs by the words of a service; main are those in its name, or else in the first words of its description."""
    text = _NOT_OFFERED.sub(" ", _ASIDE.sub(" ", _LEAD.sub("", description)))
    named = _spoken(name)
    first = _spoken(re.split(r"[.;\n]", text.strip(), maxsplit=1)[0][:_BEGINNING])
    main = named or first
    others = [*first, *_spoken(text[:_BEGINNING])]
    return {need: False for need in others if need not in main} | dict.fromkeys(main, True)


def is_residential(labels: Iterable[str], words: str) -> bool | None:
    """True where the source says that people live or sleep there; otherwise nobody has said."""
    residential = {name.casefold() for name in _file("needs_by_category.json")["residential"]}
    if not any(label.strip().casefold() in residential for label in labels):
        return None
    return None if any(word in words.casefold() for word in _file("needs_by_category.json")["residential_unless"]) else True


def type_parts(text: str) -> list[str]:
    """The single words of a type that joins several."""
    return [_type_key(part) for part in re.split(r"[/;,&]", text) if part.strip()]


def _needs_of_category(category: Category) -> list[str]:
    known: Mapping[str, list[str]] = _file("needs_by_category.json")["categories"]
    names = (category.name, *category.above)
    for at, name in enumerate(names):
        for above in names[at + 1 :]:
            if f"{above} > {name}" in known:
                return known[f"{above} > {name}"]
        if name in known:
            return known[name]
    return list(_spoken(category.name))


def _type_key(text: str) -> str:
    words = " ".join(text.casefold().split())
    return words[:-1] if words.endswith("s") and words[:-1] in _file("needs_by_category.json")["types"] else words


def _spoken(text: str) -> list[str]:
    return [need for need, pattern in _patterns().items() if pattern.search(text)]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        need: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
        for need, words in _file("needs_by_words.json").items()
    }


@cache
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return content
