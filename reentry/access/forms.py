"""What the pages of access ask for."""

from typing import Any

from marshmallow import fields, validate

from agency.edge.forms import StrictSchema

NUMBER = validate.Length(min=1, max=100, error="Enter the record number.")
REASON = validate.Length(min=10, max=1000, error="Say why, in a sentence.")


def _needed(message: str) -> dict[str, Any]:
    return {"required": message}


class NumberForm(StrictSchema):
    """A record number, as the agency writes it."""

    number = fields.String(required=True, validate=NUMBER, error_messages=_needed("Enter the record number."))


class EmergencyForm(NumberForm):
    """Whose record, and why it cannot wait."""

    reason = fields.String(required=True, validate=REASON, error_messages=_needed("Say why, in a sentence."))


class ApartForm(StrictSchema):
    """Whose two records must not meet, and why."""

    first = fields.String(required=True, validate=NUMBER, error_messages=_needed("Enter the record number."))
    second = fields.String(required=True, validate=NUMBER, error_messages=_needed("Enter the record number."))
    reason = fields.String(required=True, validate=REASON, error_messages=_needed("Say why, in a sentence."))


class RestrictForm(StrictSchema):
    """Why a record is restricted, and whether whoever holds the case stays in."""

    reason = fields.String(required=True, validate=REASON, error_messages=_needed("Say why, in a sentence."))
    holder = fields.String(load_default="", validate=validate.OneOf(["", "stays"]))


class NameForm(StrictSchema):
    """Who is let in."""

    staff_id = fields.UUID(
        required=True,
        error_messages={"invalid_uuid": "Choose a staff member.", "required": "Choose a staff member."},
    )
