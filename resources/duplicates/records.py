"""A record as it is compared with others: its name, its building, its telephone numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from resources.duplicates.names import (
    Name,
    Part,
    counties_of,
    county_words,
    names_a_place,
    names_no_program,
    plain_words,
    read_name,
)
from resources.duplicates.vocabulary import Words, word_list
from resources.geography.zip_codes import zip_code, zips_of_city

_PHONE = re.compile(
    r"(?<!\d)(?:\+?1[\s.\-(]*)?\(?\s*(\d\s?\d\s?\d)\s*\)?[\s./-]*(\d\s?\d\s?\d)[\s.-]*(\d\s?\d\s?\d\s?\d)(?!\d)"
)
_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\b")
_HOUSE = re.compile(r"(?<![\w#.-])(\d+)(?:-\d+)?-?[a-z]?\s+(?=\S*[a-z0-9])")
_UNIT = re.compile(
    r"\b(?:suite|ste|unit|apt|room|rm|floor|fl|building|bldg|p\.?\s*o\.?\s*box)\b.*|#.*|,.*|\bin\b.*"
)
_TYPES = word_list(
    "st street ave avenue rd road dr drive blvd boulevard ln lane ct court pl place hwy highway pkwy parkway way pike"
    " cir circle ter terrace sq square plaza trl trail loop run row"
)
_DIRECTIONS = word_list("n s e w ne nw se sw north south east west northeast northwest southeast southwest")

# "403 South Seventh Street" is 403 S 7th St.
_ORDINALS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
    "tenth": "10",
    "eleventh": "11",
    "twelfth": "12",
}
# How alike, of 100, the name of a street and its misspelling are.
_MISSPELLED = 83


@dataclass(frozen=True, slots=True)
class Building:
    """Where a record is: house number, words of its street, ZIP, and all words of the address.

    number is empty where no house is named.
    """

    number: str
    street: tuple[str, ...]
    zip_code: str
    words: Words

    def is_that_of(self, other: "Building") -> bool | None:
        """Whether both are one house, whatever the suite; None where one of them names no house."""
        if not (self.number and other.number):
            return None
        if self.number != other.number:
            return False
        same_street = _is_one_street("".join(self.street), "".join(other.street))
        if self.zip_code == other.zip_code or not (self.zip_code and other.zip_code):
            return same_street or not {*self.street}.isdisjoint(other.street)
        return same_street and self.shares_town_with(other)

    def shares_town_with(self, other: "Building") -> bool:
        """Whether both name the town of one of their ZIPs; one of two ZIPs is often wrong."""
        towns = filter(None, (zip_code(each.zip_code) for each in (self, other)))
        names = {word for town in towns for key in town.city_keys() for word in key.split()}
        return bool(self.words & other.words & names)


def _is_one_street(one: str, other: str) -> bool:
    """Whether both are one name, were it misspelled within; "11th" is no misspelled "12th", "Weston" no "Easton"."""
    if one == other:
        return True
    words = one.isalpha() and other.isalpha() and one[0] == other[0]
    return words and fuzz.ratio(one, other) >= _MISSPELLED


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a record; phones are ten digits each, fax numbers too.

    programs and branches are the parts of the name that say what, and where, within the provider this is; where are
    the words of its address and county.
    """

    name: Name
    building: Building
    phones: frozenset[str]
    programs: tuple[Part, ...]
    branches: tuple[Part, ...]
    where: Words


def read_record(name: str, address: str, phones: str) -> Record:
    """A record from its name, its address on one line and its telephone numbers, however they are written."""
    read, building = read_name(name), read_building(address)
    branches = tuple(part for part in read.tails if _is_branch(part, read.places | building.words, building))
    programs = tuple(part for part in read.tails if part not in branches and not names_no_program(part))
    known = zip_code(building.zip_code)
    where = building.words | county_words(known.county if known and known.county else "") | {"county"}
    return Record(read, building, read_phones(phones), programs, branches, where)


def _is_branch(part: Part, where: Words, building: Building) -> bool:
    known = zip_code(building.zip_code)
    return names_a_place(part.words, where) or bool(
        known and (part.words in counties_of(known.state) or _is_town(part.text, known.state))
    )


@lru_cache(maxsize=10_000)
def _is_town(name: str, state: str) -> bool:
    return bool(zips_of_city(name, state))


def read_phones(text: str) -> frozenset[str]:
    """Every ten-digit number in the text; short numbers such as 211 say nothing of who shares them."""
    return frozenset("".join("".join(found).split()) for found in _PHONE.findall(text))


def is_toll_free(number: str) -> bool:
    """Whether it is a number that whole agencies share."""
    return number.startswith(_TOLL_FREE)


def read_building(address: str) -> Building:
    """The building of an address line; "514 North Crain Highway, Suite K" equals "514 Crain Hwy N"."""
    plain = address.casefold()
    zips = _ZIP.findall(plain)
    words = frozenset(plain_words(address))
    found = _HOUSE.search(plain)
    code = zips[-1] if zips and not (found and zips[-1] == found[1] and len(zips) == 1) else ""
    if not found:
        return Building("", (), code, words)
    return Building(found[1], _street(plain[found.end() :]), code, words)


def _street(text: str) -> tuple[str, ...]:
    """The words of the street up to its type: "harford" of "harford rd baltimore, md"."""
    words = re.findall(r"[a-z0-9]+", _UNIT.sub("", text))
    kept: list[str] = []
    for at, word in enumerate(words):
        if word in _TYPES and kept:
            break
        # "140 W West St" is in West Street.
        is_name = not kept and words[at + 1 : at + 2] and words[at + 1] in _TYPES
        if (word not in _DIRECTIONS or is_name) and not (word in {"st", "saint"} and at == 0):
            kept.append(_ORDINALS.get(word) or re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", word))
    return tuple(kept or words)
