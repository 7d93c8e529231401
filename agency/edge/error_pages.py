"""How an error reads: one shape for pages, one for programs, and every refusal written down."""

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from agency.audit import audit
from agency.edge.log_ins import LogInRequiredError, to_log_in
from agency.edge.request import database, reference
from agency.errors import ConflictError, DeniedError, ForbiddenError, InvalidError, ReentryError
from agency.watch import logs

log = structlog.get_logger()

TITLES = {
    404: "Not found",
    405: "Not possible here",
    413: "Too large",
    500: "Something went wrong on our side",
}


def install(app: Flask) -> None:
    """Answer every error in the house's own words."""
    app.register_error_handler(ReentryError, answer_told)
    app.register_error_handler(StaleDataError, answer_collision)
    app.register_error_handler(IntegrityError, answer_collision)
    app.register_error_handler(CSRFError, answer_expired)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_unforeseen)


def answer_told(error: ReentryError) -> Response:
    """An error with a sentence for the person at the keyboard."""
    if isinstance(error, LogInRequiredError) and not wants_json():
        return to_log_in()
    if isinstance(error, DeniedError):
        _write_down(error.permission, error)
    elif isinstance(error, ForbiddenError):
        _write_down(getattr(g, "denied", ""), None)
    fields = error.fields if isinstance(error, InvalidError) else {}
    return _answer(error.status, error.title, str(error), fields)


def answer_collision(error: Exception) -> Response:  # noqa: ARG001
    """Two saved the same thing at the same moment: the later one is told, and overwrites nothing."""
    return answer_told(
        ConflictError("Somebody else saved this at the same moment. Nothing was changed; open it again.")
    )


def answer_expired(error: CSRFError) -> Response:  # noqa: ARG001
    """The form was opened too long ago, or came from elsewhere: nothing was changed."""
    return _answer(
        400,
        "This form can no longer be sent",
        "Nothing was changed. Go back, reload the page and send the form again; your browser keeps what you typed.",
        {},
    )


def answer_http(error: HTTPException) -> Response:
    """What the framework refuses, in the same shape; headers such as Allow are kept."""
    code = error.code or 500
    response = _answer(code, TITLES.get(code, error.name), error.description or "", {})
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def answer_unforeseen(error: Exception) -> Response:
    """A fault of ours: logged without personal data, told without details; nothing was changed."""
    log.error("unforeseen", endpoint=request.endpoint, reference=reference(), **logs.told(error))
    told = "Nothing was changed. Try again; if it stays, give your administrator this reference: "
    return _answer(500, TITLES[500], told + reference(), {})


def wants_json() -> bool:
    """Whether a program asks rather than a person."""
    return request.path.startswith(("/api/", "/hsds/"))


def _answer(status: int, title: str, message: str, fields: dict[str, object]) -> Response:
    if wants_json():
        return make_response(jsonify(code=status, status=title, message=message, errors=fields), status)
    return make_response(
        render_template("errors/error.html", title=title, message=message, fields=fields), status
    )


def _write_down(permission: str, denied: DeniedError | None) -> None:
    who = g.get("viewer")
    subject = denied.subject_id if denied else None
    audit.record_reading(
        database(),
        "access.denied",
        who.id if who else None,
        subject,
        outcome="refused",
        permission=permission,
    )
