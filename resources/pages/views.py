"""The directory's pages: the list, one service, one organization, and what the search box and the map ask for."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import (
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from agency.edge.areas import Area
from agency.edge.forms import load
from agency.edge.request import clock, may, unit
from agency.errors import DeniedError, NotFoundError
from agency.offices import Office
from resources.changes.since_confirmed import changed_since
from resources.eligibility import phrase
from resources.geocoding.positions import SOURCES
from resources.geography import office_ways
from resources.geography.states import STATE_NAMES
from resources.geography.zip_codes import zip_code
from resources.needs import NEEDS
from resources.pages import directory, map_labels, record
from resources.pages.directory import Wanted
from resources.pages.filter_form import DISTANCES, NOW, FilterForm
from resources.quality.completeness import FIELDS
from resources.quality.freshness import AGES
from resources.quality.measured import REACHES, Measured
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.records.standing import current, current_id
from resources.records.ways_in import WAYS
from resources.search import lookup
from resources.search.filters import Circle, Hour, Moment
from resources.search.request import names
from resources.secrecy import neighbors
from resources.upkeep import assurance, barring, budget, log, room
from resources.upkeep.reliance import Reliance, resting_on

DAY = 24 * 60 * 60
# How many calls the record itself shows.
CALLS = 5


area = Area("directory", __name__)


@area.app_context_processor
def words() -> dict[str, Any]:
    """What pages about services say in the same words everywhere."""
    return {
        "NEEDS": NEEDS,
        "WAYS": WAYS,
        "SOURCES": SOURCES,
        "record": record,
        "say": lambda row: phrase(record.stated(row), str),
    }


@area.page("/directory", "directory.read")
def list_services() -> str:
    """The services that fit a filter, with a map that agrees with the list."""
    asked = load(FilterForm(), request.args)
    wanted = wanted_by(asked)
    listing = lookup.list_services(unit(), names(), wanted, asked["page"])
    page = listing.page
    here = f", {g.staff.office.state}"
    kept = {name: value for name, value in request.args.items() if name in FilterForm().fields}
    return render_template(
        "directory/list.html",
        wanted=wanted,
        asked=asked,
        location=_location(wanted),
        listing=listing,
        page_of=page,
        counties=[(each, each.removesuffix(here)) for each in directory.counties(unit())],
        days=[(NOW, "Now"), *record.WEEK.items()],
        distances=[(str(each), f"{each} miles") for each in DISTANCES],
        lacking={name: each.lacking for name, each in FIELDS.items()},
        verified={name: each.label for name, each in AGES.items()},
        reaches=REACHES,
        meant=[(name, f"?{urlencode({**kept, 'q': name, 'page': 1})}") for name in listing.meant],
        next_address=f"?{urlencode({name: value for name, value in kept.items() if name != 'page'})}&page=",
        **_on_map(page.services, page.first),
    )


def wanted_by(asked: dict[str, Any]) -> Wanted:
    """What a filter asks for, by who may see held records; now and a time without a day are the office's today."""
    here = Moment.of(clock().now().astimezone(ZoneInfo(g.staff.office.time_zone)))
    hour = Hour(asked["open"] or here.day, asked["at"])
    then = here if asked["open"] == NOW else Moment.coming(hour, here.on)
    known = zip_code(asked["zip"])
    near = Circle(*known.center, asked["miles"]) if known and known.center else None
    measured = Measured(
        clock().today(g.staff.office.time_zone), asked["missing"], asked["age"], asked["reach"]
    )
    return Wanted(
        asked["q"],
        asked["need"],
        asked["county"],
        may("directory.edit"),
        then if asked["open"] or asked["at"] else None,
        near,
        measured if asked["missing"] or asked["age"] or asked["reach"] else None,
        asked["held"],
        current_id(unit(), Location, asked["location"]) if asked["location"] else None,
    )


