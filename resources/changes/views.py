"""The form of a record: filled in, kept while it is typed, saved or proposed, and what is told where two meet."""

import json
import re
from typing import Any
from uuid import UUID

from flask import (
    Response,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from marshmallow import fields, validate
from werkzeug.wrappers import Response as BaseResponse

from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, StrictSchema, by_path, load
from agency.edge.request import clock, may, unit, viewer
from agency.edge.undo import offer_undo
from agency.errors import InvalidError
from resources.changes import draft as drafts
from resources.changes import editing, provenance, subjects, wording
from resources.changes.boxes import SECTIONS, Box, Grid, fields_on
from resources.changes.change import Change
from resources.changes.draft import Draft
from resources.changes.editing import Author, OverlapError
from resources.changes.fields import Record, subject_of
from resources.changes.saving import Opened, Saved, opened, save
from resources.changes.shown import withheld
from resources.changes.telling import FieldTold, Teller
from resources.changes.typed import Typed, blank, flat, sent, value
from resources.geocoding.geocoder import Geocoder
from resources.imports.placing import place_anew
from resources.records.locations import Location
from resources.upkeep.reliance import Reliance, resting_on

area = Area("changes", __name__)
RECORD = "/directory/<any(organizations,services,locations):kind>/<uuid:record_id>"
_LONGEST = 400_000
_CHOICE = "choice."


class EnvelopeForm(StrictSchema):
    """What a record's form carries besides its fields: how it was opened, why, and which button sent it."""

    revision = fields.Integer(required=True)
    opened = fields.String(required=True, validate=validate.Length(max=_LONGEST))
    note = fields.String(load_default="", validate=validate.Length(max=500, error="At most 500 characters."))
    add = fields.String(load_default="")
    remove = fields.String(load_default="")
    again = fields.String(load_default="")


@area.app_context_processor
def words() -> dict[str, Any]:
    """What pages about changes say in the same words everywhere."""
    return {"touches": touches, "field_label": wording.label}


@area.page(f"{RECORD}/edit", "directory.propose")
def show_edit(kind: str, record_id: UUID) -> str | BaseResponse:
    """The form of a record; what was typed earlier and not saved is offered, or stands in it where it was asked for."""
    record = found(kind, record_id)
    if record.id != record_id:
        return redirect(url_for("changes.show_edit", kind=kind, record_id=record.id), 302)
    kept = drafts.kept(unit(), viewer().id, record_id)
    as_opened = opened(record)
    typed = as_opened.typed
    if kept and "draft" in request.args:
        typed, as_opened = kept.typed["typed"], Opened(kept.revision, kept.typed["opened"])
    return _form(kind, record, as_opened, typed, draft=kept, used="draft" in request.args)


@area.page(f"{RECORD}/edit", "directory.propose", methods=("POST",))
def save_edit(kind: str, record_id: UUID) -> Response:
    """Put what was typed in force, or let it wait for who decides; add or take away a row and show the form again."""
    record = found(kind, record_id, lock=True)
    envelope, as_opened, typed = _sent(record)
    if envelope["add"]:
        typed[envelope["add"]] = [*typed.get(envelope["add"], []), blank(subject_of(record), envelope["add"])]
    if envelope["add"] or envelope["remove"] or envelope["again"]:
        page = _form(kind, record, as_opened, typed, note=envelope["note"], grown=envelope["add"])
        return make_response(page)
    try:
        saved = save(
            unit(), record, as_opened, typed, author(), note=envelope["note"], decides=may("directory.edit")
        )
    except OverlapError as overlap:
        return make_response(_conflict(kind, record, typed, overlap, envelope["note"]), overlap.status)
    except InvalidError as wrong:
        errors = by_path(wrong.fields) or {"_schema": [str(wrong)]}
        page = _form(kind, record, as_opened, typed, errors=errors, note=envelope["note"])
        return make_response(page, wrong.status)
    drafts.discard(unit(), viewer().id, record.id)
    settle(record)
    _tell(kind, record, saved)
    return to_record(kind, record)


@area.page(f"{RECORD}/draft", "directory.propose", methods=("POST",))
def keep_draft(kind: str, record_id: UUID) -> Response:
    """Keep what is typed while it is typed; nobody else sees it."""
    record = found(kind, record_id)
    _, as_opened, typed = _sent(record)
    kept = Draft(
        staff_id=viewer().id,
        subject=subject_of(record),
        subject_id=record.id,
        revision=as_opened.revision,
        typed={"typed": typed, "opened": as_opened.typed},
        saved_at=clock().now(),
    )
    drafts.keep(unit(), kept)
    return jsonify(kept_at=kept.saved_at.isoformat())


@area.page(f"{RECORD}/draft/removal", "directory.propose", methods=("POST",))
def discard_draft(kind: str, record_id: UUID) -> Response:
    """Forget what was typed and not saved."""
    record = found(kind, record_id)
    drafts.discard(unit(), viewer().id, record.id)
    return make_response(redirect(url_for("changes.show_edit", kind=kind, record_id=record.id), 303))


def found(kind: str, record_id: UUID, *, lock: bool = False) -> Record:
    """The record an address names or that stands for it now, if the viewer may open it."""
    return subjects.find(unit(), kind, record_id, decides=may("directory.edit"), lock=lock)


def author() -> Author:
    """Whoever sits at the keyboard, now."""
    return Author(viewer().id, clock().now())


def record_page(kind: str, record: Record, **more: Any) -> str:  # noqa: ANN401
    """The form of a record as it stands; more is what a refused form beside it shows again."""
    as_opened = opened(record)
    return _form(kind, record, as_opened, as_opened.typed, **more)


def settle(record: Record) -> None:
    """A place that lost its point with its address gets the best one the new address allows."""
    if isinstance(record, Location):
        unit().flush()
        place_anew(unit(), record, Geocoder)


def touches(record: Record) -> str:
    """How much rests on a record, in words; empty for nothing."""
    reliance: Reliance = current_app.extensions["reliance"]
    found = resting_on(reliance, unit(), [each.id for each in subjects.services_of(unit(), record)])
    return ", ".join(f"{number} {name}{'s' if number != 1 else ''}" for name, number in found.items())


def to_record(kind: str, record: Record) -> Response:
    """Back to the record's page; a place is shown with its provider."""
    if kind == "services":
        where = url_for("directory.show_service", service_id=record.id)
    else:
        own = record.organization_id if isinstance(record, Location) else record.id
        where = url_for("directory.show_organization", organization_id=own)
    return make_response(redirect(where, 303))


def about(kind: str, record: Record) -> dict[str, Any]:
    """What every page about one record's changes shows of it."""
    return {
        "kind": kind,
        "subject": subject_of(record),
        "item": record,
        "title": subjects.title(record),
        "places": subjects.places_of(record),
        "hidden": withheld(record),
        "zone": g.staff.office.time_zone,
        "back": to_record(kind, record).location,
    }


def _sent(record: Record) -> tuple[dict[str, Any], Opened, Typed]:
    """The form as it was sent: its envelope, how it was opened, and what was typed, with each conflict as decided."""
    form = request.form.to_dict(flat=False)
    subject = subject_of(record)
    names = "|".join(each.name for each in fields_on(subject))
    own = re.compile(rf"({names})(\.\d{{1,4}}\.\w+)?")
    rest = {
        key: each[-1] for key, each in form.items() if not own.fullmatch(key) and not key.startswith(_CHOICE)
    }
    rest.pop(CSRF_FIELD, None)
    envelope = load(EnvelopeForm(), rest)
    as_opened = Opened(envelope["revision"], _read_opened(envelope["opened"], subject))
    filling_in = bool(envelope["add"] or envelope["remove"] or envelope["again"])
    typed = sent(subject, form, envelope["remove"], blanks=filling_in)
    for name in typed:
        if form.get(_CHOICE + name) == ["now"]:
            typed[name] = as_opened.typed[name]
    return envelope, as_opened, typed


def _read_opened(text: str, subject: str) -> Typed:
    """What stood in the form when it was opened, as it was sent along."""
    told = "The form did not come whole; open it again. Nothing was changed."
    try:
        read = json.loads(text)
    except ValueError as error:
        raise InvalidError(told) from error
    names = {each.name: list if isinstance(each, Grid) else str for each in fields_on(subject)}
    if not isinstance(read, dict) or any(
        not isinstance(read.get(name), kind) for name, kind in names.items()
    ):
        raise InvalidError(told)
    return {name: read[name] for name in names}


def _form(
    kind: str,
    record: Record,
    as_opened: Opened,
    typed: Typed,
    *,
    errors: dict[str, list[str]] | None = None,
    note: str = "",
    draft: Draft | None = None,
    used: bool = False,
    grown: str = "",
    **more: Any,  # noqa: ANN401
) -> str:
    changes = editing.history(unit(), record.id)
    waiting = editing.pending(unit(), record.id)
    return render_template(
        "directory/edit.html",
        sections=SECTIONS[subject_of(record)],
        opened=as_opened,
        typed=flat(typed) | {"note": note},
        rows={name: len(said) for name, said in typed.items() if isinstance(said, list)},
        errors=errors or {},
        labels=_labels(subject_of(record), errors or {}),
        draft=draft,
        used=used,
        grown=grown,
        changed=typed != as_opened.typed,
        said=provenance.said_by(unit(), record, changes),
        born=provenance.born(record),
        waiting=waiting,
        names=provenance.names_of(unit(), waiting),
        **about(kind, record),
        **more,
    )


def _labels(subject: str, errors: dict[str, list[str]]) -> dict[str, str]:
    """What the boxes with errors are called: "Telephone numbers 2, Number"."""
    grids = {each.name: each for each in fields_on(subject) if isinstance(each, Grid)}
    plain = {each.name: each.label for each in fields_on(subject) if isinstance(each, Box)}
    for path in errors:
        name, _, rest = path.partition(".")
        number, _, box = rest.partition(".")
        if name in grids:
            inner = next((each.label for each in grids[name].boxes if each.name == box), "")
            row = f" {int(number) + 1}" if number.isdigit() else ""
            plain[path] = f"{grids[name].label}{row}{f', {inner}' if inner else ''}"
    return plain


def _conflict(kind: str, record: Record, typed: Typed, overlap: OverlapError, note: str) -> str:
    subject, teller = subject_of(record), Teller.of(record)
    met = [
        FieldTold(
            name,
            wording.label(subject, name),
            *(teller.lines(name, value(subject, name, each[key])) for key in ("before", "after", "now")),
        )
        for name, each in overlap.fields.items()
    ]
    return render_template(
        "directory/conflict.html",
        overlap=met,
        opened=opened(record),
        typed=flat(typed),
        note=note,
        said=provenance.said_by(unit(), record, editing.history(unit(), record.id)),
        **about(kind, record),
    )


def tell(kind: str, record: Record, change: Change, done: str = "Saved") -> None:
    """Say on the next page what came of a change of a record; what is in force can be undone there."""
    if change.state != "in_force":
        flash(f"Proposed: {subjects.title(record)}. It waits for the coordinator.", "success")
        return
    flash(f"{done}: {subjects.title(record)}.", "success")
    undo = url_for("record_history.undo_change", change_id=change.id)
    offer_undo(undo, back=to_record(kind, record).location)


def _tell(kind: str, record: Record, saved: Saved) -> None:
    """What came of it, and what somebody else had changed meanwhile."""
    tell(kind, record, saved.change)
    if saved.theirs:
        names = ", ".join(wording.label(subject_of(record), name) for name in saved.theirs)
        flash(f"Meanwhile somebody else changed: {names}. Both changes stand.", "info")
