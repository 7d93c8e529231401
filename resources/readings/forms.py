"""What is typed to correct a reading: another rule in place of one, other hours in place of some."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields, validate

from agency.edge.forms import StrictSchema
from agency.errors import InvalidError
from resources.changes.schemas import WEEKDAYS, checked
from resources.eligibility import VOCABULARY, Kind
from resources.readings.items import Said
from resources.readings.opening_hours import in_order

# Rows offered beside those that were read.
SPARE_ROWS = 2
_MOST_ROWS = 50
# Between several names typed into one field.
BETWEEN = ";"


def sentences() -> list[tuple[str, str]]:
    """Every rule in every mode, as a choice: its name, and its sentence with a gap for the value."""
    return [
        (f"{rule}:{mode}", _sentence(rule, says))
        for rule, term in VOCABULARY.items()
        for mode, says in term.says.items()
    ]


def _sentence(rule: str, says: str) -> str:
    """A sentence with a gap could be several rules', so it is said whose it is."""
    return f"{says % {'value': '…'}} ({rule.replace('_', ' ')})" if "%(value)s" in says else says


_CHOICES = [choice for choice, _ in sentences()]


class ItemsForm(StrictSchema):
    """Which items of a text are decided on."""

    item = fields.List(
        fields.String(validate=validate.Length(max=64)),
        required=True,
        validate=validate.Length(min=1, max=500, error="Say what is decided on."),
    )


class CorrectionForm(StrictSchema):
    """The rule that the words really state."""

    item = fields.String(required=True, validate=validate.Length(max=64))
    says = fields.String(required=True, validate=validate.OneOf(_CHOICES, error="Choose what is asked."))
    value = fields.String(load_default="", validate=validate.Length(max=1000))
    part = fields.String(load_default="", validate=validate.Length(max=200))
    alt = fields.String(load_default="", validate=validate.Length(max=20))
    basis = fields.String(load_default="", validate=validate.Length(max=20))


def typed_of(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule as it stands in the form."""
    value = rule["value"]
    shown = "" if value is True else f"{BETWEEN} ".join(value) if isinstance(value, list) else str(value)
    same = {name: rule[name] for name in ("part", "alt", "basis")}
    return {"says": f"{rule['rule']}:{rule['mode']}", "value": shown, **same}


def corrected_rule(typed: Mapping[str, str], read: Mapping[str, Any]) -> Said:
    """The rule that was typed, with the words it rests on; InvalidError says by field what is wrong."""
    rule, _, mode = typed["says"].partition(":")
    stated = {name: typed[name].strip() for name in ("part", "alt", "basis")}
    value = _value(VOCABULARY[rule].kind, typed["value"].strip())
    if value == "":
        raise InvalidError("Please correct the marked fields.", {"value": ["Enter what fills the gap."]})
    whole = {"rule": rule, "mode": mode, "value": value, "quote": read["quote"], **stated}
    try:
        return checked("service", {"requirements": [whole]})["requirements"][0]
    except InvalidError as error:
        found: Any = error.fields.get("requirements", {})
        raise InvalidError(str(error), found.get(0, error.fields)) from error


def corrected_hours(typed: Mapping[str, Sequence[str]]) -> Said:
    """The blocks of hours that were typed, rows without a day left out; InvalidError says by row what is wrong."""
    blocks = [
        {
            "byday": ",".join(day for day in WEEKDAYS if day in typed.get(f"days-{row}", ())),
            "opens_at": "".join(typed.get(f"opens-{row}", ())[:1]),
            "closes_at": "".join(typed.get(f"closes-{row}", ())[:1]),
        }
        for row in rows_of(typed)
        if typed.get(f"days-{row}")
    ]
    if not blocks:
        raise InvalidError("Please correct the marked fields.", {"days-0": ["Choose a day, or reject it."]})
    try:
        return in_order(checked("service", {"schedules": blocks})["schedules"])
    except InvalidError as error:
        raise InvalidError(
            str(error), {"days-0": ["Give every row with a day both times, as 14:30."]}
        ) from error


def rows_of(typed: Mapping[str, object]) -> range:
    """The rows that a form of hours has."""
    numbers = [int(found[1]) for name in typed if (found := re.fullmatch(r"opens-(\d{1,2})", name))]
    return range(min(_MOST_ROWS, max(numbers, default=-1) + 1))


def typed_hours(blocks: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Blocks as they stand in the form, with rows to spare."""
    spare = [{"byday": "", "opens_at": "", "closes_at": ""}] * SPARE_ROWS
    typed: dict[str, list[str]] = {}
    for row, block in enumerate([*blocks, *spare]):
        typed[f"days-{row}"] = block["byday"].split(",")
        typed[f"opens-{row}"], typed[f"closes-{row}"] = [block["opens_at"]], [block["closes_at"]]
    return typed


def _value(kind: Kind, typed: str) -> bool | str | list[str]:
    if kind is Kind.TRUE:
        return True
    if kind is Kind.GENDER:
        return typed.casefold()
    if kind is Kind.NAMES or (kind is Kind.TEXT_OR_NAMES and BETWEEN in typed):
        return [name.strip() for name in typed.split(BETWEEN) if name.strip()] or ""
    return typed
