"""Forms are checked by the same schemas as files and programs; here is how a form's answers are read and told."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate, validates_schema

from agency.errors import InvalidError
from agency.staff import Role

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


class CodeForm(StrictSchema):
    """The second factor of a log-in: a code of the app, or a recovery code."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=100, error="Enter the code."))


class PasswordForm(StrictSchema):
    """A new password of one's own, which needs the one that holds now."""

    current = fields.String(
        required=True, validate=validate.Length(min=1, max=1000, error="Enter the password you have now.")
    )
    new = fields.String(
        required=True, validate=validate.Length(min=1, max=1000, error="Enter the new password.")
    )
    again = fields.String(required=True)

    @validates_schema
    def _same(self, typed: dict[str, str], **_: object) -> None:
        if typed.get("new") != typed.get("again"):
            raise ValidationError("The new password is not the same both times.", "again")


class StaffForm(StrictSchema):
    """A new staff account."""

    name = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200, error="Enter the name as it stands on letters."),
    )
    email = fields.Email(
        required=True, error_messages={"invalid": "Enter the e-mail address, such as name@agency.example."}
    )
    role = fields.Enum(
        Role,
        by_value=True,
        required=True,
        error_messages={"unknown": "Choose a role.", "required": "Choose a role."},
    )
    office = fields.String(required=True, validate=validate.Length(min=1, error="Choose an office."))


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


def by_path(messages: Mapping[Any, Any], outer: str = "") -> dict[str, list[str]]:
    """Messages by the dotted path of their field, from the nested ones a schema gives."""
    flat: dict[str, list[str]] = {}
    for name, found in messages.items():
        path = ".".join(part for part in (outer, str(name)) if part and (part != "_schema" or not outer))
        if isinstance(found, Mapping):
            flat |= by_path(found, path)
        else:
            flat.setdefault(path, []).extend(str(message) for message in found)
    return flat


def errors_of(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with what was sent, by field; empty where it is right."""
    return schema.validate({key: value for key, value in typed.items() if key != CSRF_FIELD})
