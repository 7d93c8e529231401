"""The directory for programs: the services that fit a filter, and one record whole; secret places stay secret."""

from typing import Any
from uuid import UUID

from agency.edge.api import ApiArea
from agency.edge.request import may, unit
from agency.errors import DeniedError, NotFoundError
from resources.eligibility import phrase
from resources.pages import directory, record
from resources.pages.api_schemas import ServicePageSchema, ServiceRecordSchema
from resources.pages.filter_form import FilterForm
from resources.pages.views import wanted_by
from resources.records.locations import Location
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service

area = ApiArea("api_services", __name__, "The directory of community services")

SHORT = (
    "id",
    "name",
    "organization",
    "status",
    "closed_until",
    "reach",
    "needs",
    "victim_services",
    "held",
    "assured_date",
    "verified_on",
)
LONG = (
    "alternate_name",
    "description",
    "url",
    "email",
    "alert",
    "application_process",
    "fees_description",
    "cost_cents",
    "cost_period",
    "eligibility_description",
    "hours_description",
    "languages",
    "required_documents",
    "residential",
    "minors_on_site",
    "open_to_all",
    "part_2_program",
    "access_ways",
    "schedules",
    "capacities",
    "licenses",
    "source",
    "imported_at",
)
# Where somebody may have written the street of a place that must not be told.
PROSE = (
    "alternate_name",
    "description",
    "alert",
    "application_process",
    "fees_description",
    "eligibility_description",
    "hours_description",
)


@area.operation("/services", "directory.read", takes=FilterForm(), gives=ServicePageSchema)
def find_services(asked: dict[str, Any]) -> dict[str, Any]:
    """A page of the services that fit a filter, by the provider's name."""
    page = directory.find_services(unit(), wanted_by(asked), asked["page"])
    return {
        "services": [_short(service) for service in page.services],
        "page": page.number,
        "pages": page.count,
        "total": page.total,
    }


@area.operation("/services/<uuid:service_id>", "directory.read", gives=ServiceRecordSchema)
def read_service(service_id: UUID) -> dict[str, Any]:
    """One service with everything on record: its rules, hours, room, ways in and places."""
    service = directory.service(unit(), service_id)
    if service is None:
        raise NotFoundError(directory.NO_SUCH_RECORD)
    if service.held and not may("directory.edit"):
        raise DeniedError("directory.edit", service_id)
    return _whole(service)


def _short(service: Service) -> dict[str, Any]:
    return {
        **{name: getattr(service, name) for name in SHORT},
        "phones": record.phones_to_call(service),
        "confidential": record.is_secret(service),
        "counties": record.counties_of(service),
    }


def _whole(service: Service) -> dict[str, Any]:
    return {
        **_short(service),
        **{name: getattr(service, name) for name in LONG},
        **{name: record.told(service, getattr(service, name)) for name in PROSE},
        "access_ways": [
            {"kind": each.kind, "detail": record.told(service, each.detail)} for each in service.access_ways
        ],
        "areas": [area.name for area in service.areas],
        "faxes": [each for each in (*service.phones, *service.organization.phones) if each.type == "fax"],
        "locations": [_place(service, each) for each in record.places(service)],
        "requirements": [_rule(service, row) for row in service.requirements],
    }


def _place(service: Service, place: Location) -> dict[str, Any]:
    shown = ("id", "name", "latitude", "longitude", "precision_m", "position_source", "addresses")
    told = {"transportation": record.told(service, place.transportation)}
    return {**{name: getattr(place, name) for name in shown}, **told}


def _rule(service: Service, row: ServiceRequirement) -> dict[str, Any]:
    shown = (
        "rule",
        "mode",
        "value",
        "quote",
        "basis",
        "alt",
        "part",
        "source",
        "confirmed_by",
        "confirmed_on",
    )
    return {
        **{name: getattr(row, name) for name in shown},
        "quote": record.told(service, row.quote),
        "text": phrase(record.stated(row), str),
        "confirmed": row.confirmed_on is not None,
    }
