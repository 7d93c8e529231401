"""The end of an address line: city, state and ZIP, found among the towns that have that ZIP or state."""

import re
from typing import NamedTuple

from resources.geography.states import STATE_NAMES, state_code
from resources.geography.zip_codes import ZipCode, city_key, zip_code, zips_of_city


class Town(NamedTuple):
    """City, state (two letters) and ZIP (five digits) of an address; None for what was not said."""

    city: str | None
    state: str | None
    postal_code: str | None

    def as_line(self) -> str:
        """The town as it ends a line: "Bel Air, MD 21014"."""
        return f"{self.city or ''}, {self.state or ''} {whole_zip(self)}"


def take_town(line: str) -> tuple[str, Town]:
    """The line without its town, and the town; of "Suite 301 Cumberland" the suite stays with the line."""
    rest, code = _take_zip(line)
    rest, state = _take_state(rest, zip_code(code))
    rest, city = _take_city(rest, state, code)
    if city:
        rest = re.sub(rf",\s*{re.escape(city)}$", "", rest, flags=re.IGNORECASE)
    return rest, Town(city, state, code)


def whole_zip(town: Town) -> str:
    """The five digits of a ZIP as it was written ("21201.0", "21201-0001"); empty where it is none.

    A zero that a spreadsheet ate ("7030") is put back only where the state, or else the city, says so.
    """
    digits = re.sub(r"\D", "", (town.postal_code or "").strip().removesuffix(".0"))
    if len(digits) in (5, 9):
        return digits[:5]
    code = digits.zfill(9 if len(digits) > 5 else 5)[:5]
    known = zip_code(code) if len(digits) in (3, 4, 7, 8) else None
    if known is None:
        return ""
    agrees = known.state == town.state if town.state else city_key(town.city or "") in known.city_keys()
    return code if agrees else ""


_ZIP_AT_END = re.compile(r"^(?P<before>.*?)\b(?P<zip>\d{5})(?:[-\s]*\d{4})?\W*$")
_STATES = "|".join([*sorted(STATE_NAMES.values(), key=len, reverse=True), *STATE_NAMES, r"D\.\s?C"])
_STATE_AT_END = re.compile(rf"(?P<before>^|^.*[\s,.])(?P<state>{_STATES})\W*$", re.IGNORECASE)
_UNIT = r"\b(suite|ste|unit|apt|room|rm|building|bldg|floor)\b|#"
_BEFORE_OTHER_NUMBERS = re.compile(rf"({_UNIT}|\b(box|route|rt|highway|hwy)\b)\W*$", re.IGNORECASE)
_NOT_A_CITY = re.compile(rf"\d|{_UNIT}|\bcenter\b", re.IGNORECASE)
_WORDS_IN_A_CITY = 4


def _take_zip(text: str) -> tuple[str, str | None]:
    found = _ZIP_AT_END.match(text)
    if not found or _BEFORE_OTHER_NUMBERS.search(found["before"]):
        return text, None
    if zip_code(found["zip"]) is None and not _STATE_AT_END.match(found["before"]):
        return text, None
    return found["before"].strip(" ,-"), found["zip"]


def _take_state(text: str, known: ZipCode | None) -> tuple[str, str | None]:
    by_zip = known.state if known else None
    found = _STATE_AT_END.match(text)
    state = state_code(found["state"]) if found else None
    if not found or not state:
        return text, by_zip
    before = found["before"].rstrip()
    if state != by_zip:
        # "Washington 20002" ends on a city and "12 Elm Ct" on a street: a comma or a town must speak for the state.
        is_city = known is not None and city_key(found["state"]) in known.city_keys()
        stands_apart = not before or before[-1] in ",." or _known_city(before, state, None)
        if is_city or not stands_apart:
            return text, by_zip
    return before.strip(" ,"), state


def _take_city(text: str, state: str | None, code: str | None) -> tuple[str, str | None]:
    city = _known_city(text, state, code) or _last_part(text, state)
    if not city:
        return text, None
    rest = re.sub(r"\s+in$", "", text[: len(text) - len(city)].strip(" ,-"))
    return rest, city.title() if city in (city.lower(), city.upper()) else city


def _known_city(text: str, state: str | None, code: str | None) -> str | None:
    """The longest end of the text that names a city of this ZIP or this state, as written."""
    known = zip_code(code)
    of_zip = known.city_keys() if known else set()
    words = text.split(" ")
    for size in range(min(_WORDS_IN_A_CITY, len(words)), 0, -1):
        name = " ".join(words[-size:])
        if not name[:1].isalpha() or "," in name:
            continue
        if city_key(name) in of_zip or (state and zips_of_city(name, state)):
            return name
    return None


def _last_part(text: str, state: str | None) -> str | None:
    """A place no list knows, where a comma sets it apart: "4500 Bay Road, Twin Coves"."""
    _, comma, last = text.rpartition(", ")
    return last if comma and state and not _NOT_A_CITY.search(last) else None
