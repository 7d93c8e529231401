"""Forms are checked by the same schemas as files and programs; here is how a form's answers are read and told."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from marshmallow import (
    EXCLUDE,
    RAISE,
    Schema,
    ValidationError,
    fields,
    pre_load,
    validate,
    validates_schema,
)

from agency import words
from agency.errors import InvalidError
from agency.staff.security_keys import LONGEST_ANSWER
from agency.staff.staff import Role

CSRF_FIELD = "csrf_token"
UNKEPT = re.compile("[\0\ud800-\udfff]")
# Letters, numbers, punctuation and signs are seen; but for these, which Unicode calls letters and signs.
SEEN, UNSEEN = frozenset("LNPS"), frozenset("\u115f\u1160\u2800\u3164\uffa0")


class StrictSchema(Schema):
    """A schema that refuses what it does not know, so that nothing typed is dropped in silence.

    Text in which nobody can see anything is no text: it is read as an empty one.
    """

    class Meta:
        unknown = RAISE

    @pre_load
    def _without_blanks(self, typed: Any, **_: object) -> Any:  # noqa: ANN401 - whatever was sent
        if not isinstance(typed, Mapping):
            return typed
        return {name: _seen(value) for name, value in typed.items()}


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
    """The second factor of a log-in: a code of the app, a recovery code, or what a security key answered."""

    code = fields.String(load_default="", validate=validate.Length(max=100, error="Enter the code."))
    credential = fields.String(load_default="", validate=validate.Length(max=LONGEST_ANSWER))

    @validates_schema
    def _one_of_them(self, typed: dict[str, str], **_: object) -> None:
        if not typed.get("code") and not typed.get("credential"):
            raise ValidationError("Enter the code.", "code")


class CurrentPassword(StrictSchema):
    """The password that holds now, which shows that it is still the owner who sits there."""

    current = fields.String(
        required=True, validate=validate.Length(min=1, max=1000, error="Enter the password you have now.")
    )


class BeginKeyForm(CurrentPassword):
    """A security key that is to be added."""

    name = fields.String(
        required=True,
        validate=validate.Length(min=1, max=60, error="Give the key a name, such as “blue key ring”."),
    )


class KeyForm(StrictSchema):
    """A security key that answered."""

    name = fields.String(required=True, validate=validate.Length(max=60))
    credential = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ANSWER))


class NewPasswordForm(StrictSchema):
    """A password of one's own."""

    new = fields.String(
        required=True, validate=validate.Length(min=1, max=1000, error="Enter the new password.")
    )
    again = fields.String(required=True)

    @validates_schema
    def _same(self, typed: dict[str, str], **_: object) -> None:
        if typed.get("new") != typed.get("again"):
            raise ValidationError("The new password is not the same both times.", "again")


class PasswordForm(NewPasswordForm, CurrentPassword):
    """A new password of one's own, which needs the one that holds now."""


class AccountForm(StrictSchema):
    """What an account says of a staff member."""

    name = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200, error="Enter the name as it stands on letters."),
    )
    title = fields.String(load_default="", validate=validate.Length(max=200))
    phone = fields.String(load_default="", validate=validate.Length(max=50))
    role = fields.Enum(
        Role,
        by_value=True,
        required=True,
        error_messages={"unknown": "Choose a role.", "required": "Choose a role."},
    )
    office = fields.String(required=True, validate=validate.Length(min=1, error="Choose an office."))


class StaffForm(AccountForm):
    """A new staff account."""

    email = fields.Email(
        required=True, error_messages={"invalid": "Enter the e-mail address, such as name@agency.example."}
    )


def _own_word() -> fields.String:
    return fields.String(
        load_default="",
        validate=validate.Length(max=words.LONGEST, error=f"At most {words.LONGEST} characters."),
    )


class _Notice(StrictSchema):
    use_notice = fields.String(
        load_default="", validate=validate.Length(max=5000, error="At most 5,000 characters.")
    )


# The agency's own words: one field for each role, by its slug, and the notice.
AgencyForm = _Notice.from_dict({role: _own_word() for role in words.ROLES}, name="AgencyForm")


def blank(text: str) -> bool:
    """Whether nobody can see anything in a text: it is empty, or all of it is spaces and invisible characters."""
    return not any(unicodedata.category(each)[0] in SEEN and each not in UNSEEN for each in text)


def _seen(sent: Any) -> Any:  # noqa: ANN401 - whatever was sent
    """What was sent, with an empty text in the place of a blank one; what is nested is its own schema's to read."""
    if isinstance(sent, list):
        return [_seen(each) for each in sent]
    return "" if isinstance(sent, str) and blank(sent) else sent


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


def unkept(sent: object) -> bool:
    """Whether a text in what was sent, names of fields too, holds NUL or half of a character, which nobody can keep."""
    waiting = [sent]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and UNKEPT.search(each):
            return True
        if isinstance(each, Mapping):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
    return False
