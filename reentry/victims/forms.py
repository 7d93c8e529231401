"""The forms of victim services: a person's number, a protected place, an answer."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate, validates_schema

from agency.edge.forms import StrictSchema
from reentry.victims.clearances import OUTCOMES
from reentry.victims.protected_places import KINDS, Terms
from resources.geocoding.plausibility import in_country

LINE, NOTE = 200, 4000
METERS_PER_FOOT = 0.3048
LABELS = {
    "number": "Record number",
    "kind": "What it is",
    "address_1": "Street",
    "city": "City",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "keep_away_ft": "Distance",
    "until": "Until",
    "outcome": "Answer",
}


def _line() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=LINE, error="This is too long."))


def _number(within: validate.Range | None = None) -> fields.Float:
    said: dict[str, Any] = {"invalid": "Enter a number.", "special": "Enter a number."}
    return fields.Float(load_default=None, allow_none=True, error_messages=said, validate=within)


class NumberForm(StrictSchema):
    """Whose protected places are to be opened."""

    number = fields.String(
        required=True, validate=validate.Length(min=1, max=LINE, error="Enter the record number.")
    )


class PlaceForm(StrictSchema):
    """A protected place: an address, or a point; loaded, it is the Terms."""

    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS), error="Say what it is."))
    address_1 = _line()
    city = _line()
    state = _line()
    postal_code = _line()
    substitute = fields.Boolean(load_default=False)
    latitude = _number()
    longitude = _number()
    keep_away_ft = _number(
        validate.Range(min=0, min_inclusive=False, max=100_000, error="Enter feet, up to 100,000.")
    )
    until = fields.Date(load_default=None, error_messages={"invalid": "Enter a date."})
    asked_by = _line()
    note = fields.String(load_default="", validate=validate.Length(max=NOTE, error="This is too long."))

    @pre_load
    def drop_blank(self, data: Mapping[str, Any], **_: object) -> dict[str, Any]:
        """A field left empty is as one not sent."""
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @validates_schema
    def _lies_somewhere(self, typed: dict[str, Any], **_: object) -> None:
        point = [typed[name] for name in ("latitude", "longitude") if typed[name] is not None]
        if not point and not typed["address_1"]:
            raise ValidationError("Enter a street, or a point.", "address_1")
        if not point and not (typed["city"] or typed["postal_code"]):
            raise ValidationError("Enter the city or the ZIP code too.", "city")
        if len(point) == 1:
            raise ValidationError("A point needs latitude and longitude.", "latitude")
        if point and typed["substitute"]:
            raise ValidationError(
                "A substitute address has no point; enter the place itself apart.", "latitude"
            )
        if point and not in_country(*point):
            raise ValidationError("This point is not in the country; is it latitude first?", "latitude")

    @post_load
    def as_terms(self, typed: dict[str, Any], **_: object) -> Terms:
        """What was typed as the house keeps it: meters, and an address of its parts."""
        parts = ("address_1", "city", "state", "postal_code", "substitute")
        feet = typed["keep_away_ft"]
        return Terms(
            keep_away_m=None if feet is None else feet * METERS_PER_FOOT,
            address={name: typed[name] for name in parts if typed[name]},
            **{name: typed[name] for name in ("kind", "latitude", "longitude", "until", "asked_by", "note")},
        )


class AnswerForm(StrictSchema):
    """An answer, with a note that stays with victim services."""

    outcome = fields.String(
        required=True,
        validate=validate.OneOf(list(OUTCOMES), error="Choose an answer."),
        error_messages={"required": "Choose an answer."},
    )
    note = fields.String(load_default="", validate=validate.Length(max=NOTE, error="This is too long."))
    version = fields.Integer(required=True)
