"""Logging in and out."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency import words
from agency.access.permissions import ANYONE
from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import LogInForm, NewPasswordForm, errors_of
from agency.edge.log_ins import halfway, log_in, log_in_halfway, log_out
from agency.edge.request import clock, database, home_or, keep_unit, may, prepared, settings, unit, viewer
from agency.errors import InvalidError
from agency.offices import Agency
from agency.staff import passwords, second_factor, security_keys, staff
from agency.staff.security_keys import Purpose
from agency.staff.sessions import HALFWAY

area = Area("agency", __name__)


@area.page("/log-in", ANYONE)
def show_log_in() -> str | Response:
    """The log-in form with the use notice."""
    if may("session.use"):
        return make_response(redirect("/"))
    return _log_in_page({}, {})


def weigh_password() -> staff.Claim | None:
    """Compare the password that was given, before the unit of work; nothing where the form is not filled in."""
    typed = request.form.to_dict()
    if errors_of(LogInForm(), typed):
        return None
    return staff.weigh(database(), typed["email"], typed["password"])


@area.page("/log-in", ANYONE, methods=("POST",), before=weigh_password)
def send_log_in() -> Response:
    """Check the password, then ask for the second factor; every attempt is written down, whatever its outcome."""
    typed = request.form.to_dict()
    errors = errors_of(LogInForm(), typed)
    if not errors:
        found = _attempt(prepared())
        if found:
            return _ask_second_factor(found) if settings().second_factor else let_in(found)
        errors = {
            "password": [
                "The e-mail address and password do not match, or the account is locked for a while."
            ]
        }
    return make_response(_log_in_page(typed, errors), 422)


@area.page("/log-in/new-password", ANYONE)
def show_new_password() -> str | Response:
    """The form for a password of one's own, in place of one that somebody else made."""
    if halfway(unit(), proven=True) is None:
        return back_to_log_in()
    return render_template("agency/new_password.html", errors={})


@area.page("/log-in/new-password", ANYONE, methods=("POST",))
def send_new_password() -> Response:
    """Take a password of one's own; only now the session begins."""
    person = halfway(unit(), proven=True)
    if person is None:
        return back_to_log_in()
    typed = request.form.to_dict()
    errors = errors_of(NewPasswordForm(), typed) or _replace(person, typed["new"])
    if errors:
        return make_response(render_template("agency/new_password.html", errors=errors), 422)
    audit.record(unit(), "staff.password_changed", person.id, person.id)
    return let_in(person)


@area.page("/log-out", "session.use", methods=("POST",))
def send_log_out() -> Response:
    """End the session."""
    person = unit().get_one(staff.Staff, viewer().id)
    audit.record(unit(), "staff.logged_out", person.id)
    log_out(unit())
    flash("You are logged out.")
    return make_response(redirect(url_for("agency.show_log_in")))


def let_in(person: staff.Staff) -> Response:
    """Password and second factor are right: begin the session, once the password is one of the owner's own."""
    person.forget_failures()
    if person.must_change_password:
        audit.record(unit(), "staff.new_password_due", person.id)
        log_in_halfway(person, unit(), proven=True)
        return make_response(redirect(url_for("agency.show_new_password", next=request.args.get("next"))))
    log_in(person, unit())
    audit.record(unit(), "staff.logged_in", person.id)
    return make_response(redirect(destination()))


def destination() -> str:
    """The page that was asked for before the log-in, if it is one of ours; else the first page."""
    return home_or(request.args.get("next", ""), "/")


def back_to_log_in() -> Response:
    """The log-in was not begun in this browser, or too long ago."""
    if not may("session.use"):
        minutes = int(HALFWAY.total_seconds()) // 60
        flash(
            f"Please begin again: the second step is open for {minutes} minutes after the password.",
            "warning",
        )
    return make_response(redirect(url_for("agency.show_log_in", next=request.args.get("next"))))


def _log_in_page(typed: dict[str, str], errors: dict[str, object]) -> str:
    notice = words.notice(unit().get(Agency, 1))
    return render_template("agency/log_in.html", typed=typed, errors=errors, notice=notice)


def _attempt(claim: staff.Claim) -> staff.Staff | None:
    keep_unit()
    person = staff.authenticate(unit(), claim, clock().now(), settings().lock)
    if person is None:
        audit.record(unit(), "staff.log_in_failed", None, claim.staff_id, outcome="refused")
    return person


def _replace(person: staff.Staff, new: str) -> dict[str, object]:
    if passwords.matches(person.password_hash, new):
        return {"new": ["This is the password you were given; choose one that nobody else knows."]}
    try:
        person.set_password(new, *staff.agency_names(unit()))
    except InvalidError as error:
        return {"new": [str(error)]}
    return {}


def _ask_second_factor(person: staff.Staff) -> Response:
    audit.record(unit(), "staff.password_accepted", person.id)
    factor = second_factor.of(unit(), person)
    ready = factor is not None and factor.confirmed_at is not None
    if not ready:
        second_factor.begin(unit(), person)
    purpose = Purpose.LOG_IN if ready else Purpose.ADD
    security_keys.challenge(unit(), person, purpose, clock().now())
    log_in_halfway(person, unit())
    page = "second_factor.show_code" if ready else "second_factor.show_set_up"
    return make_response(redirect(url_for(page, next=request.args.get("next"))))
