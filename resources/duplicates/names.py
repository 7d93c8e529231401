"""What the name of a provider is made of: the provider itself, then its program or branch."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import zipcodes

from resources.duplicates.vocabulary import (
    BRANCHES,
    DIRECTIONS,
    KINDS,
    LANGUAGES,
    LEGAL,
    MEANINGS,
    PHRASES,
    PLACES,
    PREMISES,
    SMALL,
    UMBRELLAS,
    Words,
    plain_word,
)

_OWN_WEIGHT, _KIND_WEIGHT, _PLACE_WEIGHT = 1.0, 0.4, 0.15

_PARTS = re.compile(
    r"\s*[,:;()\[\]/|]\s*|\s+[-–—]+\s*|[-–—]+\s+"
    # "Services-TOWSON", but not "Drop-In".
    r"|(?<=[a-z.])-(?=(?!(?:In|Up|Out|On|Off|Entry)\b)[A-Z])"
)
# What comes after these has the provider under its roof, and is not the provider.
_HOSTED = re.compile(r"\s*,?\s+(?:@|at|operated by)\s+", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_ONE_STOP = re.compile(r"\bone[- ]+stop\b", re.IGNORECASE)
# "Mid-Shore", "Re-Entry": written in one as often as not.
_PREFIX = re.compile(r"\b(co|inter|mid|multi|non|pre|re|tri)-\s?(?=[a-z])", re.IGNORECASE)
_LETTERS = re.compile(r"\b(?:[A-Za-z]\.\s?){2,}")
# "Catholic Charities' Night Shelter" is "Night Shelter, Catholic Charities".
_OWNER = re.compile(r"(?P<owner>[^'’]*s)['’]\s+(?P<program>.+)")
# "Heron House (HH)": short forms say nothing new.
_SHORT_FORM = re.compile(r"\(\s*[A-Z][A-Z.&-]*\s*\)")
_BEFORE_COUNTY = re.compile(r"((?:[a-z]+ ){0,2}[a-z]+) (?:county|city)\b")
# Set between the parts of a name while it is read.
_APART, _HOST = "\x1f", "\x02"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a name between commas and dashes.

    text is the stretch in small letters; weights says of each word how much it tells about who a provider is, little
    where it names a place or a kind of provider; spelled is all of it in one, so that "Turn Around" equals
    "Turnaround". is_host: it says at whose place, or by whom operated.
    """

    text: str
    weights: dict[str, float]
    spelled: str
    initials: str
    is_host: bool = False

    @property
    def words(self) -> Words:
        """The words without order."""
        return frozenset(self.weights)

    def telling(self) -> Words:
        """The words that are the provider's own and name neither a kind nor a place."""
        return frozenset(word for word, weight in self.weights.items() if weight == _OWN_WEIGHT)

    def placing(self) -> Words:
        """The words that name a place."""
        return frozenset(word for word, weight in self.weights.items() if weight == _PLACE_WEIGHT)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared: whole, and by the parts that commas and dashes set apart.

    head is the provider, tails its programs and branches; places are the words of counties and directions it names.
    """

    whole: Part
    head: Part
    tails: tuple[Part, ...]
    places: Words


def read_name(text: str) -> Name:
    """A name taken apart; case, punctuation, "Inc.", "The" and a short form beside its long form do not count."""
    hosted = _HOSTED.sub(_APART + _HOST, _joined(_SHORT_FORM.sub(" ", _owner_last(text))))
    plain = _plain(_APART.join(_PARTS.split(hosted)))
    places = _counties(plain) | DIRECTIONS.intersection(_WORD.findall(plain))
    pieces = [_part(piece, places) for piece in plain.split(_APART)]
    initials = {piece.initials for piece in pieces if len(piece.initials) > 1}
    said = [piece for piece in pieces if piece.weights and piece.spelled not in initials]
    parts = said or [_part(_plain(text), places)]
    weights = {word: weight for part in parts for word, weight in part.weights.items()}
    whole = Part(plain, weights, "".join(part.spelled for part in parts), "")
    return Name(whole, parts[0], tuple(parts[1:]), places)


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters without abbreviations and plural."""
    return [plain_word(word) for word in _WORD.findall(text.casefold().replace("'", ""))]


def own_words(text: str) -> str:
    """The words of a name without "Inc.", "The" and the like, as one text."""
    return " ".join(word for word in plain_words(text) if word not in LEGAL and word not in SMALL)


def names_a_place(words: Words, address: Words) -> bool:
    """Whether words only say where: "Lower Shore Office", or the street and town of the address."""
    where = words & (PLACES | address)
    return not words.isdisjoint(BRANCHES) or (bool(where) and words <= where | KINDS)


def says_a_kind(words: Words) -> bool:
    """Whether one of the words names a kind of provider rather than a provider."""
    return not words.isdisjoint(KINDS)


def names_no_program(part: Part) -> bool:
    """Whether a part only says to whom a program belongs, the language, or the room: "Lantern Lodge, Garden room"."""
    return part.spelled in UMBRELLAS or part.spelled in LANGUAGES or _names_a_room(part)


def _names_a_room(part: Part) -> bool:
    """Whether it ends in a room, or names one and no kind of service: "Church hall", "Rooms over the bakery"."""
    *_, last = part.weights
    return last in PREMISES or (not part.words.isdisjoint(PREMISES) and not says_a_kind(part.words))


def county_words(county: str) -> Words:
    """The words of a county's name without "County": "St. Mary's County" is "st mary"."""
    return frozenset(plain_words(county)) - {"county", "city"}


@cache
def counties_of(state: str) -> frozenset[Words]:
    """The counties of a state, each as its words."""
    rows: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    return frozenset(county_words(row["county"] or "") for row in rows if row["state"] == state) - {Words()}


def _owner_last(text: str) -> str:
    found = _OWNER.fullmatch(text)
    if found and "".join(plain_words(found["owner"])) in UMBRELLAS:
        return f"{found['program']}, {found['owner']}"
    return text


def _part(plain: str, places: Words) -> Part:
    words = [plain_word(word) for word in _WORD.findall(plain)]
    said = [word for word in words if word not in LEGAL and word not in SMALL]
    initials = "".join(word[0] for word in words if word not in SMALL)
    return Part(
        " ".join(plain.replace(_HOST, " ").split()),
        {word: _weight(word, places) for word in said},
        "".join(said),
        initials,
        _HOST in plain,
    )


def _weight(word: str, places: Words) -> float:
    if word in places or word in PLACES:
        return _PLACE_WEIGHT
    return _KIND_WEIGHT if word in KINDS else _OWN_WEIGHT


def _joined(text: str) -> str:
    """The text without what would part one word in two: "P.L.A.S.E.", "One- Stop", "Mid-Shore"."""
    text = _PREFIX.sub(r"\1", _ONE_STOP.sub("Onestop", text))
    return _LETTERS.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", text)


def _plain(text: str) -> str:
    """Small letters without accents and apostrophes, and what goes by several names under one."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    plain = text.casefold().replace("'", "").replace("&", " and ")
    return PHRASES.sub(lambda found: MEANINGS[found.lastgroup or ""], plain)


def _counties(plain: str) -> Words:
    if "county" not in plain and "city" not in plain:
        return frozenset()
    before = " ".join(_BEFORE_COUNTY.findall(" ".join(plain_words(plain))))
    return frozenset(before.split()) & _county_words()


@cache
def _county_words() -> Words:
    """Every word of the name of a county in the United States."""
    rows: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    names = {row["county"] or "" for row in rows}
    return frozenset(word for name in names for word in plain_words(name)) - KINDS - SMALL
