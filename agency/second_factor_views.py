"""The second step of a log-in: the code, and before the first one the setting up."""

from base64 import b64encode

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency import audit, second_factor
from agency.documents.square_code import code_png
from agency.forms import CodeForm, errors_of
from agency.permissions import ANYONE
from agency.second_factor import SecondFactor
from agency.sessions import HALFWAY
from agency.staff import Staff
from agency.views import destination, let_in
from agency.web import Area, clock, halfway, keep_unit, may, unit

area = Area("second_factor", __name__)

WRONG = "This is not the code of the moment, it was used already, or the account is locked for a while."
NOT_YET = (
    "This is not the code of the moment. Check that the telephone's clock is right, and enter the next one."
)


@area.page("/log-in/code", ANYONE)
def show_code() -> str | Response:
    """The form for the code."""
    if _waiting(confirmed=True) is None:
        return _back_to_log_in()
    return render_template("agency/code.html", errors={})


@area.page("/log-in/code", ANYONE, methods=("POST",))
def send_code() -> Response:
    """Check the code; a wrong one counts like a wrong password."""
    waiting = _waiting(confirmed=True)
    if waiting is None:
        return _back_to_log_in()
    typed = request.form.to_dict()
    errors = errors_of(CodeForm(), typed)
    if not errors:
        if answer := _try(*waiting, typed["code"]):
            return answer
        errors = {"code": [WRONG]}
    return make_response(render_template("agency/code.html", errors=errors), 422)


@area.page("/log-in/set-up", ANYONE)
def show_set_up() -> str | Response:
    """The secret for the app, as a square code and in letters."""
    waiting = _waiting(confirmed=False)
    if waiting is None:
        return _back_to_log_in()
    return _set_up_page(*waiting, {})


@area.page("/log-in/set-up", ANYONE, methods=("POST",))
def send_set_up() -> str | Response:
    """A first code shows that the app has the secret; the recovery codes are shown this once."""
    waiting = _waiting(confirmed=False)
    if waiting is None:
        return _back_to_log_in()
    person, factor = waiting
    typed, now = request.form.to_dict(), clock().now()
    errors = errors_of(CodeForm(), typed)
    if not errors and not factor.take_code(typed["code"], now):
        errors = {"code": [NOT_YET]}
    if errors:
        return make_response(_set_up_page(person, factor, errors), 422)
    codes = factor.confirm(now)
    audit.record(unit(), "staff.second_factor_set_up", person.id)
    let_in(person)
    return render_template("agency/recovery_codes.html", codes=codes, destination=destination())


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
    person.count_failure(now)
    audit.record(unit(), "staff.second_factor_failed", None, person.id, outcome="refused")
    return None


def _set_up_page(person: Staff, factor: SecondFactor, errors: dict[str, object]) -> str:
    image = b64encode(code_png(factor.address(person.email))).decode()
    return render_template("agency/set_up.html", person=person, factor=factor, image=image, errors=errors)


def _back_to_log_in() -> Response:
    if not may("session.use"):
        minutes = int(HALFWAY.total_seconds()) // 60
        flash(
            f"Please begin again: the second step is open for {minutes} minutes after the password.",
            "warning",
        )
    return make_response(redirect(url_for("agency.show_log_in", next=request.args.get("next"))))
