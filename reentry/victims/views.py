"""Victim services' queue: every place somebody chose in a plan and asked about, and the answer to it."""

from datetime import date, datetime
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.edge.areas import Area
from agency.edge.forms import errors_of, load
from agency.edge.request import clock, may, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import ConflictError
from agency.offices import Office
from agency.staff.staff import Staff
from reentry.desk.request import clerk, today
from reentry.victims import clearances, measures, protected_places
from reentry.victims.clearances import COUNTED, MANY, OUTCOMES, STATES, Clearance
from reentry.victims.forms import LABELS, AnswerForm
from reentry.victims.measures import KEEPS
from reentry.victims.protected_places import KINDS

area = Area("victims", __name__)

WORDS = {"kinds": KINDS, "states": STATES, "outcomes": OUTCOMES, "keeps": KEEPS}
MEANWHILE = "Somebody else answered this in the meantime. Nothing was changed; read the answer below."


@area.page("/place-checks", "clearance.decide")
def list_place_checks() -> str:
    """The requests that wait, the oldest first, and what was answered of late."""
    waiting = clearances.waiting(unit())
    read_recorded("clearance.listed", None, count=len(waiting))
    return render_template(
        "victims/place_checks.html",
        waiting=waiting,
        answered=clearances.answered(unit(), clock().now() - COUNTED),
        counts=clearances.counts(unit(), clock().now()),
        known=known,
        many=MANY,
        today=today(),
        day_of=day_of,
        words=WORDS,
    )


@area.page("/place-checks/<uuid:clearance_id>", "clearance.decide")
def show_place_check(clearance_id: UUID) -> str:
    """One request: the place, the protected places of the person, how far apart, and how sure that is."""
    return _page(clearances.get(unit(), clearance_id), {}, {})


@area.page("/place-checks/<uuid:clearance_id>", "clearance.decide", methods=("POST",))
def answer_place_check(clearance_id: UUID) -> Response:
    """Answer the request, or answer it anew."""
    found, typed = clearances.get(unit(), clearance_id), request.form.to_dict()
    errors = errors_of(AnswerForm(), typed)
    if errors:
        return make_response(_page(found, typed, errors), 422)
    form = load(AnswerForm(), typed)
    if form["version"] != found.version:
        raise ConflictError(MEANWHILE)
    clearances.decide(unit(), found, form["outcome"], form["note"].strip(), clerk())
    flash("The answer is recorded.", "success")
    return make_response(redirect(url_for("victims.list_place_checks"), 303))


def day_of(moment: datetime) -> date:
    """The day it was at the viewer's office."""
    return unit().get_one(Office, viewer().office_id).day(moment)


def known(clearance: Clearance) -> bool:
    """Whether the viewer may know whose place it is; a restricted record stays nameless in the queue, too."""
    return may("clearance.decide", clearance.person)


def _page(found: Clearance, typed: dict[str, str], errors: dict[str, object]) -> str:
    read_recorded("clearance.read", found.person_id)
    protected = protected_places.live(protected_places.of_person(unit(), found.person_id), today())
    counts = clearances.counts(unit(), clock().now())
    return render_template(
        "victims/place_check.html",
        clearance=found,
        known=known(found),
        measures=measures.measure(found.place.place, protected),
        others=[each for each in clearances.of_person(unit(), found.person_id) if each.id != found.id],
        for_person=counts.person.get(found.person_id, 0),
        by_officer=counts.officer.get(found.asked_by_id, 0),
        many=MANY,
        answers=[_told(line) for line in reversed(found.log)],
        typed=typed,
        errors=errors,
        labels=LABELS,
        today=today(),
        day_of=day_of,
        words=WORDS,
    )


def _told(line: dict[str, str]) -> dict[str, object]:
    staff = unit().get(Staff, UUID(line["by"])) if line["by"] else None
    return {**line, "name": staff.name if staff else "", "day": day_of(datetime.fromisoformat(line["at"]))}
