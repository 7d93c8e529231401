"""What a directory is made of: the kinds of records that a source brings, and the lists a record carries itself."""

from typing import Any
from uuid import UUID

from resources.records.capacity import Capacity
from resources.records.cost_options import CostOption
from resources.records.licenses import License
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.ways_in import AccessWay

# In the order in which they can be written: parents first.
MODELS: dict[str, Any] = {
    "organization": Organization,
    "location": Location,
    "address": Address,
    "service": Service,
    "service_at_location": ServiceAtLocation,
    "phone": Phone,
    "schedule": Schedule,
    "requirement": ServiceRequirement,
}
# Lists without names of their own in a source: they are compared and written as a whole.
PARTS: dict[str, Any] = {
    "needs": ServiceNeed,
    "areas": ServiceArea,
    "capacities": Capacity,
    "access_ways": AccessWay,
    "cost_options": CostOption,
    "licenses": License,
}
# The records that others hang on, the nearest first.
OWNERS = ("service", "location", "organization")
# What hangs on a record, as an edit of that record names it.
PLURALS = {
    "address": "addresses",
    "phone": "phones",
    "schedule": "schedules",
    "requirement": "requirements",
    "service_at_location": "at_locations",
}


def owners_of(record: object) -> list[UUID | None]:
    """The records that this one hangs on, the nearest first."""
    return [getattr(record, f"{kind}_id", None) for kind in OWNERS]
