"""What each field of a record may be changed to, by whatever way the change comes: a form, a program, a provider."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from agency.edge.forms import StrictSchema, messages_of
from agency.errors import InvalidError
from resources.changes.fields import CONFIRMED_POINT_M, LISTS, in_order
from resources.eligibility import RequirementSchema
from resources.geocoding.positions import Precision
from resources.geography.states import STATE_NAMES
from resources.needs import NEEDS
from resources.records.locations import CONFIRMED
from resources.records.seasons import is_month_day
from resources.records.ways_in import WAYS

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUSES = {
    "active": "Open",
    "temporarily closed": "Temporarily closed",
    "inactive": "Not offered at present",
    "defunct": "Closed for good",
}
REACHES = {"site": "At its places", "statewide": "The whole state", "telephone": "By telephone"}
UNITS = ("beds", "slots", "places")
PHONE_TYPES = ("voice", "fax", "text", "hotline", "tty", "cell", "pager")
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


def _text(longest: int = 200) -> fields.String:
    return fields.String(validate=validate.Length(max=longest, error=f"At most {longest:,} characters."))


def _name() -> fields.String:
    return fields.String(
        validate=validate.Length(min=1, max=200, error="Enter a name of at most 200 characters.")
    )


def _time(*, empty: bool = False) -> fields.String:
    pattern = f"^$|{_CLOCK}" if empty else _CLOCK
    return fields.String(
        required=not empty, validate=validate.Regexp(pattern, error="Write a time as 14:30.")
    )


def _number_or_nothing(most: int) -> fields.Integer:
    return fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, most, error=f"A number from 0 to {most:,}."),
        error_messages={"invalid": "Enter a whole number, or leave it empty."},
    )


def _days(text: str) -> None:
    if any(day not in WEEKDAYS for day in text.split(",") if text):
        raise ValidationError("Days are MO to SU, with commas between them.")


def _month_day(text: str) -> None:
    if text and not is_month_day(text):
        raise ValidationError("Write month and day as 11-15.")


def _degrees(most: int) -> fields.Float:
    told = f"Write degrees between -{most} and {most}."
    return fields.Float(
        required=True, validate=validate.Range(-most, most, error=told), error_messages={"invalid": told}
    )


def _web(text: str) -> None:
    if text and not re.match(r"https?://[^\s/]+\.[^\s]+$", text):
        raise ValidationError("Write the whole web address, such as https://example.org.")


def _mail(text: str) -> None:
    if text:
        validate.Email(error="Write an e-mail address, such as desk@example.org.")(text)


class PhoneSchema(StrictSchema):
    """A telephone number with its kind."""

    number = fields.String(required=True, validate=validate.Length(min=1, max=50, error="Enter a number."))
    extension = fields.String(load_default="", validate=validate.Length(max=20))
    type = fields.String(load_default="voice", validate=validate.OneOf(PHONE_TYPES))
    description = fields.String(load_default="", validate=validate.Length(max=200))


class ScheduleSchema(StrictSchema):
    """A block of opening hours."""

    byday = fields.String(required=True, validate=(validate.Length(min=2, error="Choose a day."), _days))
    opens_at = _time()
    closes_at = _time()
    description = fields.String(load_default="", validate=validate.Length(max=200))
    location_id = fields.UUID(load_default=None, allow_none=True)


class WayInSchema(StrictSchema):
    """One way in."""

    kind = fields.String(required=True, validate=validate.OneOf(WAYS, error="Choose a way in."))
    detail = fields.String(load_default="", validate=validate.Length(max=1000))
    party = fields.String(load_default="", validate=validate.Length(max=200))
    phone = fields.String(load_default="", validate=validate.Length(max=50))
    byday = fields.String(load_default="", validate=_days)
    opens_at = fields.String(
        load_default="", validate=validate.Regexp(f"^$|{_CLOCK}", error="Write a time as 14:30.")
    )
    closes_at = fields.String(
        load_default="", validate=validate.Regexp(f"^$|{_CLOCK}", error="Write a time as 14:30.")
    )


class CostOptionSchema(StrictSchema):
    """One price among several."""

    option = fields.String(
        required=True,
        validate=validate.Length(
            min=1, max=200, error="Say for whom or for what, in at most 200 characters."
        ),
    )
    amount_cents = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 100_000_00, error="0 to 100,000 dollars."),
        error_messages={"invalid": "Write dollars as 120 or 120.50."},
    )
    period = fields.String(load_default="", validate=validate.Length(max=50))


class LicenseSchema(StrictSchema):
    """A license or certificate."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200, error="Name the license."))
    number = fields.String(load_default="", validate=validate.Length(max=100))
    expires_on = fields.Date(load_default=None, allow_none=True)


class NeedSchema(StrictSchema):
    """A need that is met."""

    need = fields.String(required=True, validate=validate.OneOf(NEEDS, error="This is not a need we know."))
    main = fields.Boolean(load_default=True)


def _each_once(needs: list[dict[str, Any]]) -> None:
    if len({each["need"] for each in needs}) < len(needs):
        raise ValidationError("Name each need once.")


