"""One's own security keys: adding one, which takes the password again, and taking one away."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import BeginKeyForm, KeyForm, errors_of
from agency.edge.request import clock, keep_unit, unit, viewer
from agency.errors import ConflictError, NotFoundError
from agency.staff import second_factor, security_keys, staff
from agency.staff.account_views import refused, weigh_current
from agency.staff.second_factor_views import party
from agency.staff.security_keys import AT_MOST, Party, Purpose

area = Area("security_keys", __name__)

FAILED = "The key was not added: it is here already, it was not touched in time, or the page was an old one."


@area.page("/account/security-keys/new", "session.use")
def new_key() -> str:
    """The form for a further key."""
    return _form({}, {})


@area.page("/account/security-keys/new", "session.use", methods=("POST",), before=weigh_current)
def begin_key() -> Response:
    """Who sits there knows the password: the key is asked to sign."""
    typed, service = request.form.to_dict(), party()
    errors = errors_of(BeginKeyForm(), typed) or refused()
    if errors or service is None:
        return make_response(_form(typed, errors), 422)
    person = _owner()
    if len(security_keys.of(unit(), person)) >= AT_MOST:
        raise ConflictError(f"An account has {AT_MOST} security keys at most. Take one away first.")
    return make_response(_touch_page(person, service, typed["name"]))


@area.page("/account/security-keys", "session.use", methods=("POST",))
def add_key() -> Response:
    """Keep the key that answered."""
    typed, person, service = request.form.to_dict(), _owner(), party()
    good = not errors_of(KeyForm(), typed)
    if good and service:
        keep_unit()
        key = security_keys.add(unit(), person, service, typed["credential"], typed["name"], clock().now())
        if key:
            keys = len(security_keys.of(unit(), person))
            audit.record(unit(), "staff.security_key_added", person.id, keys=keys)
            flash(f"“{key.name}” is added. It can take the place of a code from now on.", "success")
            return _back()
    return make_response(_form(typed, {"name": [FAILED]}), 422)


@area.page("/account/security-keys/<uuid:key_id>/remove", "session.use", methods=("POST",))
def remove_key(key_id: UUID) -> Response:
    """Take a key away; never the only thing that the account proves itself with."""
    person = _owner()
    keys = {key.id: key for key in security_keys.of(unit(), person)}
    if key_id not in keys:
        raise NotFoundError("There is no such security key on your account.")
    factor = second_factor.of(unit(), person)
    if len(keys) == 1 and not (factor and factor.secret):
        raise ConflictError("This key is your only second factor. Add another one before you take it away.")
    unit().delete(keys[key_id])
    audit.record(unit(), "staff.security_key_removed", person.id, keys=len(keys) - 1)
    flash(f"“{keys[key_id].name}” is taken away.", "success")
    return _back()


def _owner() -> staff.Staff:
    return staff.hold(unit(), viewer().id)


def _touch_page(person: staff.Staff, service: Party, name: str) -> str:
    now = clock().now()
    security_keys.challenge(unit(), person, Purpose.ADD, now)
    options = security_keys.options_to_add(unit(), person, service, now)
    return render_template("agency/touch_key.html", name=name, options=options)


def _form(typed: dict[str, str], errors: dict[str, object]) -> str:
    return render_template("agency/new_key.html", typed=typed, errors=errors, usable=party() is not None)


def _back() -> Response:
    return make_response(redirect(url_for("account.show_account")))
