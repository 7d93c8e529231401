"""The end of an address line: city, state and ZIP, found among the towns that really have that ZIP or state."""

import re
from typing import NamedTuple

from resources.states import STATE_NAMES, state_code
from resources.zip_codes import city_key, zip_code, zips_of_city


class Town(NamedTuple):
    """The city, the state's two letters and the five-digit ZIP of an address; None for what was not said."""

    city: str | None
    state: str | None
    postal_code: str | None

    def as_line(self) -> str:
        """The town as the end of a line: "Bel Air, MD 21014"."""
        return f"{self.city or ''}, {self.state or ''} {whole_zip(self.postal_code or '')}"


def take_town(line: str) -> tuple[str, Town]:
    """The line without its town, and the town; a note or a unit run into the city ("Suite 301 Cumberland") stays behind."""
    rest, code = _take_zip(line)
    rest, state = _take_state(rest, zip_code(code).state if code and zip_code(code) else None)
    rest, city = _take_city(rest, state, code)
    if city:
        rest = re.sub(rf",\s*{re.escape(city)}$", "", rest, flags=re.IGNORECASE)
    return rest, Town(city, state, code)


def whole_zip(code: str) -> str:
    """A ZIP as a spreadsheet leaves it ("21201.0", "7030"), made whole again: five digits, the +4 dropped."""
    digits = re.sub(r"\D", "", code.strip().removesuffix(".0"))
    return digits.zfill(5)[:5] if 3 <= len(digits) <= 9 else ""


_ZIP_AT_END = re.compile(r"^(?P<before>.*?)\b(?P<zip>\d{5})(?:[-\s]*\d{4})?\W*$")
_STATES = "|".join([*sorted(STATE_NAMES.values(), key=len, reverse=True), *STATE_NAMES, r"D\.\s?C"])
_STATE_AT_END = re.compile(rf"(?P<before>^|^.*[\s,.])(?P<state>{_STATES})\W*$", re.IGNORECASE)
_NUMBER_FOLLOWS = re.compile(r"(\b(box|suite|ste|unit|apt|room|rm|route|rt|hwy|highway|building|bldg)|#)\W*$", re.IGNORECASE)
_NOT_A_CITY = re.compile(r"\d|#|\b(suite|ste|floor|unit|apt|room|building|bldg|center)\b", re.IGNORECASE)
_LONGEST_NAME = 4


def _take_zip(text: str) -> tuple[str, str | None]:
    found = _ZIP_AT_END.match(text)
    if not found or _NUMBER_FOLLOWS.search(found["before"]):
        return text, None
    if zip_code(found["zip"]) is None and not _STATE_AT_END.match(found["before"]):
        return text, None
    return found["before"].strip(" ,-"), found["zip"]


def _take_state(text: str, state_of_zip: str | None) -> tuple[str, str | None]:
    found = _STATE_AT_END.match(text)
    state = state_code(found["state"]) if found else None
    if not found or not state:
        return text, state_of_zip
    before = found["before"].rstrip()
    # "12 Elm Ct" ends on a street and "Washington 20002" on a city: a state needs a comma, its ZIP or its town beside it.
    certain = not before or before[-1] in ",." or state == state_of_zip or _known_city(before, state, None)
    return (before.strip(" ,"), state) if certain else (text, state_of_zip)


def _take_city(text: str, state: str | None, code: str | None) -> tuple[str, str | None]:
    city = _known_city(text, state, code)
    if not city:
        _, comma, last = text.rpartition(", ")
        city = last if comma and state and not _NOT_A_CITY.search(last) else None
    if not city:
        return text, None
    rest = re.sub(r"\s+in$", "", text[: len(text) - len(city)].strip(" ,-"))
    return rest, city.title() if city in (city.lower(), city.upper()) else city


def _known_city(text: str, state: str | None, code: str | None) -> str | None:
    """The longest end of the text that is a city of this ZIP, or else of this state."""
    of_zip = known.names() if (known := zip_code(code)) else set()
    words = text.split(" ")
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[-size:])
        if not name[:1].isalpha() or "," in name:
            continue
        if city_key(name) in of_zip or (state and zips_of_city(name, state)):
            return name
    return None