class AreaSchema(StrictSchema):
    """A county, city or state served."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=100, error="Name the area."))


class AtLocationSchema(StrictSchema):
    """A place where a service is given."""

    location_id = fields.UUID(required=True)
    description = fields.String(load_default="", validate=validate.Length(max=200))


class AddressSchema(StrictSchema):
    """A postal address; region is the county."""

    address_1 = fields.String(load_default="", validate=validate.Length(max=200))
    address_2 = fields.String(load_default="", validate=validate.Length(max=200))
    city = fields.String(load_default="", validate=validate.Length(max=100))
    region = fields.String(load_default="", validate=validate.Length(max=100))
    state_province = fields.String(
        load_default="", validate=validate.OneOf(["", *STATE_NAMES], error="Use the state's two letters.")
    )
    postal_code = fields.String(
        load_default="", validate=validate.Regexp(r"^$|^\d{5}(-\d{4})?$", error="Write a ZIP code as 21202.")
    )
    country = fields.String(load_default="US", validate=validate.Length(max=2))


class CapacitySchema(StrictSchema):
    """What was said about room on one day."""

    said_on = fields.Date(required=True)
    said_by = fields.String(load_default="", validate=validate.Length(max=250))
    unit = fields.String(load_default="slots", validate=validate.OneOf(UNITS))
    available = _number_or_nothing(100_000)
    waiting_days = _number_or_nothing(10_000)
    waiting = _number_or_nothing(100_000)


class PointSchema(StrictSchema):
    """Degrees, WGS84, with who says so and how surely; left out, a person who put it on the map."""

    latitude = _degrees(90)
    longitude = _degrees(180)
    precision = fields.String(
        load_default=Precision.POINT.value, validate=validate.OneOf(["", *(each.value for each in Precision)])
    )
    precision_m = fields.Float(
        load_default=CONFIRMED_POINT_M, allow_none=True, validate=validate.Range(min=0)
    )
    position_source = fields.String(load_default=CONFIRMED, validate=validate.Length(max=50))


class OrganizationSchema(StrictSchema):
    """The fields of an organization; only those that are given change."""

    name = _name()
    alternate_name = _text()
    description = _text(5000)
    email = fields.String(validate=_mail)
    website = fields.String(validate=_web)
    serves_survivors_and_offenders = fields.Boolean()
    phones = fields.List(fields.Nested(PhoneSchema))


class ServiceSchema(StrictSchema):
    """The fields of a service; only those that are given change."""

    name = _name()
    alternate_name = _text()
    description = _text(5000)
    url = fields.String(validate=_web)
    email = fields.String(validate=_mail)
    status = fields.String(validate=validate.OneOf(STATUSES, error="Choose one of the states."))
    closed_until = fields.Date(allow_none=True)
    alert = _text(1000)
    application_process = _text(5000)
    fees_description = _text(2000)
    cost_cents = fields.Integer(
        allow_none=True,
        validate=validate.Range(0, 100_000_00, error="0 to 100,000 dollars."),
        error_messages={"invalid": "Write dollars as 120 or 120.50."},
    )
    cost_period = _text(50)
    eligibility_description = _text(10_000)
    hours_description = _text(5000)
    languages = fields.List(_text(50))
    required_documents = fields.List(_text(200))
    reach = fields.String(validate=validate.OneOf(REACHES))
    residential = fields.Boolean(allow_none=True)
    minors_on_site = fields.Boolean(allow_none=True)
    open_to_all = fields.Boolean()
    part_2_program = fields.Boolean()
    held = fields.Boolean()
    victim_services = fields.Boolean()
    season_from = fields.String(validate=_month_day)
    season_to = fields.String(validate=_month_day)
    capacity = fields.Nested(CapacitySchema, allow_none=True)
    phones = fields.List(fields.Nested(PhoneSchema))
    needs = fields.List(fields.Nested(NeedSchema), validate=_each_once)
    areas = fields.List(fields.Nested(AreaSchema))
    schedules = fields.List(fields.Nested(ScheduleSchema))
    requirements = fields.List(fields.Nested(RequirementSchema))
    access_ways = fields.List(fields.Nested(WayInSchema))
    cost_options = fields.List(fields.Nested(CostOptionSchema))
    licenses = fields.List(fields.Nested(LicenseSchema))
    at_locations = fields.List(fields.Nested(AtLocationSchema))


class LocationSchema(StrictSchema):
    """The fields of a location; only those that are given change."""

    location_type = fields.String(validate=validate.OneOf(("physical", "postal", "virtual")))
    name = _text()
    alternate_name = _text()
    description = _text(5000)
    transportation = _text(1000)
    confidential = fields.Boolean()
    point = fields.Nested(PointSchema, allow_none=True)
    phones = fields.List(fields.Nested(PhoneSchema))
    addresses = fields.List(fields.Nested(AddressSchema))


SCHEMAS: dict[str, type[Schema]] = {
    "organization": OrganizationSchema,
    "service": ServiceSchema,
    "location": LocationSchema,
}


def checked(subject: str, after: dict[str, Any]) -> dict[str, Any]:
    """The proposed values as JSON, shaped as in resources.changes.fields; InvalidError says by field what is wrong."""
    schema = SCHEMAS[subject]()
    try:
        read = schema.load(after)
    except ValidationError as error:
        raise InvalidError("Please correct the marked fields.", messages_of(error)) from error
    written: dict[str, Any] = schema.dump(read)
    if "requirements" in written:
        written["requirements"] = [_requirement(each) for each in read["requirements"]]
    return written | {
        name: in_order(rows, written[name]) for name, rows in LISTS[subject].items() if name in written
    }


def _requirement(stated: Any) -> dict[str, Any]:  # noqa: ANN401
    """A rule as its row keeps it: what is not said is empty."""
    return {
        "rule": stated.rule,
        "mode": stated.mode,
        "value": list(stated.value) if isinstance(stated.value, tuple) else stated.value,
        "quote": stated.quote or "",
        "basis": stated.basis or "",
        "alt": stated.alt or "",
        "part": stated.part or "",
        "confirmed_by": stated.confirmed_by or "",
        "confirmed_on": stated.confirmed_on.isoformat() if stated.confirmed_on else None,
    }
