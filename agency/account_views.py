"""One's own account: who one is here, and the password."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency import audit, second_factor, sessions, staff
from agency.errors import InvalidError
from agency.forms import PasswordForm, errors_of
from agency.web import Area, clock, keep_unit, log_in, unit, viewer

area = Area("account", __name__)


@area.page("/account", "session.use")
def show_account() -> str:
    """What the agency has recorded of the staff member who asks."""
    return _page({})


@area.page("/account/password", "session.use", methods=("POST",))
def send_password() -> Response:
    """Change one's own password; other sessions of the account end."""
    typed = request.form.to_dict()
    errors = errors_of(PasswordForm(), typed) or _change(typed["current"], typed["new"])
    if errors:
        return make_response(_page(errors), 422)
    flash("Your password is changed. Everywhere else you are logged out.", "success")
    return make_response(redirect(url_for("account.show_account")))


def _change(current: str, new: str) -> dict[str, object]:
    person = unit().get_one(staff.Staff, viewer().id)
    if staff.authenticate(unit(), person.email, current, clock().now()) is None:
        return _refuse(person)
    try:
        person.set_password(new, *staff.agency_names(unit()))
    except InvalidError as error:
        return {"new": [str(error)]}
    person.forget_failures()
    log_in(person, unit())
    audit.record(unit(), "staff.password_changed", person.id, person.id)
    return {}


def _refuse(person: staff.Staff) -> dict[str, object]:
    """A wrong password here counts like one at the log-in; whoever guesses until the account locks is out."""
    keep_unit()
    if person.is_locked(clock().now()):
        sessions.end_all(unit(), person)
    audit.record(unit(), "staff.password_changed", person.id, person.id, outcome="refused")
    return {"current": ["This is not the password you have now."]}


def _page(errors: dict[str, object]) -> str:
    person = unit().get_one(staff.Staff, viewer().id)
    return render_template(
        "agency/account.html", person=person, factor=second_factor.of(unit(), person), errors=errors
    )
