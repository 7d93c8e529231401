"""The shapes in which the API tells of services; names as in HSDS where it has them."""

from marshmallow import fields

from agency.edge.api import AnswerSchema


class OrganizationSchema(AnswerSchema):
    """A provider."""

    id = fields.UUID()
    name = fields.String()
    website = fields.String()
    serves_survivors_and_offenders = fields.Boolean()


class ServiceNeedSchema(AnswerSchema):
    """A need the service meets; main where it is what the service is for."""

    need = fields.String()
    main = fields.Boolean()


class PhoneSchema(AnswerSchema):
    """A number as people dial it; type as HSDS names it."""

    number = fields.String()
    extension = fields.String()
    type = fields.String()
    description = fields.String()


class AddressSchema(AnswerSchema):
    """A postal address; region is the county."""

    address_1 = fields.String()
    address_2 = fields.String()
    city = fields.String()
    region = fields.String()
    state_province = fields.String()
    postal_code = fields.String()


class LocationSchema(AnswerSchema):
    """A place that may be told: degrees WGS84, and within how many meters the true point lies."""

    id = fields.UUID()
    name = fields.String()
    transportation = fields.String()
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    precision_m = fields.Float(allow_none=True)
    position_source = fields.String()
    addresses = fields.List(fields.Nested(AddressSchema))


class ScheduleSchema(AnswerSchema):
    """A block of hours, local time; closes at or before opening means the next day."""

    days = fields.List(fields.String())
    opens_at = fields.String()
    closes_at = fields.String()
    description = fields.String()
    location_id = fields.UUID(
        allow_none=True, metadata={"description": "where the hours are of one location only"}
    )


class RequirementSchema(AnswerSchema):
    """What the provider requires, excludes or accepts; what nobody has confirmed rules nobody out."""

    rule = fields.String()
    mode = fields.String()
    value = fields.Raw()
    text = fields.String(metadata={"description": "the rule in words"})
    quote = fields.String(metadata={"description": "the provider's own words"})
    basis = fields.String()
    alt = fields.String()
    part = fields.String()
    source = fields.String()
    confirmed = fields.Boolean()
    confirmed_by = fields.String()
    confirmed_on = fields.Date(allow_none=True)


class CapacitySchema(AnswerSchema):
    """What the provider said of room on one day."""

    said_on = fields.Date()
    said_by = fields.String()
    unit = fields.String()
    available = fields.Integer(allow_none=True)
    waiting_days = fields.Integer(allow_none=True)
    waiting = fields.Integer(allow_none=True)
    said_at = fields.DateTime(allow_none=True)


class AccessWaySchema(AnswerSchema):
    """One way in."""

    kind = fields.String()
    detail = fields.String()


class LicenseSchema(AnswerSchema):
    """A license or certificate, with the last day it is good for."""

    name = fields.String()
    number = fields.String()
    expires_on = fields.Date(allow_none=True)


class ServiceSchema(AnswerSchema):
    """One service as a list tells of it; of a confidential place only the county."""

    id = fields.UUID()
    name = fields.String()
    organization = fields.Nested(OrganizationSchema)
    status = fields.String()
    closed_until = fields.Date(allow_none=True)
    reach = fields.String()
    needs = fields.List(fields.Nested(ServiceNeedSchema))
    phones = fields.List(fields.Nested(PhoneSchema), metadata={"description": "in the order to try them"})
    counties = fields.List(fields.String())
    confidential = fields.Boolean(metadata={"description": "a place of it must not be told"})
    victim_services = fields.Boolean()
    held = fields.Boolean()
    assured_date = fields.Date(
        allow_none=True,
        metadata={
            "description": "the day somebody confirmed it with the provider, be it whoever keeps its list"
        },
    )
    verified_on = fields.Date(
        allow_none=True, metadata={"description": "that day where it was somebody of this agency"}
    )


class ServicePageSchema(AnswerSchema):
    """A page of a list, and how many services and pages there are in all."""

    services = fields.List(fields.Nested(ServiceSchema))
    page = fields.Integer()
    pages = fields.Integer()
    total = fields.Integer()


class ServiceRecordSchema(ServiceSchema):
    """One service with everything on record."""

    alternate_name = fields.String()
    description = fields.String()
    url = fields.String()
    email = fields.String()
    alert = fields.String()
    application_process = fields.String()
    fees_description = fields.String()
    cost_cents = fields.Integer(allow_none=True)
    cost_period = fields.String()
    eligibility_description = fields.String()
    hours_description = fields.String()
    languages = fields.List(fields.String())
    required_documents = fields.List(fields.String())
    residential = fields.Boolean(allow_none=True)
    minors_on_site = fields.Boolean(allow_none=True)
    open_to_all = fields.Boolean()
    part_2_program = fields.Boolean()
    areas = fields.List(fields.String())
    faxes = fields.List(fields.Nested(PhoneSchema))
    access_ways = fields.List(fields.Nested(AccessWaySchema))
    schedules = fields.List(fields.Nested(ScheduleSchema))
    capacities = fields.List(fields.Nested(CapacitySchema))
    licenses = fields.List(fields.Nested(LicenseSchema))
    locations = fields.List(fields.Nested(LocationSchema))
    requirements = fields.List(fields.Nested(RequirementSchema))
    source = fields.String()
    imported_at = fields.DateTime(allow_none=True)
