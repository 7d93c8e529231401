"""The form on a service's page by which the agency refers nobody there for a while, and ends that again."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, g, make_response, redirect, request, url_for
from marshmallow import fields, pre_load, validate

from agency.dates import day
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import clock, unit, viewer
from agency.edge.undo import offer_undo
from agency.errors import InvalidError
from resources.pages import directory
from resources.pages.views import service_page
from resources.records.services import Service
from resources.upkeep import barring

area = Area("do_not_refer", __name__)
UNTIL = "Enter the last day it holds, at most a year ahead."
WHY = "Say why, in at most 1,000 characters: whoever wants to refer somebody here reads it."


class BarForm(StrictSchema):
    """Why nobody is referred, and the last day that holds."""

    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, max=1000, error=WHY),
        error_messages={"required": WHY},
    )
    until = fields.Date(required=True, error_messages={"required": UNTIL, "invalid": UNTIL})

    @pre_load
    def _trimmed(self, typed: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value.strip() for name, value in typed.items()}


@area.page("/directory/services/<uuid:service_id>/do-not-refer", "directory.edit", methods=("POST",))
def bar_service(service_id: UUID) -> Response:
    """Refer nobody to a service from today on."""
    service, today = directory.known_service(unit(), service_id), _today()
    try:
        form = load(BarForm(), request.form)
        decided = barring.bar(unit(), service, form["reason"], form["until"], viewer().id, today)
    except InvalidError as error:
        return make_response(service_page(service, bar_typed=request.form, bar_errors=error.fields), 422)
    unit().flush()
    offer_undo(url_for("do_not_refer.end_decision", service_id=service.id, decision_id=decided.id))
    return _back(service, f"Nobody is referred here, through {day(form['until'])}.")


@area.page(
    "/directory/services/<uuid:service_id>/do-not-refer/<uuid:decision_id>/end",
    "directory.edit",
    methods=("POST",),
)
def end_decision(service_id: UUID, decision_id: UUID) -> Response:
    """Let people be referred there again."""
    service = directory.known_service(unit(), service_id)
    barring.end(unit(), service, decision_id, viewer().id, _today())
    return _back(service, "People can be referred here again.")


def _today() -> date:
    return clock().today(g.staff.office.time_zone)


def _back(service: Service, told: str) -> Response:
    flash(told, "success")
    return make_response(redirect(url_for("directory.show_service", service_id=service.id), 303))
