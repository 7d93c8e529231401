"""The second step of a log-in: the code or a security key, and before the first one the setting up."""

from base64 import b64encode

from flask import Response, flash, make_response, render_template, request

from agency.access.permissions import ANYONE
from agency.audit import audit
from agency.documents.square_code import code_png
from agency.edge.areas import Area
from agency.edge.forms import CodeForm, errors_of
from agency.edge.log_ins import halfway
from agency.edge.request import clock, keep_unit, settings, unit
from agency.staff import second_factor, security_keys, staff
from agency.staff.log_in_views import back_to_log_in, let_in
from agency.staff.second_factor import SecondFactor
from agency.staff.security_keys import Party, Purpose
from agency.staff.staff import Staff

area = Area("second_factor", __name__)

WRONG = "This is not the code of the moment, it was used already, or the account is locked for a while."
NOT_YET = (
    "This is not the code of the moment. Check that the telephone's clock is right, and enter the next one."
)
NO_KEY = "The security key was not taken. Try it again, or enter a code."


@area.page("/log-in/code", ANYONE)
def show_code() -> str | Response:
    """The form for the code."""
    waiting = _waiting(confirmed=True)
    if waiting is None:
        return back_to_log_in()
    return _code_page(waiting[0], {})


@area.page("/log-in/code", ANYONE, methods=("POST",))
def send_code() -> Response:
    """Check the code, or what the security key answered; a wrong one counts like a wrong password."""
    waiting = _waiting(confirmed=True)
    if waiting is None:
        return back_to_log_in()
    typed = request.form.to_dict()
    errors = errors_of(CodeForm(), typed)
    if not errors:
        answered = typed.get("credential", "")
        answer = _try_key(waiting[0], answered) if answered else _try(*waiting, typed["code"])
        if answer:
            return answer
        errors = {"code": [NO_KEY if answered else WRONG]}
    return make_response(_code_page(waiting[0], errors), 422)


@area.page("/log-in/set-up", ANYONE)
def show_set_up() -> str | Response:
    """The secret for the app, as a square code and in letters."""
    waiting = _waiting(confirmed=False)
    if waiting is None:
        return back_to_log_in()
    return _set_up_page(*waiting, {})


@area.page("/log-in/set-up", ANYONE, methods=("POST",))
def send_set_up() -> str | Response:
    """A first code, or a security key, confirms it; the recovery codes are shown this once."""
    waiting = _waiting(confirmed=False)
    if waiting is None:
        return back_to_log_in()
    person, factor = waiting
    typed, now = request.form.to_dict(), clock().now()
    errors = errors_of(CodeForm(), typed)
    if not errors and typed.get("credential"):
        errors = {} if _add_key(person, factor, typed["credential"]) else {"code": [NO_KEY]}
    elif not errors and not factor.take_code(typed["code"], now):
        errors = {"code": [NOT_YET]}
    if errors:
        return make_response(_set_up_page(person, factor, errors), 422)
    codes = factor.confirm(now)
    audit.record(unit(), "staff.second_factor_set_up", person.id)
    destination = let_in(person).location
    return render_template("agency/recovery_codes.html", codes=codes, destination=destination)


def party() -> Party | None:
    """The service as security keys know it; None where they cannot be used."""
    return security_keys.party(settings().public_host, request.host)


def _waiting(*, confirmed: bool) -> tuple[Staff, SecondFactor] | None:
    person = halfway(unit())
    factor = second_factor.of(unit(), person) if person else None
    if person is None or factor is None or (factor.confirmed_at is not None) is not confirmed:
        return None
    return person, factor


def _try(person: Staff, factor: SecondFactor, code: str) -> Response | None:
    keep_unit()
    now = clock().now()
    if factor.take_code(code, now):
        return let_in(person)
    if factor.take_recovery_code(code):
        left = len(factor.recovery)
        audit.record(unit(), "staff.recovery_code_used", person.id, left=left)
        answer = let_in(person)
        flash(f"Recovery codes left: {left}. Ask your administrator to reset your second factor.", "warning")
        return answer
    _failed(person)
    return None


def _try_key(person: Staff, answered: str) -> Response | None:
    keep_unit()
    service, now = party(), clock().now()
    if service and security_keys.take(unit(), person, service, answered, now):
        audit.record(unit(), "staff.security_key_used", person.id)
        return let_in(person)
    security_keys.challenge(unit(), person, Purpose.LOG_IN, now)
    _failed(person)
    return None


def _failed(person: Staff) -> None:
    audit.record(unit(), "staff.second_factor_failed", None, person.id, outcome="refused")
    staff.count_failure(unit(), person, clock().now(), settings().lock)


def _add_key(person: Staff, factor: SecondFactor, answered: str) -> bool:
    """A key instead of the app; the secret that was shown for the app is worth nothing from now on."""
    service, now = party(), clock().now()
    if service and security_keys.add(unit(), person, service, answered, "", now):
        factor.secret = ""
        audit.record(unit(), "staff.security_key_added", person.id, keys=1)
        return True
    keep_unit()
    security_keys.challenge(unit(), person, Purpose.ADD, now)
    return False


def _code_page(person: Staff, errors: dict[str, object]) -> str:
    service = party()
    options = service and security_keys.options_to_log_in(unit(), person, service, clock().now())
    return render_template("agency/code.html", options=options, errors=errors, lock=settings().lock_minutes)


def _set_up_page(person: Staff, factor: SecondFactor, errors: dict[str, object]) -> str:
    service = party()
    options = service and security_keys.options_to_add(unit(), person, service, clock().now())
    image = b64encode(code_png(factor.address(person.email))).decode()
    return render_template(
        "agency/set_up.html", person=person, factor=factor, image=image, options=options, errors=errors
    )
