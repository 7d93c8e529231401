"""What we add to HSDS under "reentry": needs, reach, requirements, room, ways in, licenses."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range

from resources.eligibility import RequirementSchema, StatedSchema
from resources.geocoding.positions import Precision
from resources.needs import NEEDS
from resources.records.seasons import is_month_day
from resources.records.ways_in import WAYS


class LocationReentrySchema(StatedSchema):
    """What we add to a location."""

    confidential = fields.Boolean(load_default=False)
    precision = fields.String(validate=OneOf([each.value for each in Precision]))
    precision_m = fields.Float(validate=Range(min=0, max=20_100_000))
    position_source = fields.String(validate=Length(max=50))

    @validates_schema
    def check_together(self, data: dict[str, Any], **_: object) -> None:
        """Refuses half of what says how surely a place is known."""
        if len({"precision", "precision_m", "position_source"} & data.keys()) not in (0, 3):
            raise ValidationError("precision, precision_m and position_source go together.", "precision")


class NeedSchema(StatedSchema):
    """A need the service meets."""

    need = fields.String(required=True, validate=OneOf(NEEDS, error="This is not a need we know."))
    main = fields.Boolean(load_default=True)


class CapacitySchema(StatedSchema):
    """Room, as somebody said on a day."""

    said_on = fields.Date(required=True)
    said_by = fields.String(load_default="")
    unit = fields.String(load_default="slots", validate=OneOf(("beds", "slots", "places")))
    available = fields.Integer(load_default=None, validate=Range(min=0, max=100_000))
    waiting_days = fields.Integer(load_default=None, validate=Range(min=0, max=10_000))


class AccessSchema(StatedSchema):
    """One way in."""

    kind = fields.String(required=True, validate=OneOf(WAYS))
    detail = fields.String(load_default="")


class LicenseSchema(StatedSchema):
    """A license or certificate."""

    name = fields.String(required=True, validate=Length(min=1, max=300))
    number = fields.String(load_default="")
    expires_on = fields.Date(load_default=None)


def _month_day(text: str) -> None:
    if not is_month_day(text):
        raise ValidationError("Write month and day as 11-15.")


# "from" is a word of the language, so the fields cannot be written out in a class.
SeasonSchema = StatedSchema.from_dict(
    {name: fields.String(required=True, validate=_month_day) for name in ("from", "to")}, name="SeasonSchema"
)


class ServiceReentrySchema(StatedSchema):
    """What we add to a service."""

    needs = fields.List(fields.Nested(NeedSchema), load_default=list)
    reach = fields.String(load_default="site", validate=OneOf(("site", "statewide", "telephone")))
    residential = fields.Boolean()
    minors_on_site = fields.Boolean()
    victim_services = fields.Boolean(load_default=False)
    open_to_all = fields.Boolean(load_default=False)
    part_2_program = fields.Boolean(load_default=False)
    closed_until = fields.Date()
    season = fields.Nested(SeasonSchema)
    hours_description = fields.String(load_default="")
    requirements = fields.List(fields.Nested(RequirementSchema), load_default=list)
    capacity = fields.List(fields.Nested(CapacitySchema), load_default=list)
    access = fields.List(fields.Nested(AccessSchema), load_default=list)
    licenses = fields.List(fields.Nested(LicenseSchema), load_default=list)


class OrganizationReentrySchema(StatedSchema):
    """What we add to an organization."""

    serves_survivors_and_offenders = fields.Boolean(load_default=False)
