"""The directory's pages: the list, one service, one organization, and what the search box and the map ask for."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, g, jsonify, make_response, render_template, request
from marshmallow import fields, validate

from agency.errors import NotFoundError
from agency.forms import StrictSchema, load
from agency.web import Area, DeniedError, clock, may, unit
from resources import directory, map_labels, record
from resources.directory import Page, Wanted
from resources.eligibility import phrase
from resources.locations import Location
from resources.needs import NEEDS
from resources.services import Service
from resources.states import STATE_NAMES

FOUND = 8
DAY = 24 * 60 * 60

area = Area("directory", __name__)


class FilterForm(StrictSchema):
    """What the list is narrowed to."""

    q = fields.String(load_default="", validate=validate.Length(max=200))
    need = fields.String(
        load_default="", validate=validate.OneOf(["", *NEEDS], error="This is not a need we know.")
    )
    county = fields.String(load_default="", validate=validate.Length(max=100))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, error="Pages begin with 1."))


@area.app_context_processor
def words() -> dict[str, Any]:
    """What pages about services say in the same words everywhere."""
    return {"NEEDS": NEEDS, "record": record, "say": lambda row: phrase(record.stated(row), str)}


@area.page("/directory", "directory.read")
def show_directory() -> str:
    """The services that fit a filter, with a map that agrees with the list."""
    asked = load(FilterForm(), request.args)
    wanted = Wanted(asked["q"], asked["need"], asked["county"], held=may("directory.edit"))
    page = directory.find_services(unit(), wanted, asked["page"])
    return render_template(
        "directory/list.html",
        wanted=wanted,
        page_of=page,
        points=_points_of_list(page),
        counties=directory.counties(unit()),
        next_address=f"?{urlencode({'q': wanted.text, 'need': wanted.need, 'county': wanted.county})}&page=",
        today=_today(),
    )


@area.page("/directory/search", "directory.read")
def show_found() -> str:
    """What the search box found so far, as a part of the page."""
    text = request.args.get("q", "")[:200].strip()
    held = may("directory.edit")
    return render_template(
        "directory/found.html",
        text=text,
        organizations=directory.find_organizations(unit(), text, held=held, limit=FOUND) if text else (),
        services=directory.find_services(unit(), Wanted(text, held=held), size=FOUND).services
        if text
        else (),
    )


@area.page("/directory/services/<uuid:service_id>", "directory.read")
def show_service(service_id: UUID) -> str:
    """One service, every field with its age."""
    service = directory.service(unit(), service_id)
    if service is None:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    if service.held and not may("directory.edit"):
        raise DeniedError("directory.edit", service_id)
    points = [_point(service, number, place) for number, place in enumerate(record.points(service), 1)]
    return render_template("directory/service.html", service=service, points=points, today=_today())


@area.page("/directory/organizations/<uuid:organization_id>", "directory.read")
def show_organization(organization_id: UUID) -> str:
    """One organization with its services and places."""
    found = directory.organization(unit(), organization_id, held=may("directory.edit"))
    if found is None:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    services = record.visible_services(found, held=may("directory.edit"))
    points = [
        _point(each, number, place)
        for number, each in enumerate(services, 1)
        for place in record.points(each)
    ]
    return render_template(
        "directory/organization.html", organization=found, services=services, points=points, today=_today()
    )


@area.page("/directory/map-labels/<state>", "directory.read")
def show_map_labels(state: str) -> Response:
    """Places and ZIP codes of a state, for the map to write on."""
    if state not in STATE_NAMES:
        raise NotFoundError("There is no such state.")
    answer = make_response(jsonify(labels=[label._asdict() for label in map_labels.labels_of(state)]))
    answer.cache_control.private = True
    answer.cache_control.max_age = DAY
    return answer


def _points_of_list(page: Page) -> list[dict[str, Any]]:
    numbered = enumerate(page.services, page.first)
    return [_point(each, number, place) for number, each in numbered for place in record.points(each)]


def _point(service: Service, number: int, place: Location) -> dict[str, Any]:
    return {
        "id": str(service.id),
        "number": number,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision_m": place.precision_m,
        "name": service.name,
        "note": service.organization.name,
    }


def _today() -> date:
    return clock().today(g.staff.office.time_zone)
