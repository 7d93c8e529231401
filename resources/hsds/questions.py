"""What a program may ask of each list: the parameters of the HSDS API, by their names there."""

from datetime import UTC
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from agency.edge.forms import StrictSchema

MOST = 1000
_TEXT = validate.Length(max=200)


class ListQuestion(StrictSchema):
    """A page of a list, or all of it line by line."""

    search = fields.String(
        load_default="",
        validate=_TEXT,
        metadata={"description": "words that all stand in a name or description"},
    )
    page = fields.Integer(
        load_default=1, validate=validate.Range(1, 1_000_000), metadata={"description": "which page, from 1"}
    )
    per_page = fields.Integer(
        load_default=50, validate=validate.Range(1, MOST), metadata={"description": "how many on a page"}
    )
    format = fields.String(
        load_default="json",
        validate=validate.OneOf(("json", "ndjson")),
        metadata={"description": "json, a page; ndjson, everything, one object a line"},
    )


class OrganizationQuestion(ListQuestion):
    """Organizations."""

    full = fields.Boolean(load_default=False, metadata={"description": "with everything that hangs on each"})
    full_service = fields.Boolean(
        load_default=False, metadata={"description": "with the services of each in full"}
    )


class ServiceQuestion(ListQuestion):
    """Services; several parameters together must all hold."""

    taxonomy_term_id = fields.UUID(load_default=None, metadata={"description": "that meet this need"})
    taxonomy_id = fields.UUID(load_default=None, metadata={"description": "with any term of this taxonomy"})
    organization_id = fields.UUID(load_default=None, metadata={"description": "of this organization"})
    modified_after = fields.AwareDateTime(
        load_default=None,
        default_timezone=UTC,
        metadata={"description": "changed at or after this moment; one without a zone is in UTC"},
    )
    full = fields.Boolean(load_default=False, metadata={"description": "with everything that hangs on each"})
    minimal = fields.Boolean(
        load_default=False, metadata={"description": "id and modified_date alone, of all of them"}
    )


class AtLocationQuestion(ServiceQuestion):
    """Services at their places."""

    # The standard's word for it is British.
    zip_code = fields.String(
        data_key="postcode",
        load_default="",
        validate=validate.Regexp(r"^([0-9]{5}(-[0-9]{4})?)?$", error="A ZIP code has five digits."),
        metadata={"description": "a ZIP code served"},
    )
    proximity = fields.Float(
        load_default=None,
        validate=validate.Range(0, 20_100_000),
        metadata={"description": "no farther than so many meters from the middle of that ZIP code"},
    )

    @validates_schema
    def _from_somewhere(self, asked: dict[str, Any], **_: object) -> None:
        if asked.get("proximity") is not None and not asked.get("zip_code"):
            told = "Meters from where? Give a postcode too."
            raise ValidationError({"proximity": [told]})


class TermQuestion(ListQuestion):
    """Taxonomy terms."""

    taxonomy_id = fields.UUID(load_default=None, metadata={"description": "of this taxonomy"})
    top_only = fields.Boolean(load_default=False, metadata={"description": "those without a parent"})
    parent_id = fields.UUID(load_default=None, metadata={"description": "the children of this term"})


class FullServiceQuestion(StrictSchema):
    """One organization."""

    full_service = fields.Boolean(load_default=False, metadata={"description": "with its services in full"})


class NoQuestion(StrictSchema):
    """Nothing but the address itself."""


Asked = dict[str, Any]
