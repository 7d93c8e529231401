"""What was proposed and waits: side by side with what stands, decided with one key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, by_path, load
from agency.edge.request import clock, unit, viewer
from agency.edge.undo import offer_undo
from agency.errors import ConflictError, DeniedError, InvalidError
from agency.offices import Office
from resources.changes import editing, provenance, subjects
from resources.changes.change import ORIGINS, Change
from resources.changes.editing import OverlapError
from resources.changes.history_views import change_of, kind_of, met
from resources.changes.telling import Teller, overlapping
from resources.changes.views import author, found, settle

area = Area("proposals", __name__)
SHOWN = 50
NEITHER = "Approve or reject."


class DecisionForm(StrictSchema):
    """What becomes of a proposal; over: it was seen that its fields say something else by now."""

    decision = fields.String(
        required=True,
        validate=validate.OneOf(("approve", "reject"), error=NEITHER),
        error_messages={"required": NEITHER},
    )
    note = fields.String(load_default="", validate=validate.Length(max=500, error="At most 500 characters."))
    over = fields.Boolean(load_default=False)


@dataclass(frozen=True)
class Refused:
    """A decision that could not be read: on which proposal, what was typed, and what is wrong by the field's own id."""

    change: Change
    typed: Mapping[str, str]
    errors: Mapping[str, Sequence[str]]


@area.page("/directory/proposals", "directory.edit")
def show_proposals() -> str:
    """Every proposal that waits, oldest first."""
    return _queue()


@area.page("/directory/proposals/<uuid:change_id>/decision", "directory.edit", methods=("POST",))
def decide_proposal(change_id: UUID) -> Response:
    """Approve or reject; where its fields were changed since it was made, show how, and change nothing."""
    change = change_of(change_id)
    record = found(kind_of(change), change.subject_id, lock=True)
    try:
        form = load(DecisionForm(), request.form)
    except InvalidError as wrong:
        if change.state != "open":
            raise ConflictError(editing.DECIDED) from wrong
        return make_response(_queue(_refused(change, wrong)), wrong.status)
    if form["decision"] == "reject":
        editing.reject(unit(), change, author(), form["note"])
        flash(f"Rejected: {subjects.title(record)} stays as it is.", "success")
        offer_undo(url_for("proposals.reconsider_proposal", change_id=change.id))
        return _to_queue()
    if form["over"]:
        editing.rebase(unit(), change)
    try:
        editing.approve(unit(), change, author(), form["note"])
    except OverlapError as overlap:
        return make_response(met(change, overlap, "approve", form["note"]), overlap.status)
    settle(record)
    flash(f"In force: {subjects.title(record)}.", "success")
    offer_undo(url_for("proposals.reconsider_proposal", change_id=change.id))
    return _to_queue()


@area.page("/directory/proposals/<uuid:change_id>/reconsideration", "directory.edit", methods=("POST",))
def reconsider_proposal(change_id: UUID) -> Response:
    """Let a proposal wait again that was decided by mistake; what it put in force is taken back."""
    change = change_of(change_id)
    record = found(kind_of(change), change.subject_id, lock=True)
    try:
        editing.reconsider(unit(), change, author())
    except OverlapError as overlap:
        return make_response(met(change, overlap, "undo"), overlap.status)
    settle(record)
    flash(f"It waits again: {subjects.title(record)}.", "success")
    return _to_queue()


@area.page("/directory/proposals/<uuid:change_id>/withdrawal", "directory.propose", methods=("POST",))
def withdraw_proposal(change_id: UUID) -> Response:
    """Take one's own proposal back."""
    change = change_of(change_id)
    if change.proposed_by != viewer().id:
        raise DeniedError("directory.propose", change_id)
    editing.withdraw(unit(), change, author())
    flash("Withdrawn.", "success")
    where = url_for("record_history.show_history", kind=kind_of(change), record_id=change.subject_id)
    return make_response(redirect(where, 303))


def _refused(change: Change, wrong: InvalidError) -> Refused:
    """What is wrong stands at the note, or else at the buttons."""
    errors: dict[str, list[str]] = {}
    for name, told in by_path(wrong.fields).items():
        own = name if name == "note" else "decision"
        errors.setdefault(f"{own}-{change.id}", []).extend(told)
    return Refused(change, request.form, errors)


def _queue(refused: Refused | None = None) -> str:
    """The queue; a proposal whose decision was refused stands first, with what was typed for it."""
    # What was read from prose is decided on beside its text, once for all who say the same.
    office: Office = g.staff.office
    waiting = [each for each in editing.pending(unit()) if each.origin != "reading"]
    shown = waiting[:SHOWN]
    if refused:
        shown = [refused.change, *(each for each in shown if each is not refused.change)]
    return render_template(
        "directory/proposals.html",
        proposals=[_told(each, waiting) for each in shown],
        refused=refused,
        total=len(waiting),
        done=editing.decided_since(unit(), office.day_begins(clock().now())),
        names=provenance.names_of(unit(), [*waiting, *shown]),
        origins=ORIGINS,
        who=provenance.who,
        zone=office.time_zone,
    )


def _told(change: Change, waiting: Sequence[Change]) -> dict[str, Any]:
    record = editing.record_of(unit(), change)
    return {
        "change": change,
        "kind": kind_of(change),
        "record": record,
        "title": subjects.title(record),
        "fields": Teller.of(record).told(change, now=True),
        "overlaps": overlapping(change, waiting),
    }


def _to_queue() -> Response:
    return make_response(redirect(_queue_address(), 303))


def _queue_address() -> str:
    return url_for("proposals.show_proposals")
