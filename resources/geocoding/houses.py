"""A house on its street: number, direction and street name, made comparable between two ways of writing them."""

import re
from dataclasses import dataclass

import usaddress

_DIRECTIONS = {
    **dict.fromkeys(("n", "north"), "N"),
    **dict.fromkeys(("s", "south"), "S"),
    **dict.fromkeys(("e", "east"), "E"),
    **dict.fromkeys(("w", "west"), "W"),
    **dict.fromkeys(("ne", "northeast"), "NE"),
    **dict.fromkeys(("nw", "northwest"), "NW"),
    **dict.fromkeys(("se", "southeast"), "SE"),
    **dict.fromkeys(("sw", "southwest"), "SW"),
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "doctor": "dr", "one": "1", "two": "2"}
_SHORT |= {word: str(at) for at, word in enumerate(_ORDINALS, start=1)}
_NUMBERS_A_BLOCK = 100


@dataclass(frozen=True, slots=True)
class House:
    """A house number on a street; "1100 North Charles Street" and "1100 N. Charles St" are equal. Types are dropped."""

    number: int | None
    direction: str
    street: str

    def may_share_street(self, other: "House") -> bool:
        """Whether both may stand on one street: a direction that one of them leaves out does not part them."""
        return self.street == other.street and (
            self.direction == other.direction or not (self.direction and other.direction)
        )

    def blocks_north(self) -> int | None:
        """How far north of the city's origin its numbering puts it ("1100 N …" is 1100, "E 25th St" 2500); south is negative."""
        if self.street.isdigit() and self.direction in ("", "E", "W"):
            return int(self.street) * _NUMBERS_A_BLOCK
        return self._along("N", "S")

    def blocks_east(self) -> int | None:
        """How far east of the city's origin its numbering puts it; west is negative."""
        return self._along("E", "W")

    def _along(self, plus: str, minus: str) -> int | None:
        if self.number is None or self.direction not in (plus, minus):
            return None
        return self.number if self.direction == plus else -self.number


def read_house(street: str | None) -> House | None:
    """The house that a street line names; None when it names no street."""
    number, direction, names = None, "", []
    for token, label in usaddress.parse(street or ""):
        word = re.sub(r"[^a-z0-9-]", "", token.casefold())
        word = _SHORT.get(word, word)
        if label == "AddressNumber" and number is None and (digits := re.match(r"\d+", word)):
            number = int(digits[0])  # of "5613-5617" and "342C" the first figure
        elif label.endswith("Directional"):
            direction = _DIRECTIONS.get(word, direction)
        elif label in ("StreetName", "StreetNamePreType", "StreetNamePreModifier"):
            names.append(re.sub(r"^(\d+)(st|nd|rd|th)$", r"\1", word))
    return House(number, direction, " ".join(names)) if names else None
