"""An intake as flat text, one value for each dotted name: what a form sends and what a spreadsheet row holds."""

from collections.abc import Iterable, Mapping
from typing import Any

# Values that hold several: lines, or words between semicolons (commas too where a value has none of its own).
LINES = ("aliases", "safety_notes", "strengths", "access_needs")
WORDS = ("needs", "facts.insurance", "facts.languages", "facts.medication", "conditions.permitted_states")
# Within a list: days of the week, as in conditions.approved.0.days.
DAYS = ".days"
# How an agency's own spreadsheet may head a column, besides the dotted name itself.
HEADINGS = {
    "record number": "number",
    "first name": "given_name",
    "given name": "given_name",
    "last name": "family_name",
    "family name": "family_name",
    "date of birth": "facts.birth_date",
    "birth date": "facts.birth_date",
    "dob": "facts.birth_date",
    "gender": "facts.gender",
    "sex": "facts.gender",
    "veteran": "facts.veteran",
    "parole or probation": "kind",
    "hearing date": "hearing_date",
    "release date": "release_date",
    "city": "place.city",
    "county": "place.county",
    "state": "place.state",
    "zip": "place.postal_code",
    "zip code": "place.postal_code",
    "address": "place.address_1",
    "phone": "contact.phone",
    "languages": "facts.languages",
}


# How many names one dotted name joins at most, and how long a position in a list is.
DEEPEST, LONGEST_POSITION = 6, 4


def column(heading: str) -> str:
    """The dotted name behind a spreadsheet's heading; unknown headings stay as they are and are refused later."""
    plain = " ".join(heading.split()).strip()
    return HEADINGS.get(plain.lower().replace("_", " "), plain)


def is_position(part: str) -> bool:
    """Whether a part of a dotted name is a place in a list, as in orders.0.text."""
    return part.isdecimal() and len(part) <= LONGEST_POSITION


def nested(flat: Mapping[str, str | list[str]]) -> dict[str, Any]:
    """The intake behind flat text: blanks are left out, lists are split, orders.0.text becomes an entry of a list."""
    intake: dict[str, Any] = {}
    for name, value in sorted(flat.items()):
        chosen = _value(name, value)
        if chosen in ("", []):
            continue
        _put(intake, name, chosen)
    return {name: _listed(value) for name, value in intake.items()}


def _put(intake: dict[str, Any], name: str, chosen: str | list[str]) -> None:
    """Put a value into its group; a name that fits in none stays whole, and is refused later as unknown."""
    *outer, last = name.split(".")
    place = intake
    for part in outer[:DEEPEST]:
        place = place.setdefault(part, {}) if isinstance(place, dict) else place
    if isinstance(place, dict) and len(outer) <= DEEPEST:
        place[last] = chosen
    else:
        intake[name] = chosen


def _value(name: str, value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [each.strip() for each in value if each.strip()]
    if name in LINES:
        return _split(value.splitlines())
    if name in WORDS or name.endswith(DAYS):
        return _split(value.replace("\n", ",").replace(";", ",").split(","))
    return value.strip()


def _split(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def _listed(value: Any) -> Any:  # noqa: ANN401
    """A mapping of positions becomes a list; entries that hold nothing but their kind are left out."""
    if isinstance(value, dict) and value and all(map(is_position, value)):
        return [value[key] for key in sorted(value, key=int)]
    if isinstance(value, dict):
        return {key: _listed(inner) for key, inner in value.items()}
    return value
