"""Postal addresses read from one line, as real directories write them, and what such a line really is."""

import re
from dataclasses import dataclass
from enum import StrEnum

import usaddress

from resources.geography.states import state_code
from resources.geography.towns import Town, take_town
from resources.secrecy.asked_secrecy import keeps_secret


class AddressKind(StrEnum):
    """What stands under "address"; statewide, telephone and confidential entries have no place on a map."""

    STREET = "street"
    PO_BOX = "po_box"
    STATEWIDE = "statewide"
    TELEPHONE_ONLY = "telephone_only"
    CONFIDENTIAL = "confidential"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """One address taken apart; what the line did not say is None.

    `unit` is everything beside the street (building, floor, suite); `county` only a county that was written.
    """

    kind: AddressKind
    street: str | None = None
    unit: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    county: str | None = None


def says_where(address: PostalAddress) -> bool:
    """Whether an address names a house, a street, a box, a crossing or a building that somebody could look for."""
    said = " ".join(filter(None, (address.street, address.unit)))
    return address.kind is not AddressKind.CONFIDENTIAL and bool(_WHERE.search(said))


def parse_address(line: str, *, city: str = "", state: str = "", postal_code: str = "") -> PostalAddress:
    """Take an address apart: a whole line, or a line with the city, state and ZIP of their own columns.

    Never fails: what cannot be understood comes back as `unknown` with whatever was found.
    """
    # No address is longer; the patterns would be busy with it for minutes.
    line, city = line[:_LONGEST], city[:_LONGEST]
    notes = [note.strip("()[] ") for note in _NOTE.findall(f"{line} {city}")]
    text, town = take_town(_one_line(_NOTE.sub(" ", line)))
    secret = keeps_secret(line) or keeps_secret(city) or keeps_secret(text)
    if city or state or postal_code:
        city = _NOTE.sub(" ", city).strip()
        columns = Town(city or town.city, state_code(state) or town.state, postal_code or town.postal_code)
        text, town = take_town(_one_line(f"{text}, {columns.as_line()}"))
    if kind := AddressKind.CONFIDENTIAL if secret else _kind_by_words(f"{line} {city}"):
        return PostalAddress(kind, city=town.city, state=town.state, postal_code=town.postal_code)
    kind, street, unit = _split_street(text)
    if kind is AddressKind.UNKNOWN and _COUNTY.match(text):
        return PostalAddress(kind, state=town.state, county=text)
    return PostalAddress(
        kind, street, _joined([unit or "", *notes], ", "), town.city, town.state, town.postal_code
    )


_LONGEST = 2000
_WHERE = re.compile(
    r"\d|&|\b(st|street|ave?|avenue|rd|road|dr|drive|ln|lane|ct|court|blvd|boulevard|hwy|highway|pike|pkwy|parkway|way"
    r"|cir|circle|ter|terrace|pl|place|plaza|sq|square|alley|row|route|rt|trail|loop|box|corner|airport|bldg|building"
    r"|courthouse|hall|hospital|clinic|library|church|temple|mosque|synagogue|cathedral|chapel|school|college|university"
    r"|campus|cent(er|re)|park|mall|market|station|depot|base|fort|ft|pier|jail|prison|penitentiary|museum|calle"
    r"|avenida|broadway|bridge|between)\b",
    re.IGNORECASE,
)
_STATEWIDE = r"^\W*(state|nation)[ -]?wide\b|^\W*all (counties|of maryland)\b"
_TELEPHONE_ONLY = r"^\W*(please )?(call|phone|telephone|by phone|online|virtual)\b|\bhotline\b"
_WORDS = {
    AddressKind.STATEWIDE: re.compile(_STATEWIDE, re.IGNORECASE),
    AddressKind.TELEPHONE_ONLY: re.compile(_TELEPHONE_ONLY, re.IGNORECASE),
}
_NOTE = re.compile(r"\[[^]]*\]|\([^)]*\)")
_NOTE_AFTER_ZIP = re.compile(r"([a-z.]{2}[\s,]+\d{5}(?:-\s?\d{4})?)\s+[-–]\s*\D.*$", re.IGNORECASE)
_COUNTY = re.compile(r"^[a-z.' ]+ county$", re.IGNORECASE)
_STREET_LABELS = ("AddressNumber", "StreetName", "Intersection", "Corner")
# A number that begins a later part ("Federal Building, 212 W Main St"), but no "5th Floor".
_LATER_NUMBER = re.compile(r", (?=\d+[a-z]? [a-z])", re.IGNORECASE)
_LONGEST_LINE = 500

Parts = tuple[AddressKind, str | None, str | None]


def _kind_by_words(text: str) -> AddressKind | None:
    return next((kind for kind, words in _WORDS.items() if words.search(text)), None)


def _one_line(text: str) -> str:
    lines = ", ".join(re.split(r"[\r\n;|]+", text[:_LONGEST_LINE]))
    spaced = re.sub(r"\s*(,\s*)+", ", ", re.sub(r"\s+", " ", lines))
    return _NOTE_AFTER_ZIP.sub(r"\1", spaced.strip(" ,"))


def _split_street(text: str) -> Parts:
    """The street, and what stands beside it in front or behind."""
    tokens = usaddress.parse(text)
    words, labels = [word for word, _ in tokens], [label for _, label in tokens]
    later = _LATER_NUMBER.search(text)
    if "AddressNumber" not in labels and later:
        kind, street, unit = _split_street(text[later.end() :])
        return kind, street, _joined([text[: later.start()], unit or ""], ", ")
    if not any(label.startswith(("StreetName", "Intersection")) for label in labels):
        return _without_street(text, labels)
    first = next(at for at, label in enumerate(labels) if label.startswith(_STREET_LABELS))
    first = labels.index("AddressNumber") if "AddressNumber" in labels else first
    last = _end_of_street(words, labels, first)
    return AddressKind.STREET, _joined(words[first:last]), _joined(words[:first] + words[last:])


def _end_of_street(words: list[str], labels: list[str], first: int) -> int:
    for at in range(first + 1, len(labels)):
        parted = words[at - 1].endswith(",") and labels[at] != "StreetNamePostDirectional"
        if parted or not labels[at].startswith(_STREET_LABELS):
            return at
    return len(labels)


def _without_street(text: str, labels: list[str]) -> Parts:
    if "USPSBoxID" in labels:
        return AddressKind.PO_BOX, text, None
    if re.match(r"\d+[a-z]? [a-z]{3}", text, re.IGNORECASE):
        return AddressKind.STREET, text, None
    return AddressKind.UNKNOWN, None, text or None


def _joined(words: list[str], by: str = " ") -> str | None:
    return by.join(filter(None, words)).replace("# ", "#").strip(" ,;-") or None
