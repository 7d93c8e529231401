"""The edge for programs: what edge.areas is for pages; every operation says what it takes, gives and who may ask."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, cast

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Request, Response, current_app
from flask_wtf.csrf import CSRFError
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, UnsupportedMediaType

from agency.edge import error_pages
from agency.edge.areas import Area, View
from agency.edge.forms import StrictSchema, by_path, unkept
from agency.edge.request import SAFE
from agency.errors import InvalidError, ReentryError

PREFIX = "/api"
TOKEN_HEADER = "X-CSRFToken"  # noqa: S105 - the name of a header
MAXIMUM_BODY = 1024 * 1024
ABOUT = f"""\
The same records, rules and permissions as the pages. Log in as a person does, with a browser's cookie; every answer
is for that person's role. What changes something also carries the token that GET {PREFIX}/session gives, in the
header {TOKEN_HEADER}, and over HTTPS a Referer of this host. Unknown fields are refused; every error has one shape.
"""
CONDITIONS = {
    412: "Somebody changed the record since you read it. Nothing was changed; read it again, then send your change.",
    428: "Say which version of the record your change rests on: send the ETag it was read with, as If-Match.",
}


class TokenMissingError(ReentryError):
    """The request did not carry the token of the session it came with; nothing was changed."""

    title = "The token is missing or not of this session"


class AnswerSchema(StrictSchema):
    """The shape of an answer: every field is always there, null where nobody has said."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002
        """Document the field as always there."""
        field_obj.required = True


class ErrorSchema(AnswerSchema):
    """Every error has this shape."""

    code = fields.Integer(metadata={"description": "the HTTP status"})
    status = fields.String(metadata={"description": "what kind of error it is, in words"})
    message = fields.String(metadata={"description": "what to do about it"})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "what is wrong, by the path of the field: facts.offenses.arson"},
    )


class NothingSchema(StrictSchema):
    """A body that says nothing: an operation that needs none refuses to overlook one."""


class Reader(FlaskParser):
    """Reads what a program sent by the schema of the operation, which decides alone what is unknown."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {}

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401, ARG002
        """The body; one that is not JSON, or longer than any record, is refused."""
        if (req.content_length or 0) > MAXIMUM_BODY:
            raise RequestEntityTooLarge
        if not req.content_length and not req.get_data():
            return {}
        if not is_json_request(req):
            raise UnsupportedMediaType("Send JSON, as application/json.")
        try:
            found = json.loads(req.get_data())
        except (ValueError, RecursionError) as error:
            raise BadRequest("The body is not JSON.") from error
        if not isinstance(found, dict):
            raise InvalidError("Send one JSON object.", {"_schema": ["Invalid input type."]})
        return found

    def pre_load(self, location_data: Any, *, schema: Schema, req: Request, location: str) -> Any:  # noqa: ANN401, ARG002
        """Refuse text that no database keeps: the character NUL and halves of characters."""
        if unkept(location_data):
            raise BadRequest("A text holds the character NUL or half of a character.")
        return location_data

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> NoReturn:
        """Tell what is wrong in the house's own error."""
        (messages,) = cast(dict[str, Any], error.messages).values()
        raise InvalidError("Please correct the named fields.", messages) from error


class ApiArea(flask_smorest.Blueprint, Area):  # type: ignore[misc]
    """A part of the API: an area of the site whose operations are documented from their schemas."""

    ARGUMENTS_PARSER = Reader()
    # No answer is ever stored on the way, so there is none to ask about again.
    METHODS_CHECKING_NOT_MODIFIED: list[str] = []

    def __init__(self, name: str, import_name: str, description: str) -> None:
        super().__init__(name, import_name, url_prefix=PREFIX)
        self.description = description
        self.register_error_handler(InvalidError, _answer_invalid)
        self.register_error_handler(CSRFError, _answer_without_token)
        for status in CONDITIONS:
            self.register_error_handler(status, _answer_condition)

    def operation(
        self,
        rule: str,
        permission: str,
        method: str = "GET",
        *,
        gives: type[Schema] | None,
        status: int = 200,
        or_status: int | None = None,
        takes: Schema | None = None,
        versioned: bool = False,
    ) -> Callable[[View], View]:
        """Serve a view to those whom the permission table admits, and document it.

        takes: what the query of a GET, or the body of another method, may say; the view gets it as its first argument.
        or_status: what else the view may answer that is not an error.
        versioned: the answer carries an ETag, and a change must name the one it rests on (If-Match).
        """
        safe = method in SAFE

        def register(view: View) -> View:
            made = self.response(status, gives)(view)
            if or_status is not None:
                made = self.alt_response(or_status, schema=gives, success=True)(made)
            if takes is not None:
                required = not isinstance(takes, NothingSchema)
                made = self.arguments(takes, location="query" if safe else "json", required=required)(made)
            if versioned:
                made = self.etag(made)
            needed: dict[str, list[str]] = {"session": []} if safe else {"session": [], "token": []}
            told = {"operationId": view.__name__, "security": [needed], "x-permission": permission}
            self.page(rule, permission, (method,))(self.doc(**told)(made))
            return view

        return register


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The documented API; its errors are those of agency.edge.error_pages, which keeps headers such as Allow."""

    ERROR_SCHEMA = ErrorSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to the house."""

    def _register_pagination_header(self) -> None:
        """Pages of a list are told in the answer itself."""


def install(app: Flask, areas: Iterable[ApiArea]) -> None:
    """Serve the areas of the API and document them."""
    api = Api(
        app,
        spec_kwargs={
            "title": "Reentry planner",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT},
            "marshmallow_plugin": MarshmallowPlugin(),
        },
    )
    cookie = {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]}
    api.spec.components.security_scheme("session", cookie)
    api.spec.components.security_scheme("token", {"type": "apiKey", "in": "header", "name": TOKEN_HEADER})
    for area in areas:
        api.register_blueprint(area)
    app.extensions["api"] = api


def document() -> dict[str, Any]:
    """The OpenAPI document of the API, made from the schemas that check it."""
    return cast(dict[str, Any], current_app.extensions["api"].spec.to_dict())


def _answer_invalid(error: InvalidError) -> Response:
    return error_pages.answer_told(InvalidError(str(error), by_path(error.fields)))


def _answer_without_token(error: CSRFError) -> Response:  # noqa: ARG001
    return error_pages.answer_told(
        TokenMissingError(
            f"Log in, and send what GET {PREFIX}/session gives as csrf_token, as {TOKEN_HEADER}."
        )
    )


def _answer_condition(error: HTTPException) -> Response:
    error.description = CONDITIONS[error.code or 412]
    return error_pages.answer_http(error)
