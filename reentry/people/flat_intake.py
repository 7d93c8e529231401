"""An intake as flat text, one value for each dotted name: what a form sends and what a spreadsheet row holds."""

from collections.abc import Iterable, Mapping
from typing import Any

# Values that hold several: lines, or words between semicolons (commas too where a value has none of its own).
LINES = ("aliases", "safety_notes", "strengths", "access_needs")
WORDS = ("needs", "facts.insurance", "facts.languages", "facts.medication")
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


def column(heading: str) -> str:
    """The dotted name behind a spreadsheet's heading; unknown headings stay as they are and are refused later."""
    plain = " ".join(heading.split()).strip()
    return HEADINGS.get(plain.lower().replace("_", " "), plain)


def nested(flat: Mapping[str, str | list[str]]) -> dict[str, Any]:
    """The intake behind flat text: blanks are left out, lists are split, orders.0.text becomes an entry of a list."""
    intake: dict[str, Any] = {}
    for name, value in sorted(flat.items()):
        chosen = _value(name, value)
        if chosen in ("", []):
            continue
        place = intake
        *outer, last = name.split(".")
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = chosen
    return {name: _listed(value) for name, value in intake.items()}


def _value(name: str, value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [each.strip() for each in value if each.strip()]
    if name in LINES:
        return _split(value.splitlines())
    if name in WORDS:
        return _split(value.replace("\n", ",").replace(";", ",").split(","))
    return value.strip()


def _split(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def _listed(value: Any) -> Any:  # noqa: ANN401
    """A mapping of positions becomes a list; entries that hold nothing but their kind are left out."""
    if isinstance(value, dict) and value and all(key.isdecimal() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    if isinstance(value, dict):
        return {key: _listed(inner) for key, inner in value.items()}
    return value
