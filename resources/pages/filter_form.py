"""The form that narrows the list of services, for the page and for programs."""

from marshmallow import ValidationError, fields, validate

from agency.edge.forms import StrictSchema
from resources.geography.zip_codes import zip_code
from resources.needs import NEEDS
from resources.quality.completeness import FIELDS
from resources.quality.freshness import AGES
from resources.quality.measured import REACHES
from resources.search.filters import DAYS

NOW = "now"
DISTANCES = (2, 5, 10, 25, 50)


def _known_zip(code: str) -> None:
    known = zip_code(code)
    if code and (known is None or known.center is None):
        raise ValidationError("This is not a ZIP code we know.")


class FilterForm(StrictSchema):
    """What the list is narrowed to."""

    q = fields.String(load_default="", validate=validate.Length(max=200))
    need = fields.String(
        load_default="", validate=validate.OneOf(["", *NEEDS], error="This is not a need we know.")
    )
    county = fields.String(load_default="", validate=validate.Length(max=100))
    open = fields.String(
        load_default="", validate=validate.OneOf(["", NOW, *DAYS], error="Say now, or a day of the week.")
    )
    at = fields.String(
        load_default="",
        validate=validate.Regexp(r"^$|^([01]\d|2[0-3]):[0-5]\d$", error="Write a time as 14:30."),
    )
    zip = fields.String(load_default="", validate=_known_zip)
    miles = fields.Integer(load_default=10, validate=validate.Range(min=1, max=200, error="1 to 200 miles."))
    missing = fields.String(
        load_default="",
        validate=validate.OneOf(["", *FIELDS], error="This is not a part of a record we know."),
    )
    age = fields.String(
        load_default="", validate=validate.OneOf(["", *AGES], error="This is not an age we know.")
    )
    reach = fields.String(
        load_default="", validate=validate.OneOf(["", *REACHES], error="This is not a reach we know.")
    )
    held = fields.Boolean(load_default=False)
    location = fields.UUID(
        load_default=None, error_messages={"invalid_uuid": "This is not the id of a place."}
    )
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, error="Pages begin with 1."))
