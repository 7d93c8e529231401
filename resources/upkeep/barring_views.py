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
from agency.errors import InvalidError, NotFoundError
from resources.pages import directory
from resources.pages.views import NO_SUCH_RECORD, service_page
from resources.records.services import Service
from resources.upkeep import barring

area = Area("do_not_refer", __name__)
WHY = "Say why, in at most 1,000 characters: whoever wants to refer somebody here reads it."


class BarForm(StrictSchema):
    """Why nobody is referred, and the last day that holds."""

    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, max=1000, error=WHY),
        error_messages={"required": WHY},
    )
    until = fields.Date(
        load_default=None, allow_none=True, error_messages={"invalid": "Enter a date, or leave it empty."}
    )

    @pre_load
    def _trimmed(self, typed: dict[str, Any], **_: object) -> dict[str, Any]:
        kept = {name: value.strip() for name, value in typed.items()}
        return {name: value for name, value in kept.items() if value or name != "until"}


@area.page("/directory/services/<uuid:service_id>/do-not-refer", "directory.edit", methods=("POST",))
def bar_service(service_id: UUID) -> Response:
    """Refer nobody to a service from today on."""
    service, today = _service(service_id), _today()
    try:
        form = load(BarForm(), request.form)
        _check(form["until"], today)
    except InvalidError as error:
        return make_response(service_page(service, bar_typed=request.form, bar_errors=error.fields), 422)
    decided = barring.bar(unit(), service, form["reason"], form["until"], viewer().id, today)
    unit().flush()
    offer_undo(url_for("do_not_refer.end_decision", service_id=service.id, decision_id=decided.id))
    through = f"through {day(form['until'])}" if form["until"] else "until somebody ends it"
    return _back(service, f"Nobody is referred here, {through}.")


@area.page(
    "/directory/services/<uuid:service_id>/do-not-refer/<uuid:decision_id>/end",
    "directory.edit",
    methods=("POST",),
)
def end_decision(service_id: UUID, decision_id: UUID) -> Response:
    """Let people be referred there again."""
    service = _service(service_id)
    barring.end(unit(), service, decision_id, viewer().id, _today())
    return _back(service, "People can be referred here again.")


def _check(until: date | None, today: date) -> None:
    if until is not None and until < today:
        raise InvalidError("Please correct the marked fields.", {"until": ["This day is over."]})


def _today() -> date:
    return clock().today(g.staff.office.time_zone)


def _service(service_id: UUID) -> Service:
    found = directory.service(unit(), service_id)
    if found is None:
        raise NotFoundError(NO_SUCH_RECORD)
    return found


def _back(service: Service, told: str) -> Response:
    flash(told, "success")
    return make_response(redirect(url_for("directory.show_service", service_id=service.id), 303))
