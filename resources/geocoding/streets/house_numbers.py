"""House numbers as streets bear them: 101, 101A, 12-34 (Queens), N101, W239N4567 (Wisconsin)."""

import re
from typing import NamedTuple

_HALF = re.compile(r"\s+1/2$")
_NUMBER = re.compile(r"(?P<before>(?:[A-Z]*\d*[-A-Z])*)(?P<digits>\d{1,7})[A-Z]?")
_FIRST = re.compile(r"(\d{1,7})(?=[-/&])")


class HouseNumber(NamedTuple):
    """What stands before the last figure (empty for most), and that figure, by which a street is walked along."""

    before: str
    digits: int


def read_number(text: str) -> HouseNumber | None:
    """One house number; None for what is none."""
    found = _NUMBER.fullmatch(_HALF.sub("", text.strip().upper()))
    return HouseNumber(found["before"], int(found["digits"])) if found else None


def numbers_of(street: str) -> list[HouseNumber]:
    """What the number of a street line may be, the likeliest first: "12-34" is 12 to 34, or number 34 of block 12."""
    word = street.split(maxsplit=1)[0].rstrip(",") if street.split() else ""
    first = _FIRST.match(word)
    read = [HouseNumber("", int(first[1])) if first else None, read_number(word)]
    return [each for each in read if each]
