"""What the page of co-placement asks for."""

from marshmallow import fields, validate

from agency.edge.forms import StrictSchema
from reentry.co_placement.co_placements import KINDS

LABELS = {"number": "Record number", "kind": "Why", "source": "Who says so", "reason": "Why it ends"}
SOURCE = validate.Length(min=3, max=300, error="Enter which order, or whose report.")
REASON = validate.Length(min=10, max=1000, error="Say why, in a sentence.")


class CoPlacementForm(StrictSchema):
    """With whom a person is not to be placed, why, and on whose word."""

    number = fields.String(
        required=True,
        validate=validate.Length(min=1, max=100, error="Enter the record number."),
        error_messages={"required": "Enter the record number."},
    )
    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(KINDS), error="Say why."),
        error_messages={"required": "Say why."},
    )
    source = fields.String(
        required=True,
        validate=SOURCE,
        error_messages={"required": "Enter which order, or whose report."},
    )


class EndForm(StrictSchema):
    """Why two people may be placed together after all."""

    reason = fields.String(
        required=True, validate=REASON, error_messages={"required": "Say why, in a sentence."}
    )
