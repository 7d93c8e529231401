"""Where one must live, as providers write it: "Carroll County residents", "living in Baltimore City"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from resources.geography.states import STATE_NAMES
from resources.geography.zip_codes import zips_of_city


class Residence(NamedTuple):
    """Places named at a place of a sentence, one of which must be the client's, as the text writes them."""

    start: int
    end: int
    places: tuple[str, ...]


def residences(words: str, text: str) -> Iterator[Residence]:
    """Where one must live by a folded sentence; text is the same sentence as written."""
    if not any(hint in words for hint in ("county", "city", "resid", "liv")):
        return
    end = 0
    for match in sorted(_found(words), key=lambda each: each.start()):
        if match.start() >= end:
            yield Residence(match.start(), match.end(), _places(match, text))
            end = match.end()


def _found(words: str) -> Iterator[re.Match[str]]:
    for form in _FORMS:
        for match in form.finditer(words):
            if "town" not in match.groupdict() or _is_town(match["town"]):
                yield match


def _places(match: re.Match[str], text: str) -> tuple[str, ...]:
    """The places as written; of "Harford and Cecil County" both are counties."""
    if "town" in match.groupdict():
        return _names(text[slice(*match.span("town"))])
    first, *rest = _names(text[slice(*match.span("places"))])
    shared = match["shared"]
    if shared is None or not _is_town(shared):
        return (first, *rest)
    return (f"{text[slice(*match.span('shared'))]} {first.rpartition(' ')[2]}", first, *rest)


def _names(said: str) -> tuple[str, ...]:
    """Each place by itself; of "Baltimore City and County" the name is said once and belongs to both."""
    first, *rest = (" ".join(part.split()) for part in _BETWEEN.split(said.strip()))
    name = first.rpartition(" ")[0]
    return (first, *(f"{name} {part}" if part.lower() in ("county", "city") else part for part in rest))


def _is_town(name: str) -> bool:
    """Whether there is such a town or county seat in the country."""
    parts = re.sub(rf"^{_SIDE}", "", name).split(" & ")
    return any(zips_of_city(part, state) for part in parts for state in STATE_NAMES)


# Words before "County" or "residents" that are part of no name.
_NO_NAME = (
    "the any all of in and or a an this that our low moderate income for to from serving serves must be are is was who"
    " both homeless adult adults live lives living reside resides residing resident residents within eligible local"
    " county city most each every current permanent legal older senior community housing only open families"
    " individuals people persons anyone men women children youth veterans clients new young jewish non home public"
    " group frail house sub substandard uninsured underinsured unemployed employed disabled indigent"
)
_WORD = rf"(?!(?:{_NO_NAME.replace(' ', '|')})\b)[a-z][a-z'.]*[a-z]"
_STATES = rf"(?:{'|'.join(name.lower() for name in STATE_NAMES.values())}|d\.\s?c\.)"
_SIDE = r"(?:(?:north|south|east|west|central|northern|southern|eastern|western|upper|lower) +)?"
_START = r"(?<![\w-])"
_AREA = rf"{_START}{_SIDE}(?:(?:{_WORD} +){{1,3}}(?:county|city|township|borough|valley)|{_STATES})"
_MORE = rf"(?:(?: *, *(?:and )?| +(?:and|&|or) +|/)(?:{_AREA}|county|city))*"
_ZIPS = r"(?:zip codes? )?\d{5}(?:(?:,| and| or|, and) \d{5})*"
_PLACES = rf"(?:(?P<shared>{_START}{_WORD}) +(?:and|&|or) +)?(?P<places>{_AREA}{_MORE}|{_ZIPS})"
_TOWN = rf"(?P<town>{_START}{_SIDE}{_WORD}(?: +{_WORD})?(?: & {_WORD}(?: +{_WORD})?)?)"
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|&|or)\s+|/", re.IGNORECASE)
_LIVING = (
    r"\b(?:(?<!prospective )(?:residents?|residency|residence) +(?:of|in)"
    r"|(?:living|lives?|residing|resides?) +(?:in|within))(?: the)? +"
)
_RESIDENTS = r" +residen(?:ts?|cy)\b(?! (?:services|housing))"
_OF_PEOPLE = "|".join(
    f"(?<={people} )"
    for people in (
        "homelessness",
        "anyone",
        "people",
        "persons",
        "individuals",
        "families",
        "men",
        "adults",
        "residents",
    )
)
_FORMS = tuple(
    map(
        re.compile,
        (
            f"{_LIVING}{_PLACES}",
            rf"{_LIVING}{_TOWN}\b",
            f"{_PLACES}{_RESIDENTS}",
            f"{_TOWN}{_RESIDENTS}",
            rf"{_PLACES}(?= only\b)",
            f"(?:{_OF_PEOPLE})(?:in|within|from) {_PLACES}$",
        ),
    )
)
