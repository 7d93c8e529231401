"""From what a source calls a service to the needs it meets: by its categories, by its type, by its own words."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from resources.needs import NEEDS
from resources.secrecy.survivors import VICTIM_SERVICES, speaks_for_survivors

_DATA = Path(__file__).resolve().parent.parent / "data"
# Prose names much that a service only mentions; its beginning says what it is.
_BEGINNING = 250
_LEAD = re.compile(r"^\s*(overview|services?|note)\s*:\s*", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(volunteers?|donations?|home visits?|transportation|bus( lines?)?|wheelchair\w* \w+|(other )?locations?"
    r"|holiday \w+|intake \w+|fees?)"
    r"\s*:[^\n]*",
    re.IGNORECASE,
)
_NOT_OFFERED = re.compile(r"\b(no|not|without|must be|does not|do not)\b[^.;,]{0,40}", re.IGNORECASE)

_UNLABELED = ("abuser_intervention", "cognitive_behavioral_program", "community_service")

_SHARE_OF_LABELS = 4

# Needs in their order of weight, each with whether it is what the service is for.
Needs = dict[str, bool]


@dataclass(frozen=True, slots=True)
class Category:
    """A term of the source's own vocabulary, with the terms above it, nearest first.

    of_people is True where it says whom a service is for rather than what it does.
    """

    name: str
    above: tuple[str, ...] = ()
    of_people: bool = False


def needs_of_categories(categories: Sequence[Category]) -> Needs:
    """Needs by a source's categories; the main ones are those that most of the categories stand for."""
    votes: Counter[str] = Counter()
    for category in categories:
        for place, need in enumerate(_needs_of_category(category)):
            votes[need] += 2 if place == 0 else 1
    most = max(votes.values(), default=0)
    return {need: count >= most / 2 and count > min(1, most - 1) for need, count in votes.most_common()}


def needs_of_type(text: str) -> Needs | None:
    """Needs by a directory's word for a kind of service ("Shelter/ Substance Abuse"); None for an unknown word."""
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
    begins = _offered(description)[:_BEGINNING]
    first, found = _spoken(_first_sentence(begins)), _spoken(begins)
    main = _spoken(name) or first or found
    return dict.fromkeys(found, False) | dict.fromkeys(first, False) | dict.fromkeys(main, True)


def needs_beside_labels(name: str, description: str) -> Needs:
    """What labels leave out: a name says what a service is for, its first sentence what else it does.

    Some programs have no label in any vocabulary, so that the whole text is searched for them.
    """
    offered = _offered(description)
    unlabeled = [need for need in _UNLABELED if _patterns()[need].search(offered)]
    also = [*unlabeled, *_spoken(_first_sentence(offered[:_BEGINNING]))]
    return dict.fromkeys(also, False) | dict.fromkeys(_spoken(name), True)


def joined(one: Needs, other: Needs) -> Needs:
    """Needs of both; what is main in either is main."""
    return {need: one.get(need, False) or other.get(need, False) for need in one | other}


def rows_of(needs: Needs, *, held: bool) -> list[dict[str, object]]:
    """The needs as rows of a service; one that is not held meets none that survivors alone have."""
    met = {need: main for need, main in needs.items() if held or need != VICTIM_SERVICES}
    return [{"need": need, "main": main} for need, main in met.items()]


def is_residential(labels: Sequence[str], words: str) -> bool | None:
    """True where the source says that people live or sleep there; otherwise nobody has said."""
    known = _file("needs_by_category.json")
    residential = {name.casefold() for name in known["residential"]}
    count = sum(label.strip().casefold() in residential for label in labels)
    said = words.casefold()
    if count and any(word in said for word in known["residential_surely"]):
        return True
    # Where it is one label of many, it may be one house of many.
    enough = count >= max(1, len(labels) / _SHARE_OF_LABELS)
    return True if enough and not any(word in said for word in known["residential_unless"]) else None


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
        if category.of_people:
            return []
    return _spoken(category.name)


def _offered(description: str) -> str:
    """A description without asides about volunteers and buses, and without what is said not to be offered."""
    return _NOT_OFFERED.sub(" ", _ASIDE.sub(" ", _LEAD.sub("", description))).strip()


def _first_sentence(text: str) -> str:
    return re.split(r"[.;\n]", text, maxsplit=1)[0]


def _type_key(text: str) -> str:
    words = " ".join(text.casefold().split())
    return (
        words[:-1]
        if words.endswith("s") and words[:-1] in _file("needs_by_category.json")["types"]
        else words
    )


def _spoken(text: str) -> list[str]:
    """The needs that a text names; that of survivors is read by the same words that hold a service back."""
    spoken = [need for need, pattern in _patterns().items() if pattern.search(text)]
    return [*spoken, VICTIM_SERVICES] if speaks_for_survivors(text) else spoken


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
