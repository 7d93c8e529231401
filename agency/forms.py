"""Forms are checked by the same schemas as files and programs; here is how a form's answers are read and told."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from agency.errors import InvalidError

CSRF_FIELD = "csrf_token"


class StrictSchema(Schema):
    """A schema that refuses what it does not know, so that nothing typed is dropped in silence."""

    class Meta:
        unknown = RAISE


class LenientSchema(Schema):
    """A schema for the measuring commands alone, which ignore other keys."""

    class Meta:
        unknown = EXCLUDE


class LogInForm(StrictSchema):
    """Who logs in; the box says that the use notice was read."""

    email = fields.String(required=True, validate=validate.Length(min=1, error="Enter your e-mail address."))
    password = fields.String(
        required=True, validate=validate.Length(min=1, max=1000, error="Enter your password.")
    )
    notice = fields.String(
        required=True,
        validate=validate.Equal("read", error="Check the box to say that you have read the notice."),
        error_messages={"required": "Check the box to say that you have read the notice."},
    )


def load(schema: Schema, typed: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the shape is the schema's
    """Read what was sent; InvalidError says, field by field, what is wrong with it."""
    try:
        return schema.load({key: value for key, value in typed.items() if key != CSRF_FIELD})
    except ValidationError as error:
        raise InvalidError("Please correct the marked fields.", messages_of(error)) from error


def messages_of(error: ValidationError) -> dict[str, Any]:
    """The messages of a failed check, by field."""
    found = error.messages
    return found if isinstance(found, dict) else {"_schema": found}


def errors_of(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with what was sent, by field; empty where it is right."""
    return schema.validate({key: value for key, value in typed.items() if key != CSRF_FIELD})
