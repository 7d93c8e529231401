"""What the page of an order asks for."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from agency.edge.forms import StrictSchema
from agency.keys import erasures
from reentry.people.erasure import Terms


class ErasureForm(StrictSchema):
    """An order to expunge, seal or shield; the record number is typed once more, so that nobody is erased by a slip."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(erasures.KINDS), error="Choose what is ordered."),
        error_messages={"required": "Choose what is ordered."},
    )
    order = fields.String(
        required=True,
        validate=validate.Length(min=3, max=300, error="Enter which order it is."),
        error_messages={"required": "Enter which order it is."},
    )
    ordered_on = fields.Date(
        required=True,
        error_messages={
            "required": "Enter the date of the order.",
            "invalid": "Enter the date of the order.",
        },
    )
    # E-mail addresses, apart by commas, spaces or lines.
    named = fields.String(load_default="", validate=validate.Length(max=2000))
    number = fields.String(
        required=True,
        validate=validate.Length(min=1, max=100, error="Type the record number."),
        error_messages={"required": "Type the record number."},
    )

    @post_load
    def _terms(self, typed: dict[str, Any], **_: object) -> tuple[Terms, str]:
        addresses = tuple(word for word in re.split(r"[,;\s]+", typed["named"]) if word)
        if addresses and typed["kind"] == erasures.EXPUNGE:
            raise ValidationError("Of an expunged record nothing is left that anybody could open.", "named")
        terms = Terms(typed["kind"], typed["order"], typed["ordered_on"].isoformat(), addresses)
        return terms, typed["number"]
