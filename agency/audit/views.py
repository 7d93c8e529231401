"""The trail on a page: for auditors and administrators; that it was read is itself an entry."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate
from sqlalchemy import select

from agency.audit import audit
from agency.audit import retention as audit_retention
from agency.audit import trail as audit_trail
from agency.audit.audit import AuditEntry
from agency.audit.events import EVENTS
from agency.audit.retention import LegalHold
from agency.audit.trail import OUTCOMES, PAGE, QuestionForm, Subjects
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.request import clock, settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import ConflictError, NotFoundError
from agency.offices import Office
from agency.staff.staff import Staff

area = Area("audit", __name__)

# More lines than anybody reads in one sheet; a narrower range of days brings the rest.
EXPORTED_AT_MOST = 50_000
# How many entries are put into words with one question each about staff and records.
AT_ONCE = 1000
COLUMNS = (
    "number",
    "time_utc",
    "who",
    "role",
    "from",
    "event",
    "meaning",
    "about",
    "outcome",
    "details",
    "digest",
)


class HoldForm(StrictSchema):
    """Why everything is to be kept."""

    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, max=500, error="Say what it is for, in up to 500 characters."),
    )


@area.page("/audit", "audit.read")
def show_trail() -> str | Response:
    """What happened, newest first, as far as it was asked for."""
    typed = _typed()
    errors = errors_of(QuestionForm(), typed)
    if errors:
        return make_response(_page(typed, errors, [], more=False), 422)
    question = load(QuestionForm(), typed)
    entries = unit().scalars(audit_trail.asked(question, _zone()).limit(PAGE + 1)).all()
    found = _lines(question, entries[:PAGE])
    read_recorded("audit.read", None, count=len(found))
    return _page(typed, {}, found, more=len(entries) > PAGE)


@area.page("/audit/export", "audit.read")
def export_trail() -> Response:
    """The same as a table for a spreadsheet."""
    question = load(QuestionForm(), _typed())
    entries = unit().scalars(audit_trail.asked(question, _zone()).limit(EXPORTED_AT_MOST + 1)).all()
    if len(entries) > EXPORTED_AT_MOST:
        raise ConflictError(f"These are more than {EXPORTED_AT_MOST:,} entries. Choose fewer days.")
    found = [
        line
        for first in range(0, len(entries), AT_ONCE)
        for line in _lines(question, entries[first : first + AT_ONCE])
    ]
    read_recorded("audit.exported", None, count=len(found))
    response = make_response(_table(found))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response


@area.page("/audit/verify", "audit.read")
def verify_trail() -> str:
    """Walk the whole chain, say what was found, and write down that it was verified."""
    faults, last = list(audit.faults(unit())), audit.end(unit())[0]
    if audit.is_sound(unit()):
        read_recorded("audit.verified", None, last=last, faults=len(faults))
    return render_template("agency/audit_verified.html", faults=faults, last=last)


@area.page("/audit/holds", "audit.hold")
def list_holds() -> str:
    """The holds that stand, and those that stood."""
    return _holds({}, {})


@area.page("/audit/holds", "audit.hold", methods=("POST",))
def place_hold() -> Response:
    """Keep everything from now on."""
    typed = request.form.to_dict()
    errors = errors_of(HoldForm(), typed)
    if errors:
        return make_response(_holds(typed, errors), 422)
    audit_retention.place(unit(), load(HoldForm(), typed)["reason"], viewer().id, clock().now())
    flash("The hold stands: nothing is disposed of until it is lifted.", "success")
    return make_response(redirect(url_for("audit.list_holds"), 303))


@area.page("/audit/holds/<uuid:hold_id>/lift", "audit.hold", methods=("POST",))
def lift_hold(hold_id: UUID) -> Response:
    """Let go of a hold."""
    hold = unit().get(LegalHold, hold_id)
    if hold is None:
        raise NotFoundError("There is no such hold.")
    audit_retention.lift(unit(), hold, viewer().id, clock().now())
    flash("The hold is lifted.", "success")
    return make_response(redirect(url_for("audit.list_holds"), 303))


def _typed() -> dict[str, str]:
    return {name: value.strip() for name, value in request.args.items() if value.strip()}


def _lines(question: dict[str, Any], entries: Sequence[AuditEntry]) -> list[audit_trail.Line]:
    subjects = cast(Subjects, current_app.extensions["subjects"])
    return audit_trail.lines(unit(), viewer(), entries, subjects, question.get("subject"))


def _page(typed: dict[str, str], errors: dict[str, Any], found: list[audit_trail.Line], *, more: bool) -> str:
    asked_for: dict[str, Any] = {name: value for name, value in typed.items() if name != "before"}
    last = found[-1].entry.sequence if more and found else None
    verified = select(AuditEntry).where(AuditEntry.event == "audit.verified")
    return render_template(
        "agency/audit.html",
        typed=typed,
        errors=errors,
        lines=found,
        zone=_zone(),
        sound=audit.is_sound(unit()),
        end=audit.end(unit())[0],
        verified=unit().scalar(verified.order_by(AuditEntry.sequence.desc()).limit(1)),
        older=url_for("audit.show_trail", **asked_for, before=last) if last else "",
        newest=url_for("audit.show_trail", **asked_for) if "before" in typed else "",
        export=url_for("audit.export_trail", **asked_for),
        asked_for=asked_for,
        staff=unit().execute(select(Staff.id, Staff.name).order_by(Staff.name)).all(),
        events=sorted(((name, kind.meaning) for name, kind in EVENTS.items()), key=lambda pair: pair[1]),
        outcomes=OUTCOMES,
    )


def _holds(typed: dict[str, str], errors: dict[str, Any]) -> str:
    return render_template(
        "agency/audit_holds.html",
        typed=typed,
        errors=errors,
        holds=audit_retention.holds(unit()),
        days=settings().audit_retention_days,
    )


def _table(found: list[audit_trail.Line]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in found:
        entry, actor = line.entry, line.actor
        cells = (
            entry.sequence,
            entry.at.isoformat(),
            actor.name if actor else "",
            actor.role.value if actor else "",
            entry.origin or "",
            entry.event,
            line.meaning,
            line.subject.told if line.subject else "",
            entry.outcome,
            line.details,
            entry.digest,
        )
        writer.writerow([_neutral(str(cell)) for cell in cells])
    return text.getvalue()


def _neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _zone() -> str:
    return unit().get_one(Office, viewer().office_id).time_zone
