"""A house on its street: number, direction and name, equal for two ways of writing the same address."""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

import usaddress

from resources.geocoding import highways

_DIRECTIONS = {
    "north": "N",
    "south": "S",
    "east": "E",
    "west": "W",
    "northeast": "NE",
    "northwest": "NW",
    "southeast": "SE",
    "southwest": "SW",
}
_DIRECTIONS |= {letters.casefold(): letters for letters in _DIRECTIONS.values()}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "doctor": "dr", "one": "1", "two": "2"}
_SHORT |= {word: str(at) for at, word in enumerate(_ORDINALS, start=1)}
_KINDS = {
    "street": "st",
    "avenue": "ave",
    "av": "ave",
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
}
_KINDS |= {
    "place": "pl",
    "boulevard": "blvd",
    "highway": "hwy",
    "parkway": "pkwy",
    "circle": "cir",
    "square": "sq",
}
_KINDS |= {
    "terrace": "ter",
    "terr": "ter",
    "trail": "trl",
    "pike": "pike",
    "turnpike": "tpke",
    "alley": "aly",
}
_KINDS |= {"crossing": "xing", "heights": "hts", "plaza": "plz", "expressway": "expy", "extension": "ext"}
# What comes before the name of a highway, and what may come behind it.
_BEFORE = re.compile(
    r"\s*(?:(?P<number>\d+)\S*\s+)?(?:(?P<way>[NSEW]{1,2}|north|south|east|west)\.?\s+)?", re.IGNORECASE
)
_BEHIND = re.compile(r",?\s+(?P<way>[NSEW]{1,2}|north|south|east|west)\b", re.IGNORECASE)
# The man whom the most streets are named for, with his titles or without.
_KING = re.compile(
    r"(?:(?:reverend|rev|dr) )*(?:martin l(?:uther)? king|m ?l ?king|mlk|m l k)(?: junior| jr)?"
)
_NAME_LABELS = ("StreetName", "StreetNamePreType", "StreetNamePreModifier")
_NUMBERS_A_BLOCK = 100


@dataclass(frozen=True, slots=True)
class House:
    """A number on a street, the street's type left out: "1100 North Main Street" equals "1100 N. Main".

    `kind` is that type as the Postal Service shortens it ("st", "ave"); empty where none was written.
    """

    number: int | None
    direction: str
    street: str
    kind: str = field(default="", compare=False)

    def may_share_street(self, other: "House") -> bool:
        """Whether both may stand on one street; a direction that only one of them has does not part them."""
        same_way = self.direction == other.direction or not (self.direction and other.direction)
        return self.street == other.street and same_way

    def blocks_north(self) -> int | None:
        """How far north of the city's origin the numbering puts it: "1100 N" at 1100, "900 S" at −900.

        A numbered street lies at its own number: all of "E 25th St" at 2500.
        """
        if self.street.isdigit() and self.direction in ("", "E", "W"):
            return int(self.street) * _NUMBERS_A_BLOCK
        return self._along("N", "S")

    def blocks_east(self) -> int | None:
        """How far east of the city's origin the numbering puts it; west is negative."""
        return self._along("E", "W")

    def _along(self, plus: str, minus: str) -> int | None:
        if self.number is None or self.direction not in (plus, minus):
            return None
        return self.number if self.direction == plus else -self.number


def read_house(street: str) -> House | None:
    """The house that a street line names; None when it names no street."""
    return _on_highway(street) or _on_street(street)


def _on_highway(street: str) -> House | None:
    before = _BEFORE.match(street)
    named = highways.named(street[before.end() :]) if before else None
    if before is None or named is None:
        return None
    behind = _BEHIND.match(street, before.end() + named[1])
    way = before["way"] or (behind["way"] if behind else "") or ""
    number = int(before["number"]) if before["number"] else None
    return House(number, _DIRECTIONS.get(way.casefold(), ""), named[0])


def _on_street(street: str) -> House | None:
    number, direction, kind, names = None, "", "", []
    for token, label in usaddress.parse(street):
        # An accent that one writes and another leaves out parts no street: "Peña" is "Pena".
        word = re.sub(r"[^a-z0-9-]", "", normalize("NFKD", token.casefold()))
        word = _SHORT.get(word, word)
        if label == "AddressNumber" and number is None and (digits := re.match(r"\d+", word)):
            number = int(digits[0])  # of "5613-5617" and "342C" the first figure
        elif label.endswith("Directional"):
            direction = _DIRECTIONS.get(word, direction)
        elif label == "StreetNamePostType":
            kind = _KINDS.get(word, word)
        elif label in _NAME_LABELS:
            names.append(re.sub(r"^(\d+)(st|nd|rd|th)$", r"\1", word))
    name = " ".join(names)
    return (
        House(number, direction, "martin luther king" if _KING.fullmatch(name) else name, kind)
        if names
        else None
    )
