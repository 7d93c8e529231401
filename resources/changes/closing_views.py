"""One small form for what a call most often finds: closed, paused, not offered, moved; and the point on the map."""

from typing import Any
from uuid import UUID

from flask import Response, g, make_response, render_template, request
from marshmallow import ValidationError, fields, validate, validates_schema

from agency.dates import day
from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, StrictSchema, by_path, load
from agency.edge.request import clock, may, unit
from agency.errors import InvalidError
from resources.changes import closing, editing
from resources.changes.change import Change
from resources.changes.closing import CLOSINGS, MOVED, TOLD
from resources.changes.editing import OverlapError
from resources.changes.fields import Record, value_of
from resources.changes.history_views import met
from resources.changes.subjects import find, services_of
from resources.changes.views import about, author, found, record_page, settle, tell, to_record
from resources.geography.states import STATE_NAMES
from resources.records.locations import Location
from resources.records.services import Service

area = Area("closing", __name__)


class ClosingForm(StrictSchema):
    """What happened to a service, until when, or where to."""

    what = fields.String(
        required=True,
        validate=validate.OneOf(CLOSINGS, error="Say what happened."),
        error_messages={"required": "Say what happened."},
    )
    closed_until = fields.Date(
        load_default=None, allow_none=True, error_messages={"invalid": "Enter a date."}
    )
    location_id = fields.UUID(load_default=None, allow_none=True)
    address_1 = fields.String(load_default="", validate=validate.Length(max=200))
    city = fields.String(load_default="", validate=validate.Length(max=100))
    region = fields.String(load_default="", validate=validate.Length(max=100))
    state_province = fields.String(
        load_default="", validate=validate.OneOf(["", *STATE_NAMES], error="Choose a state.")
    )
    postal_code = fields.String(
        load_default="", validate=validate.Regexp(r"^$|^\d{5}(-\d{4})?$", error="Write a ZIP code as 21202.")
    )
    note = fields.String(load_default="", validate=validate.Length(max=500, error="At most 500 characters."))

    @validates_schema
    def _whole(self, typed: dict[str, Any], **_: object) -> None:
        if typed.get("what") == MOVED and not (typed.get("city") and typed.get("postal_code")):
            raise ValidationError({"city": ["Enter the new street, city and ZIP code."]})
        if typed.get("what") == MOVED and not typed.get("location_id"):
            raise ValidationError({"location_id": ["Say which place moved."]})


def _degrees_field(most: int, example: str) -> fields.Float:
    told = f"Write degrees, such as {example}."
    return fields.Float(
        required=True,
        validate=validate.Range(-most, most, error=f"-{most} to {most} degrees."),
        error_messages={"invalid": told, "required": told},
    )


class PointForm(StrictSchema):
    """Where a place lies, and where the map had it when it was opened; degrees."""

    latitude = _degrees_field(90, "39.29")
    longitude = _degrees_field(180, "-76.61")
    opened_latitude = fields.Float(load_default=None, allow_none=True)
    opened_longitude = fields.Float(load_default=None, allow_none=True)


_POINT = ("latitude", "longitude")
_ADDRESS = ("address_1", "city", "region", "state_province", "postal_code")


@area.page("/directory/services/<uuid:service_id>/close", "directory.propose")
def show_closing(service_id: UUID) -> str:
    """The small form."""
    service = _service(service_id)
    places = service.at_locations
    typed = {"location_id": str(places[0].location_id)} if len(places) == 1 else {}
    return _form(service, typed, {})


@area.page("/directory/services/<uuid:service_id>/close", "directory.propose", methods=("POST",))
def close_service(service_id: UUID) -> Response:
    """Write down that a service closed, pauses, opened again or moved; at once, or as a proposal."""
    service = _service(service_id)
    try:
        form = load(ClosingForm(), {name: said for name, said in request.form.items() if said})
        record, after = _change(service, form)
        change = _write(record, after, form["note"])
    except InvalidError as wrong:
        errors = by_path(wrong.fields) or {"what": [str(wrong)]}
        return make_response(_form(service, request.form.to_dict(), errors), wrong.status)
    until = f" until {day(form['closed_until'])}" if after.get("closed_until") else ""
    tell("services", service, change, f"{TOLD[form['what']]}{until}")
    return to_record("services", service)


