"""The call log's pages: what was said about a service, and writing it down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for

from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, errors_of, load
from agency.edge.request import clock, home_or, may, unit, viewer
from agency.errors import DeniedError, NotFoundError
from agency.offices import Agency
from resources.pages import directory
from resources.records.services import Service
from resources.upkeep import assurance, budget, log, room, script
from resources.upkeep.calls import OUTCOMES, PARTS
from resources.upkeep.forms import CallForm, entry_of
from resources.upkeep.log import Caller
from resources.upkeep.queue import pace_of
from resources.upkeep.room import UNITS
from resources.upkeep.script import Question, Script

area = Area("upkeep", __name__)


@area.app_context_processor
def words() -> dict[str, Any]:
    """What pages about calls say in the same words everywhere."""
    return {
        "OUTCOMES": OUTCOMES,
        "PARTS": PARTS,
        "UNITS": UNITS,
        "parts_of": assurance.parts_of,
        "room_told": room.told,
        "room_free": room.free,
    }


@area.page("/directory/services/<uuid:service_id>/calls", "directory.call")
def show_calls(service_id: UUID) -> str:
    """Every call about a service, newest first, and a form for the next."""
    return _page(service_called(service_id), {"back": request.args.get("back", "")}, {})


@area.page("/directory/services/<uuid:service_id>/calls", "directory.call", methods=("POST",))
def log_call(service_id: UUID) -> Response:
    """Write a call down and go back to where it was made from."""
    service = service_called(service_id)
    schema, typed = CallForm(caller().today, chased=not service.victim_services), typed_call()
    errors = errors_of(schema, typed)
    if errors:
        return make_response(_page(service, typed, errors), 422)
    form = load(schema, typed)
    log.enter(unit(), service, entry_of(form, assurance.parts_of(service)), caller())
    flash(f"{OUTCOMES[form['outcome']]}: the call to {service.organization.name} is in the log.", "success")
    home = url_for("directory.show_service", service_id=service.id)
    return make_response(redirect(home_or(form["back"], home), 303))


def caller() -> Caller:
    """The viewer, as the one who calls now."""
    today = clock().today(g.staff.office.time_zone)
    return Caller(viewer().id, g.staff.email, clock().now(), today)


def typed_call() -> dict[str, Any]:
    """What was sent of a call; an empty field is none."""
    sent = {name: value for name, value in request.form.items() if value and name != CSRF_FIELD}
    return {**sent, "confirmed": request.form.getlist("confirmed")}


def service_called(service_id: UUID) -> Service:
    """The service, as far as the viewer may know of it."""
    service = directory.service(unit(), service_id)
    if service is None:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    if service.held and not may("directory.edit"):
        raise DeniedError("directory.edit", service_id)
    return service


def script_with(service: Service, questions: Sequence[Question]) -> Script:
    """What the viewer says to a provider, with these questions."""
    agency, minutes = unit().get_one(Agency, 1), pace_of(unit()).minutes_per_call
    opening = script.opening(service, g.staff.name, agency.neutral_name, minutes)
    return Script(opening, questions, script.room(), script.closing())


def _script(service: Service) -> Script | None:
    """What to say on a call about a service; nothing for survivors', which nobody calls of their own accord."""
    if service.victim_services:
        return None
    dates = assurance.confirmed_on(unit(), service)
    return script_with(service, script.questions(service, dates, budget.clocks(unit()), caller().today))


def _page(service: Service, typed: dict[str, Any], errors: dict[str, Any]) -> str:
    return render_template(
        "directory/calls_of.html",
        service=service,
        calls=log.calls_of(unit(), service.id),
        typed=typed,
        errors=errors,
        script=_script(service),
        clocks=budget.clocks(unit()),
        today=caller().today,
        zone=g.staff.office.time_zone,
    )
