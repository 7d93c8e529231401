"""The page on which what was read is decided: one text at a time, one key for each decision."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import clock, unit, viewer
from agency.errors import ConflictError, InvalidError
from agency.offices import Office
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.eligibility import phrase
from resources.pages.record import BASES, WEEK, stated
from resources.readings import deciding, queue, sheets, undoing
from resources.readings.decision import VERDICTS
from resources.readings.detail_forms import boxes_of, corrected_detail, told, typed_detail
from resources.readings.details import waiting_at
from resources.readings.forms import (
    CorrectionForm,
    ItemsForm,
    corrected_hours,
    corrected_rule,
    rows_of,
    sentences,
    typed_hours,
    typed_of,
)
from resources.readings.items import Said, Signature
from resources.readings.kinds import DETAILS, KINDS, TITLES
from resources.readings.queue import Queue
from resources.readings.sheets import Sheet
from resources.readings.texts import ReadText
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service
from resources.upkeep.reliance import Reliance

# Between the items named in an address.
BETWEEN = ","
# So many services are named; the others are counted.
NAMED = 6

area = Area("readings", __name__)


class SeenForm(StrictSchema):
    """decided: the text decided on just now, and just: its items; focus: the item to look at; edit: to correct."""

    decided = fields.UUID(load_default=None)
    just = fields.String(load_default="")
    focus = fields.String(load_default="", validate=validate.Length(max=64))
    edit = fields.String(load_default="", validate=validate.Length(max=64))


@area.app_context_processor
def links() -> dict[str, Any]:
    """Where the pages of a record and of an import lead to."""
    return {
        "text_waiting_at": _text_waiting_at,
        "texts_to_decide": lambda: queue.count(unit()),
        "decided_alike": _decided_alike,
        "details_waiting_at": lambda service: waiting_at(unit(), service),
        "detail_said": told,
        "prices_unclear": lambda service: DETAILS["fees"].unclear(service.fees_description),
    }


@area.page("/directory/readings", "directory.edit")
def show_queue() -> str | Response:
    """The first text of the queue, or that there is none."""
    seen = load(SeenForm(), request.args)
    line = queue.line_up(unit(), _plans())
    if line.waiting:
        return _page(line, _sheet(line.waiting[0].text_id), seen)
    return render_template("readings/text.html", sheet=None, queue=line, **_just_decided(seen), **_words())


@area.page("/directory/readings/<uuid:text_id>", "directory.edit")
def show_text(text_id: UUID) -> str | Response:
    """One text, what was read from it, and what was decided."""
    seen = load(SeenForm(), request.args)
    return _page(queue.line_up(unit(), _plans()), _sheet(text_id), seen)


@area.page("/directory/readings/<uuid:text_id>/accept", "directory.edit", methods=("POST",))
def accept(text_id: UUID) -> Response:
    """Let what was read hold for every service with these words."""
    sheet = _sheet(text_id)
    kind, signature = KINDS[sheet.kind], Signature(g.staff.name, _today())
    return _decide(sheet, _items(), "accepted", lambda said: kind.signed(said, signature))


@area.page("/directory/readings/<uuid:text_id>/reject", "directory.edit", methods=("POST",))
def reject(text_id: UUID) -> Response:
    """Let it hold for none."""
    return _decide(_sheet(text_id), _items(), "rejected", lambda _said: None)


@area.page("/directory/readings/<uuid:text_id>/correct", "directory.edit", methods=("POST",))
def correct(text_id: UUID) -> Response:
    """Let something else hold in its place."""
    sheet = _sheet(text_id)
    item, kind = request.form.get("item", ""), KINDS[sheet.kind]
    line = sheet.line(item)
    if line is None:
        return _decide(sheet, [item], "corrected", lambda _said: None)
    try:
        said = _corrected(sheet.kind, line.item.value)
    except InvalidError as error:
        seen = {"decided": None, "just": "", "focus": item, "edit": item}
        typed = request.form.to_dict(flat=False) if sheet.kind == "hours" else request.form
        page = _page(queue.line_up(unit(), _plans()), sheet, seen, typed=typed, errors=error.fields)
        return make_response(page, error.status)
    signed = kind.signed(said, Signature(g.staff.name, _today()))
    return _decide(sheet, [item], "corrected", lambda _said: signed)


@area.page("/directory/readings/<uuid:text_id>/undo", "directory.edit", methods=("POST",))
def undo(text_id: UUID) -> Response:
    """Let what was decided wait again."""
    _sheet(text_id)
    items = _items()
    try:
        deciding.take_back(unit(), text_id, items, _author())
    except ConflictError as error:
        return _refused(_sheet(text_id), error)
    return _to(url_for("readings.show_text", text_id=text_id, focus=items[0]))


def _decide(sheet: Sheet, items: Sequence[str], verdict: str, becomes: Callable[[Said], Said]) -> Response:
    """Decide, and go to the next item of the text, or to the text after it."""
    line = queue.line_up(unit(), _plans())
    try:
        deciding.decide(unit(), sheet.text_id, items, verdict, _author(), becomes)
    except ConflictError as error:
        return _refused(sheet, error)
    told: dict[str, Any] = {"decided": sheet.text_id, "just": BETWEEN.join(items)}
    focus = sheet.after(items)
    if focus:
        return _to(url_for("readings.show_text", text_id=sheet.text_id, focus=focus, **told))
    following = line.after(sheet.text_id)
    if following is None:
        return _to(url_for("readings.show_queue", **told))
    return _to(url_for("readings.show_text", text_id=following.text_id, **told))


def _refused(sheet: Sheet, error: ConflictError) -> Response:
    seen = {"decided": None, "just": "", "focus": "", "edit": ""}
    page = _page(queue.line_up(unit(), _plans()), _sheet(sheet.text_id), seen, refused=str(error))
    return make_response(page, error.status)


def _page(
    line: Queue,
    sheet: Sheet,
    seen: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
    **more: Any,  # noqa: ANN401
) -> str:
    waiting = [each.item.id for each in sheet.waiting]
    focus = seen["focus"] if seen["focus"] in waiting else next(iter(waiting), "")
    edited = sheet.line(seen["edit"])
    if edited is not None:
        focus = edited.item.id
        typed = typed or _typed(sheet.kind, edited.item.value)
    return render_template(
        "readings/text.html",
        sheet=sheet,
        queue=line,
        following=line.after(sheet.text_id),
        focus=focus,
        edited=edited,
        typed=typed or {},
        rows=rows_of(typed or {}),
        boxes=boxes_of(edited.item.value) if edited and sheet.kind in DETAILS else [],
        errors=more.pop("errors", {}),
        named=NAMED,
        **_just_decided(seen),
        **_words(),
        **more,
    )


def _words() -> dict[str, Any]:
    """How items, verdicts and days are called."""
    return {
        "rule_said": lambda rule: phrase(stated(ServiceRequirement(**rule)), str),
        "sentences": sentences(),
        "bases": list(BASES.items()),
        "days": list(WEEK.items()),
        "kinds": TITLES,
        "verdicts": VERDICTS,
    }


def _just_decided(seen: Mapping[str, Any]) -> dict[str, Any]:
    """What was decided with the last key-press and can be taken back with the next."""
    text_id = seen["decided"]
    made = {each.item_id: each for each in deciding.decisions_of(unit(), text_id)} if text_id else {}
    last = [made[own] for own in seen["just"].split(BETWEEN) if own in made]
    return {"just_decided": last, "decided_text": text_id}


def _typed(kind: str, said: Said) -> Mapping[str, Any]:
    """What was read, as it stands in the form that corrects it."""
    if kind in DETAILS:
        return typed_detail(said)
    return typed_of(said) if kind == "eligibility" else typed_hours(said)


def _corrected(kind: str, read: Said) -> Said:
    """What was typed in place of what was read."""
    if kind in DETAILS:
        return corrected_detail(request.form, read)
    if kind == "eligibility":
        return corrected_rule(load(CorrectionForm(), request.form), read)
    return corrected_hours(request.form.to_dict(flat=False))


def _items() -> list[str]:
    typed: dict[str, Any] = {**request.form, "item": request.form.getlist("item")}
    return list(dict.fromkeys(load(ItemsForm(), typed)["item"]))


def _text_waiting_at(service: Service, kind: str) -> str:
    """The address of the text of which something waits at a service; empty where nothing does."""
    text_id = unit().scalar(
        KINDS[kind].waiting().with_only_columns(ReadText.text_id).where(ReadText.service_id == service.id)
    )
    return url_for("readings.show_text", text_id=text_id) if text_id else ""


def _decided_alike(change: Change) -> int:
    """For how many services a change of one was decided; 0 where it is no decision on what was read."""
    decided = undoing.made_by(unit(), change)
    return len(deciding.services_of(unit(), decided[0])) if decided else 0


def _sheet(text_id: UUID) -> Sheet:
    return sheets.lay_out(unit(), text_id, _plans())


def _plans() -> Mapping[UUID, int]:
    """By service the open plans, asked for once a request."""
    if "open_plans" not in g:
        reliance: Reliance = current_app.extensions["reliance"]
        g.open_plans = reliance.open_plans(unit())
    return cast(Mapping[UUID, int], g.open_plans)


def _author() -> Author:
    return Author(viewer().id, clock().now())


def _today() -> Any:  # noqa: ANN401
    office: Office = g.staff.office
    return clock().today(office.time_zone)


def _to(address: str) -> Response:
    return make_response(redirect(address, 303))