@area.page("/directory/locations/<uuid:location_id>/point", "directory.propose", methods=("POST",))
def put_point(location_id: UUID) -> Response:
    """Remember where a place lies as confirmed; no import moves it from then on."""
    place = found("locations", location_id, lock=True)
    assert isinstance(place, Location)
    try:
        form = load(PointForm(), {name: said for name, said in request.form.items() if said})
        after = {"point": {name: form[name] for name in _POINT}}
        change = editing.propose(unit(), place, after, author())
    except InvalidError as wrong:
        if place.confidential:
            raise
        return make_response(_point_again(place, wrong), wrong.status)
    seen = (form["opened_latitude"], form["opened_longitude"])
    if seen != (place.latitude, place.longitude):
        said = {
            "before": _degrees(*seen),
            "now": value_of(place, "point"),
            "after": change.fields["point"]["after"],
        }
        overlap = OverlapError({"point": said})
        return make_response(met(change, overlap, "point"), overlap.status)
    unit().flush()
    if may("directory.edit"):
        editing.approve(unit(), change, author())
    tell("locations", place, change, "The point is confirmed")
    return to_record("locations", place)


def _point_again(place: Location, wrong: InvalidError) -> str:
    """The page of the place, with the point as it was typed; what is wrong elsewhere is told at its first field."""
    errors: dict[str, list[str]] = {}
    for name, told in (by_path(wrong.fields) or {"latitude": [str(wrong)]}).items():
        errors.setdefault(name if name in _POINT else "latitude", []).extend(told)
    return record_page("locations", place, point_typed=request.form, point_errors=errors)


def _degrees(latitude: float | None, longitude: float | None) -> dict[str, float] | None:
    return None if latitude is None or longitude is None else {"latitude": latitude, "longitude": longitude}


def _service(service_id: UUID) -> Service:
    service = found("services", service_id)
    assert isinstance(service, Service)
    return service


def _change(service: Service, form: dict[str, Any]) -> tuple[Record, dict[str, Any]]:
    """Which record changes, and to what."""
    if form["what"] != MOVED:
        return service, closing.state(
            form["what"], form["closed_until"], clock().today(g.staff.office.time_zone)
        )
    if form["location_id"] not in {at.location_id for at in service.at_locations}:
        raise InvalidError("Choose one of its places.", {"location_id": ["Choose one of its places."]})
    # Whoever may open the service may say that it moved, also from a place that is told to nobody.
    place = find(unit(), "locations", form["location_id"], decides=True, lock=True)
    assert isinstance(place, Location)
    return place, closing.moved(place, {name: form[name] for name in _ADDRESS})


def _write(record: Record, after: dict[str, Any], note: str) -> Change:
    put = editing.edit if may("directory.edit") else editing.propose
    change = put(unit(), record, after, author(), note=note)
    settle(record)
    unit().flush()
    return change


def _form(service: Service, typed: dict[str, str], errors: dict[str, list[str]]) -> str:
    typed.pop(CSRF_FIELD, None)
    beside = {each.id: each.name for at in service.at_locations for each in services_of(unit(), at.location)}
    beside.pop(service.id, None)
    told = about("services", service)
    own_places = [(str(at.location_id), told["places"][str(at.location_id)]) for at in service.at_locations]
    return render_template(
        "directory/close.html",
        service=service,
        own_places=own_places,
        closings=CLOSINGS,
        typed={"what": service.status if service.status != "active" else "", **typed},
        errors=errors,
        states=STATE_NAMES,
        beside=list(beside.values()),
        **told,
    )
