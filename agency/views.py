"""Logging in and out, and whether the service is well."""

from urllib.parse import urlsplit

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from sqlalchemy import select

from agency import audit, staff
from agency.forms import LogInForm, errors_of
from agency.permissions import ANYONE
from agency.web import Area, clock, keep_unit, log_in, log_out, may, unit, viewer

area = Area("agency", __name__)


@area.page("/log-in", ANYONE)
def show_log_in() -> str | Response:
    """The log-in form with the use notice."""
    if may("session.use"):
        return make_response(redirect("/"))
    return render_template("agency/log_in.html", typed={}, errors={})


@area.page("/log-in", ANYONE, methods=("POST",))
def send_log_in() -> Response:
    """Check the password; every attempt is written down, whatever its outcome."""
    typed = request.form.to_dict()
    errors = errors_of(LogInForm(), typed)
    if not errors:
        found = _attempt(typed["email"], typed["password"])
        if found:
            return make_response(redirect(_destination(request.args.get("next", ""))))
        errors = {
            "password": [
                "The e-mail address and password do not match, or the account is locked for a while."
            ]
        }
    return make_response(render_template("agency/log_in.html", typed=typed, errors=errors), 422)


@area.page("/log-out", "session.use", methods=("POST",))
def send_log_out() -> Response:
    """End the session."""
    person = unit().get_one(staff.Staff, viewer().id)
    audit.record(unit(), "staff.logged_out", person.id)
    log_out(unit(), person)
    flash("You are logged out.")
    return make_response(redirect(url_for("agency.show_log_in")))


@area.page("/healthz", ANYONE)
def show_health() -> Response:
    """Whether the database answers."""
    unit().execute(select(1))
    return jsonify(status="ok")


def _attempt(email: str, password: str) -> bool:
    keep_unit()
    person = staff.authenticate(unit(), email, password, clock().now())
    if person is None:
        known = staff.find(unit(), email)
        audit.record(unit(), "staff.log_in_failed", None, known.id if known else None, outcome="refused")
        return False
    log_in(person, unit())
    audit.record(unit(), "staff.logged_in", person.id)
    return True


def _destination(asked: str) -> str:
    parts = urlsplit(asked)
    local = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    return asked if local else "/"
