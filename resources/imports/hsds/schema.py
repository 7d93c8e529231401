"""HSDS 3 as it is read here, field by field; what HSDS does not know is refused, our own additions are under "reentry".

Of HSDS (Open Referral, CC BY-SA 4.0) the names in `set_aside` are known and not kept.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import fields, pre_load
from marshmallow.validate import Length, OneOf, Range, Regexp

from resources.eligibility import StatedSchema
from resources.imports.hsds.reentry_schema import (
    LocationReentrySchema,
    OrganizationReentrySchema,
    ServiceReentrySchema,
)
from resources.imports.hsds.wording import worded

_NAME = Length(min=1, max=300)
# Under which a schema says that something is no record at all.
_WHOLE = "_schema"
_ID = Length(min=1, max=200)
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
PHONE_TYPES = ("voice", "fax", "text", "hotline", "tty", "cell", "pager", "video", "sms", "textphone")
_COMMON = ("attributes", "metadata", "last_modified", "contacts", "languages", "accessibility", "funding")
_PARENTS = ("organization_id", "location_id", "service_id", "contact_id", "service_at_location_id")


class HsdsSchema(StatedSchema):
    """One HSDS object; a null is as absent."""

    set_aside: ClassVar[tuple[str, ...]] = _COMMON

    @pre_load
    def drop_set_aside(self, data: object, **_: object) -> object:
        """Leaves out what HSDS knows and this directory does not keep."""
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if key not in self.set_aside}


class PhoneSchema(HsdsSchema):
    """HSDS phone."""

    set_aside = (*_COMMON, *_PARENTS)
    id = fields.String(validate=_ID)
    number = fields.String(required=True, validate=_NAME)
    type = fields.String(load_default="voice", validate=OneOf(PHONE_TYPES))
    extension = fields.Raw()
    description = fields.String(load_default="")


class AddressSchema(HsdsSchema):
    """HSDS address; region is the county."""

    set_aside = (*_COMMON, *_PARENTS, "attention")
    id = fields.String(validate=_ID)
    address_1 = fields.String(load_default="")
    address_2 = fields.String(load_default="")
    city = fields.String(load_default="")
    region = fields.String(load_default="")
    state_province = fields.String(load_default="")
    postal_code = fields.String(load_default="")
    country = fields.String(load_default="US")
    address_type = fields.String(load_default="physical", validate=OneOf(("physical", "postal", "virtual")))


class LocationSchema(HsdsSchema):
    """HSDS location."""

    set_aside = (*_COMMON, *_PARENTS, "url", "external_identifier", "external_identifier_type", "schedules")
    id = fields.String(required=True, validate=_ID)
    location_type = fields.String(load_default="physical", validate=OneOf(("physical", "postal", "virtual")))
    name = fields.String(load_default="")
    alternate_name = fields.String(load_default="")
    description = fields.String(load_default="")
    transportation = fields.String(load_default="")
    latitude = fields.Float()
    longitude = fields.Float()
    addresses = fields.List(fields.Nested(AddressSchema), load_default=list)
    phones = fields.List(fields.Nested(PhoneSchema), load_default=list)
    reentry = fields.Nested(LocationReentrySchema, load_default=dict)


class ScheduleSchema(HsdsSchema):
    """HSDS schedule; a block without days and hours is kept as prose."""

    location_id = fields.String(load_default="")
    set_aside = (
        *(
            *_COMMON,
            *(name for name in _PARENTS if name != "location_id"),
            "id",
            "timezone",
            "dtstart",
            "wkst",
            "interval",
            "count",
            "until",
            "schedule_link",
        ),
        *("attending_type", "valid_from", "valid_to", "byweekno", "bymonthday", "byyearday"),
    )
    byday = fields.String(load_default="", validate=Regexp(r"^\s*((MO|TU|WE|TH|FR|SA|SU)(\s*,\s*|\s*$))*$"))
    freq = fields.String(load_default="WEEKLY")
    opens_at = fields.String(load_default="", validate=Regexp(r"^\s*([0-2]?\d:[0-5]\d.*)?$"))
    closes_at = fields.String(load_default="", validate=Regexp(r"^\s*([0-2]?\d:[0-5]\d.*)?$"))
    description = fields.String(load_default="")
    notes = fields.String(load_default="")


class LanguageSchema(HsdsSchema):
    """HSDS language."""

    set_aside = (*_COMMON, *_PARENTS, "phone_id", "id", "code", "note")
    name = fields.String(required=True, validate=_NAME)


class DocumentSchema(HsdsSchema):
    """HSDS required_document."""

    set_aside = (*_COMMON, *_PARENTS, "id", "uri")
    document = fields.String(required=True, validate=_NAME)


class CostSchema(HsdsSchema):
    """HSDS cost_option; dollars."""

    set_aside = (*_COMMON, *_PARENTS, "id", "valid_from", "valid_to")
    option = fields.String(load_default="")
    amount = fields.Float(load_default=None, allow_none=True, validate=Range(min=0, max=1_000_000))
    currency = fields.String(load_default="USD")
    amount_description = fields.String(load_default="")


class AreaSchema(HsdsSchema):
    """HSDS service_area, by name."""

    set_aside = (*_COMMON, *_PARENTS, "id", "description", "extent", "extent_type", "uri")
    name = fields.String(required=True, validate=_NAME)


class PlaceSchema(HsdsSchema):
    """HSDS service_at_location: a location of this organization, by id or in full."""

    set_aside = (*_COMMON, "organization_id", "service_id", "phones", "schedules", "service_areas")
    id = fields.String(validate=_ID)
    location_id = fields.String(validate=_ID)
    location = fields.Raw()
    description = fields.String(load_default="")


class ServiceSchema(HsdsSchema):
    """HSDS service."""

    set_aside = (
        *(
            "attributes",
            "metadata",
            "contacts",
            "accessibility",
            "funding",
            "organization_id",
        ),
        *(
            "organization",
            "program",
            "program_id",
            "wait_time",
            "fees",
            "accreditations",
            "minimum_age",
            "maximum_age",
        ),
        *(
            "licenses",
            "capacities",
            "service_capacities",
            "additional_urls",
            "additional_websites",
            "taxonomy_terms",
        ),
    )
    id = fields.String(required=True, validate=_ID)
    name = fields.String(required=True, validate=_NAME)
    alternate_name = fields.String(load_default="")
    description = fields.String(load_default="")
    url = fields.String(load_default="")
    email = fields.String(load_default="")
    status = fields.String(load_default="active", validate=OneOf(STATUSES))
    application_process = fields.String(load_default="")
    fees_description = fields.String(load_default="")
    eligibility_description = fields.String(load_default="")
    alert = fields.String(load_default="")
    interpretation_services = fields.String(load_default="")
    assured_date = fields.Date()
    # A date that is none refuses no service: it is then dated on the day it comes.
    last_modified = fields.Raw(load_default=None)
    assurer_email = fields.String(load_default="")
    languages = fields.List(fields.Nested(LanguageSchema), load_default=list)
    required_documents = fields.List(fields.Nested(DocumentSchema), load_default=list)
    cost_options = fields.List(fields.Nested(CostSchema), load_default=list)
    service_areas = fields.List(fields.Nested(AreaSchema), load_default=list)
    phones = fields.List(fields.Nested(PhoneSchema), load_default=list)
    schedules = fields.List(fields.Nested(ScheduleSchema), load_default=list)
    service_at_locations = fields.List(fields.Nested(PlaceSchema), load_default=list)
    reentry = fields.Nested(ServiceReentrySchema)


class OrganizationSchema(HsdsSchema):
    """HSDS organization; its services and locations are judged one by one."""

    set_aside = (
        *(
            "attributes",
            "metadata",
            "last_modified",
            "contacts",
            "funding",
            "tax_status",
            "tax_id",
            "year_incorporated",
        ),
        *("legal_status", "logo", "uri", "parent_organization_id", "programs", "organization_identifiers"),
        *("additional_websites", "services", "locations"),
    )
    id = fields.String(required=True, validate=_ID)
    name = fields.String(required=True, validate=_NAME)
    alternate_name = fields.String(load_default="")
    description = fields.String(load_default="")
    email = fields.String(load_default="")
    website = fields.String(load_default="")
    phones = fields.List(fields.Nested(PhoneSchema), load_default=list)
    reentry = fields.Nested(OrganizationReentrySchema, load_default=dict)


def first_fault(errors: Mapping[str | int, Any]) -> tuple[str, str]:
    """The first error of a schema: the path of its field ("phones.0.number") and what is wrong with it in words."""
    path: list[str] = []
    fault: Any = errors
    while isinstance(fault, Mapping) and fault:
        key = next(iter(fault))
        path.append(str(key))
        fault = fault[key]
    field = ".".join(part for part in path if part != _WHOLE)
    return field, worded(field, str(fault[0] if isinstance(fault, list) and fault else fault))
