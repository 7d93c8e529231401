"""Logging in and out, and whether the service is well."""

import re

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from sqlalchemy import select

from agency import audit, second_factor, staff
from agency.forms import LogInForm, errors_of
from agency.permissions import ANYONE
from agency.web import Area, clock, keep_unit, log_in, log_in_halfway, log_out, may, settings, unit, viewer

area = Area("agency", __name__)

# An address of this service: one slash, and nothing that a browser drops or turns into another slash.
OURS = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")


@area.page("/log-in", ANYONE)
def show_log_in() -> str | Response:
    """The log-in form with the use notice."""
    if may("session.use"):
        return make_response(redirect("/"))
    return render_template("agency/log_in.html", typed={}, errors={})


@area.page("/log-in", ANYONE, methods=("POST",))
def send_log_in() -> Response:
    """Check the password, then ask for the second factor; every attempt is written down, whatever its outcome."""
    typed = request.form.to_dict()
    errors = errors_of(LogInForm(), typed)
    if not errors:
        found = _attempt(typed["email"], typed["password"])
        if found:
            return _ask_second_factor(found) if settings().second_factor else let_in(found)
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


def let_in(person: staff.Staff) -> Response:
    """The log-in is whole: begin the session, and lead to the page that was asked for."""
    person.forget_failures()
    log_in(person, unit())
    audit.record(unit(), "staff.logged_in", person.id)
    return make_response(redirect(destination()))


def destination() -> str:
    """The page that was asked for before the log-in, if it is one of ours; else the first page."""
    asked = request.args.get("next", "")
    return asked if OURS.fullmatch(asked) else "/"


def _attempt(email: str, password: str) -> staff.Staff | None:
    keep_unit()
    person = staff.authenticate(unit(), email, password, clock().now())
    if person is None:
        known = staff.find(unit(), email)
        audit.record(unit(), "staff.log_in_failed", None, known.id if known else None, outcome="refused")
    return person


def _ask_second_factor(person: staff.Staff) -> Response:
    audit.record(unit(), "staff.password_accepted", person.id)
    factor = second_factor.of(unit(), person)
    ready = factor is not None and factor.confirmed_at is not None
    if not ready:
        second_factor.begin(unit(), person)
    log_in_halfway(person, unit())
    page = "second_factor.show_code" if ready else "second_factor.show_set_up"
    return make_response(redirect(url_for(page, next=request.args.get("next"))))
