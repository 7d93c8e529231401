"""Batches of calls: made from the queue, worked through one by one, printed with their script."""

from uuid import UUID

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.request import settings, unit, viewer
from agency.errors import NotFoundError
from agency.offices import Agency
from agency.staff.staff import Staff
from resources.pages import directory
from resources.upkeep import assurance, batches, budget, log, script
from resources.upkeep.batches import CallBatch
from resources.upkeep.forms import BatchForm
from resources.upkeep.queue import pace_of
from resources.upkeep.queue_views import calls_due, queue_page, reliance
from resources.upkeep.script_document import Sheet, document
from resources.upkeep.staffing import callers
from resources.upkeep.views import area, caller, script_with

TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


class PlaceQuery(StrictSchema):
    """Which call of the batch is open; none: the first that was not made."""

    at = fields.Integer(load_default=None, validate=validate.Range(1, 1000))


@area.page("/directory/calls/batches", "directory.edit", methods=("POST",))
def make_batch() -> Response:
    """Hand the first calls of the queue to somebody; what stands in another batch is left to it."""
    form, errors = None, errors_of(BatchForm(), request.form)
    if not errors:
        form = load(BatchForm(), request.form)
        if form["assigned_to"] not in {each.id for each in callers(unit())}:
            errors = {"assigned_to": ["Choose who calls."]}
    if errors or form is None:
        return make_response(queue_page(request.form.to_dict(), errors), 422)
    who, taken = caller(), batches.handed_out(unit(), caller().at)
    free = [
        each.service_id
        for each in calls_due().order
        if each.service_id not in taken and not each.rests(who.today)
    ]
    if not free:
        flash("There is nobody to call: every record was called lately or stands in a batch.", "info")
        return make_response(redirect(url_for("upkeep.show_queue"), 303))
    batch = batches.make(unit(), free[: form["count"]], viewer().id, form["assigned_to"], who.at)
    return make_response(redirect(url_for("upkeep.show_batch", batch_id=batch.id), 303))


@area.page("/directory/calls/<uuid:batch_id>", "directory.call")
def show_batch(batch_id: UUID) -> str:
    """One call of the batch with its script and form, and how far the batch is."""
    batch = _batch(batch_id)
    sheets = _sheets(batch)
    waiting = [place for place, each in enumerate(sheets, 1) if not each.done]
    asked = load(PlaceQuery(), request.args)["at"]
    place = min(asked or next(iter(waiting), 1), len(sheets))
    sheet = sheets[place - 1]
    return render_template(
        "directory/batch.html",
        batch=batch,
        sheets=sheets,
        place=place,
        sheet=sheet,
        service=sheet.service,
        calls=log.calls_of(unit(), sheet.service.id, 5),
        script=script_with(sheet.service, sheet.questions),
        clocks=budget.clocks(unit()),
        assigned=unit().get(Staff, batch.assigned_to) if batch.assigned_to else None,
        today=caller().today,
        zone=g.staff.office.time_zone,
    )


@area.page(
    "/directory/calls/<uuid:batch_id>/script.<any(pdf,html):form>", "directory.call", methods=("POST",)
)
def print_batch(batch_id: UUID, form: str) -> Response:
    """The calls that are left, on paper, with numbers, questions and boxes."""
    batch = _batch(batch_id)
    assigned = unit().get(Staff, batch.assigned_to) if batch.assigned_to else None
    made = document(
        _sheets(batch),
        assigned.name if assigned else g.staff.name,
        unit().get_one(Agency, 1),
        pace_of(unit()).minutes_per_call,
        caller().today,
    )
    data = render_pdf(made, fonts=settings().fonts) if form == "pdf" else render_html_file(made).encode()
    response = make_response(data)
    response.headers["Content-Type"] = TYPES[form]
    how = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="calls.{form}"'
    return response


def _batch(batch_id: UUID) -> CallBatch:
    found = unit().get(CallBatch, batch_id)
    if found is None:
        raise NotFoundError("There is no such batch.")
    return found


def _sheets(batch: CallBatch) -> list[Sheet]:
    """The batch's providers in order; one that was held back or told to be a survivors' service since is left out."""
    clocks, plans, today = budget.clocks(unit()), reliance().open_plans(unit()), caller().today
    sheets = []
    for each in batch.calls:
        service = directory.service(unit(), each.service_id)
        if service is None or service.held or service.victim_services:
            continue
        dates = assurance.confirmed_on(unit(), service)
        asked = script.questions(service, dates, clocks, today)
        sheets.append(Sheet(service, asked, plans.get(service.id, 0), each.call_id is not None))
    if not sheets:
        raise NotFoundError("No call is left in this batch.")
    return sheets
