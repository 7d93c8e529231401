"""One's own account: who one is here, the password, and where one is logged in."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import PasswordForm, errors_of
from agency.edge.log_ins import log_in, own_session
from agency.edge.request import clock, database, keep_unit, prepared, settings, unit, viewer
from agency.errors import InvalidError, NotFoundError
from agency.staff import second_factor, security_keys, sessions, staff
from agency.staff.second_factor_views import party

area = Area("account", __name__)


@area.page("/account", "session.use")
def show_account() -> str:
    """What the agency has recorded of the staff member who asks."""
    return account_page({})


def weigh_current() -> staff.Claim | None:
    """Compare the password that is said to hold now, before the unit of work; nothing where nobody is logged in."""
    typed = request.form.get("current", "")
    with database().reading() as session:
        here = own_session(session)
        email = here.staff.email if here else ""
    return staff.weigh(database(), email, typed) if email and typed else None


@area.page("/account/password", "session.use", methods=("POST",), before=weigh_current)
def send_password() -> Response:
    """Change one's own password; other sessions of the account end."""
    typed = request.form.to_dict()
    errors = errors_of(PasswordForm(), typed) or refused() or _change(typed["new"])
    if errors:
        return make_response(account_page(errors), 422)
    flash("Your password is changed. Everywhere else you are logged out.", "success")
    return _back()


@area.page("/account/sessions/<uuid:session_id>/end", "session.use", methods=("POST",))
def end_session(session_id: UUID) -> Response:
    """Log out elsewhere; the session of this browser is ended by logging out."""
    here = own_session(unit())
    for other in sessions.of(unit(), _owner()):
        if other.id == session_id and other is not here:
            unit().delete(other)
            audit.record(unit(), "staff.session_ended", viewer().id, viewer().id)
            flash("That session is ended.", "success")
            return _back()
    raise NotFoundError("There is no such session; it may have ended by itself.")


def refused() -> dict[str, object]:
    """What is wrong with the password that is said to hold now.

    A wrong one counts like one at the log-in; whoever guesses until the account locks is out.
    """
    person, now = _owner(), clock().now()
    if staff.authenticate(unit(), prepared(), now, settings().lock):
        return {}
    keep_unit()
    if person.is_locked(now):
        sessions.end_all(unit(), person)
    audit.record(unit(), "staff.password_changed", person.id, person.id, outcome="refused")
    return {"current": ["This is not the password you have now."]}


def account_page(errors: dict[str, object], typed: dict[str, str] | None = None) -> str:
    """The page of one's own account, with what is wrong with a form on it."""
    person, now = _owner(), clock().now()
    everywhere = sessions.of(unit(), person)
    return render_template(
        "agency/account.html",
        person=person,
        factor=second_factor.of(unit(), person),
        keys=security_keys.of(unit(), person),
        usable=party() is not None,
        sessions=[each for each in everywhere if each.is_live(now, settings().longest_session)],
        here=own_session(unit()),
        typed=typed or {},
        errors=errors,
    )


def _owner() -> staff.Staff:
    return unit().get_one(staff.Staff, viewer().id)


def _change(new: str) -> dict[str, object]:
    person = _owner()
    try:
        person.set_password(new, *staff.agency_names(unit()))
    except InvalidError as error:
        return {"new": [str(error)]}
    person.forget_failures()
    sessions.end_all(unit(), person)
    log_in(person, unit())
    audit.record(unit(), "staff.password_changed", person.id, person.id)
    return {}


def _back() -> Response:
    return make_response(redirect(url_for("account.show_account")))
