"""Which records of a whole directory are worth comparing: by telephone, house and ZIP, or a rare word of the name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from resources.duplicates.records import read_phones

# A number or a house of more records than this is a switchboard or an office tower and tells nothing.
_LARGEST_BLOCK = 40
# A word of the name is rare in as many records as this, however large the directory.
_RARE = 6
# How alike names must be, of 100, to be worth a closer look: sharing a number or a house, or only a rare word.
_ALIKE_BY_BLOCK, _ALIKE_BY_WORD = 55, 80
_HOUSE = re.compile(r"(?<![\w#.-])(\d+)(?=\S*\s+\S)")
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\s*$")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """A record as the directory lists it; phones stand in one text."""

    name: str
    address: str
    phones: str


def candidates(listings: Sequence[Listing]) -> set[Pair]:
    """Pairs of places in the list, the lesser first, that may be one provider."""
    names = [" ".join(re.findall(r"\w+", each.name.casefold())) for each in listings]

    def alike(pairs: Iterable[Pair], least: int) -> set[Pair]:
        return {
            pair for pair in pairs if fuzz.token_set_ratio(names[pair[0]], names[pair[1]], score_cutoff=least)
        }

    by_phone, by_house = set(_pairs(_by_phone(listings))), set(_pairs(_by_house(listings)))
    by_word = alike(_pairs(_by_rare_word(names)), _ALIKE_BY_WORD)
    return by_phone & by_house | alike(by_phone | by_house, _ALIKE_BY_BLOCK) | by_word


def _pairs(keyed: Iterable[tuple[str, int]]) -> Iterator[Pair]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for key, at in keyed:
        blocks[key].append(at)
    for block in blocks.values():
        if 1 < len(block) <= _LARGEST_BLOCK:
            yield from combinations(block, 2)


def _by_phone(listings: Sequence[Listing]) -> Iterator[tuple[str, int]]:
    return ((number, at) for at, each in enumerate(listings) for number in read_phones(each.phones))


def _by_house(listings: Sequence[Listing]) -> Iterator[tuple[str, int]]:
    for at, each in enumerate(listings):
        house, zip_code = _HOUSE.search(each.address), _ZIP.search(each.address)
        if house and zip_code and house.start() < zip_code.start():
            yield f"{house[1]} {zip_code[1]}", at


def _by_rare_word(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    words = [set(name.split()) for name in names]
    common = Counter(word for each in words for word in each)
    return ((word, at) for at, each in enumerate(words) for word in each if common[word] <= _RARE)
