"""What became of a record, newest first, and taking a change back."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate
from werkzeug.wrappers import Response as BaseResponse

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import home_or, may, unit
from agency.errors import NotFoundError
from resources.changes import editing, provenance, subjects
from resources.changes.change import ORIGINS, STATES, Change
from resources.changes.editing import OverlapError
from resources.changes.fields import fields_of, subject_of, value_of
from resources.changes.subjects import KINDS
from resources.changes.taken_back import taken_back
from resources.changes.telling import Teller
from resources.changes.views import RECORD, about, author, found, settle
from resources.changes.wording import label

area = Area("record_history", __name__)
PAGE = 30
NO_SUCH_CHANGE = "There is no such change, or it is not one you may open."


class HistoryForm(StrictSchema):
    """Of which field, and which page."""

    field = fields.String(load_default="", validate=validate.Length(max=50))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, error="Pages begin with 1."))


class UndoForm(StrictSchema):
    """Why a change is taken back, and the page to go back to; none: its record's history."""

    back = fields.String(load_default="", validate=validate.Length(max=500))
    note = fields.String(load_default="", validate=validate.Length(max=500, error="At most 500 characters."))


@area.page(f"{RECORD}/history", "directory.read")
def show_history(kind: str, record_id: UUID) -> str | BaseResponse:
    """Every change of a record, whole or of one field, with before and after, who, when and by what way."""
    asked = load(HistoryForm(), request.args)
    record = found(kind, record_id)
    if record.id != record_id:
        return redirect(url_for("record_history.show_history", kind=kind, record_id=record.id), 302)
    changes, whole = editing.history(unit(), record_id, asked["field"]), editing.history(unit(), record_id)
    teller = Teller.of(record)
    first = (asked["page"] - 1) * PAGE
    shown = changes[first : first + PAGE]
    subject = subject_of(record)
    return render_template(
        "directory/history.html",
        changes=[(each, teller.told(each)) for each in shown],
        total=len(changes),
        asked=asked,
        pages=max(1, -(-len(changes) // PAGE)),
        fields=[(name, label(subject, name)) for name in fields_of(subject)],
        said=provenance.said_by(unit(), record, whole),
        gone=taken_back(whole),
        born=provenance.born(record),
        values={name: teller.lines(name, value_of(record, name)) for name in fields_of(subject)},
        names=provenance.names_of(unit(), shown),
        origins=ORIGINS,
        states=STATES,
        who=provenance.who,
        **about(kind, record),
    )


@area.page("/directory/changes/<uuid:change_id>/undo", "directory.edit", methods=("POST",))
def undo_change(change_id: UUID) -> Response:
    """Take a change back, by another one; where its fields were changed since, show how, and change nothing."""
    change = change_of(change_id)
    kind = kind_of(change)
    record = found(kind, change.subject_id, lock=True)
    form = load(UndoForm(), request.form)
    try:
        touched = editing.take_back(unit(), change, author(), form["note"])
    except OverlapError as overlap:
        return make_response(met(change, overlap, "undo"), overlap.status)
    settle(record)
    flash(
        f"Taken back at {touched} services with the same words."
        if touched > 1
        else f"Taken back: {subjects.title(record)} says again what it said before.",
        "success",
    )
    home = url_for("record_history.show_history", kind=kind, record_id=record.id)
    return make_response(redirect(home_or(form["back"], home), 303))


def change_of(change_id: UUID) -> Change:
    """The change an address names."""
    change = unit().get(Change, change_id)
    if change is None:
        raise NotFoundError(NO_SUCH_CHANGE)
    return change


def kind_of(change: Change) -> str:
    """Its record's kind as an address names it."""
    return next(kind for kind, subject in KINDS.items() if subject == change.subject)


def met(change: Change, overlap: OverlapError, deed: str, note: str = "") -> str:
    """The page that says what was changed since: before, as it stands now and by whom, and as it would become.

    note: what was typed beside the decision, so that it stands there again.
    """
    kind = kind_of(change)
    record = found(kind, change.subject_id)
    teller = Teller.of(record)
    return render_template(
        "directory/overlap.html",
        change=change,
        deed=deed,
        note=note,
        rows=[
            (
                label(change.subject, name),
                name,
                *(teller.lines(name, each[key]) for key in ("before", "now", "after")),
            )
            for name, each in overlap.fields.items()
        ],
        said=provenance.said_by(unit(), record, editing.history(unit(), record.id)),
        may_decide=may("directory.edit"),
        **about(kind, record),
    )
