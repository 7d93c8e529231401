"""Pages of emergency access: asking for it, and looking at what was asked."""

from datetime import timedelta
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.edge.areas import Area
from agency.edge.forms import errors_of, load
from agency.edge.request import clock, keep_unit, settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import UNSEEN
from reentry.access import emergency
from reentry.access.forms import EmergencyForm
from reentry.desk.request import clerk, here

area = Area("emergency", __name__)

# For how long attempts that were refused stand on the supervisor's page.
COUNTED = timedelta(days=30)


@area.page("/emergency-access", "emergency.use")
def show_emergency() -> str:
    """Where a record number and a reason are entered."""
    return _form({}, {})


@area.page("/emergency-access", "emergency.use", methods=("POST",))
def ask_emergency() -> Response:
    """Open a record for reading; every attempt is written down, whatever its outcome."""
    typed = request.form.to_dict()
    errors = errors_of(EmergencyForm(), typed)
    if errors:
        return make_response(_form(typed, errors), 422)
    form = load(EmergencyForm(), typed)
    until = clock().now() + timedelta(hours=settings().emergency_access_hours)
    person = emergency.ask(unit(), viewer(), form["number"], form["reason"].strip(), until, clerk())
    if person is None:
        keep_unit()
        return make_response(_form(typed, {"number": [UNSEEN]}), 422)
    return make_response(redirect(url_for("people.show_person", person_id=person.id), 303))


@area.page("/emergency-access/uses", "emergency.review")
def list_uses() -> str:
    """Emergency accesses to people of the supervisor's office: by whom, when, why, and whether anybody looked."""
    found = emergency.uses(unit(), viewer())
    read_recorded("person.listed", None, count=len(found))
    return render_template(
        "access/uses.html",
        uses=found,
        refused=emergency.refused(unit(), viewer(), clock().now() - COUNTED),
        days=COUNTED.days,
        here=here,
        now=clock().now(),
    )


@area.page("/emergency-access/<uuid:use_id>/review", "emergency.review", methods=("POST",))
def review_use(use_id: UUID) -> Response:
    """Mark an emergency access as looked at."""
    emergency.review(unit(), viewer(), use_id, clerk())
    flash("Marked as reviewed.", "success")
    return make_response(redirect(url_for("emergency.list_uses"), 303))


def _form(typed: dict[str, str], errors: dict[str, object]) -> str:
    hours = settings().emergency_access_hours
    return render_template("access/emergency.html", typed=typed, errors=errors, hours=hours)