@area.page("/directory/services/<uuid:service_id>", "directory.read")
def show_service(service_id: UUID) -> str | BaseResponse:
    """One service, every field with its age; what was merged leads to the kept one."""
    service = directory.known_service(unit(), service_id)
    if service.id != service_id:
        return redirect(url_for("directory.show_service", service_id=service.id), 302)
    if service.held and not may("directory.edit"):
        raise DeniedError("directory.edit", service_id)
    return service_page(service)


def service_page(service: Service, **more: object) -> str:
    """The page of a service; more is what a refused form on it shows again."""
    confirmed_on = assurance.confirmed_on(unit(), service)
    shown: dict[str, Any] = {
        "service": service,
        "confirmed_on": confirmed_on,
        "changed_since": changed_since(unit(), service, confirmed_on, g.staff.office),
        "clocks": budget.clocks(unit()),
        "days": room.by_day(service.capacities),
        "most": room.most(service.capacities),
        "bar_typed": {"until": barring.usual_end(clock().today(g.staff.office.time_zone))},
        "calls": log.calls_of(unit(), service.id, CALLS) if may("directory.call") else (),
        "zone": g.staff.office.time_zone,
        "office_ways": office_ways.from_office(unit(), g.staff.office, record.points(service)),
        "asked_on": office_ways.asked_on,
        "beside": _beside(service) if service.held and may("directory.edit") else None,
        "touches": touches(service) if may("directory.edit") else {},
        **_on_map([service]),
    }
    return render_template("directory/service.html", **(shown | more))


def touches(service: Service) -> dict[str, int]:
    """How much rests on a service, in numbers alone: who it is for stays with those whose case it is."""
    reliance: Reliance = current_app.extensions["reliance"]
    return resting_on(reliance, unit(), [service.id])


@area.page("/directory/organizations/<uuid:organization_id>", "directory.read")
def show_organization(organization_id: UUID) -> str | BaseResponse:
    """One organization with its services and places."""
    kept = current(unit(), Organization, organization_id)
    if kept is not None and kept.id != organization_id:
        return redirect(url_for("directory.show_organization", organization_id=kept.id), 302)
    held = may("directory.edit")
    organization = directory.organization(unit(), organization_id, held=held)
    if organization is None:
        raise NotFoundError(directory.NO_SUCH_RECORD)
    services = record.visible_services(organization, held=held)
    return render_template(
        "directory/organization.html", organization=organization, services=services, **_on_map(services)
    )


@area.page("/directory/map-labels/<state>", "directory.read")
def show_map_labels(state: str) -> Response:
    """Places and ZIP codes of a state, for the map to write on."""
    if state not in STATE_NAMES:
        raise NotFoundError("There is no such state.")
    answer = make_response(jsonify(labels=map_labels.labels_of(state)))
    answer.cache_control.private = True
    answer.cache_control.max_age = DAY
    return answer


def _beside(service: Service) -> tuple[str, Service] | None:
    """What a held record shares with a service for survivors, and with which."""
    shared = neighbors.why(unit(), service)
    return (shared.what, unit().get_one(Service, shared.with_id)) if shared else None


def _location(wanted: Wanted) -> Location | None:
    """The site whose services are listed alone; NotFoundError where it may not be told."""
    if wanted.location_id is None:
        return None
    found = directory.location(unit(), wanted.location_id, held=wanted.held)
    if found is None:
        raise NotFoundError(directory.NO_SUCH_RECORD)
    return found


def _on_map(services: Sequence[Service], first: int = 1) -> dict[str, Any]:
    """What a page with a map needs: its points, how many services have none, the state drawn, and today there."""
    office: Office = g.staff.office
    numbered = enumerate(services, first)
    points = [_point(each, number, place) for number, each in numbered for place in record.points(each)]
    return {
        "points": points,
        "unplaced": len(services) - len({point["id"] for point in points}),
        "area": office.state,
        "today": clock().today(office.time_zone),
    }


def _point(service: Service, number: int, place: Location) -> dict[str, Any]:
    return {
        "id": str(service.id),
        "number": number,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision_m": place.precision_m,
        "name": service.name,
        "note": service.organization.name,
        "href": url_for("directory.show_service", service_id=service.id),
    }
