"""Conditions of supervision that a service must fit: curfew, way home, no contact, zones on the order."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from marshmallow import fields, post_load
from marshmallow.validate import OneOf, Range

from resources.eligibility import StatedSchema

RESIDENCE_ZONE = "residence"
ZONE_KINDS = (RESIDENCE_ZONE, "presence", "exclusion")


@dataclass(frozen=True, slots=True)
class Curfew:
    """The hours at home, every day; may pass midnight; starting and ending at one time means all day.

    An end that is None could not be read, and leaves the hours unknown.
    """

    start: time | None
    end: time | None


@dataclass(frozen=True, slots=True)
class Zone:
    """A circle printed on the order, radius in meters; a measure that is None could not be read.

    A residence zone forbids living there; a presence or exclusion zone forbids being there.
    """

    kind: str
    latitude: float | None
    longitude: float | None
    radius_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What the person's order says; travel_minutes is one way."""

    curfew: Curfew | None = None
    travel_minutes: float = 0
    no_contact: bool = False
    zones: tuple[Zone, ...] = ()


class CurfewSchema(StatedSchema):
    """From when until when the person must be at home, as HH:MM."""

    start = fields.Time(format="%H:%M", data_key="from", required=True)
    end = fields.Time(format="%H:%M", data_key="to", required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Curfew:
        """Makes the value."""
        return Curfew(**data)


class ZoneSchema(StatedSchema):
    """One zone of the order."""

    kind = fields.String(required=True, validate=OneOf(ZONE_KINDS))
    latitude = fields.Float(required=True, validate=Range(min=-90, max=90))
    longitude = fields.Float(required=True, validate=Range(min=-180, max=180))
    radius_m = fields.Float(required=True, validate=Range(min=0, max=100_000))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Zone:
        """Makes the value."""
        return Zone(**data)


class ConditionsSchema(StatedSchema):
    """Conditions at intake: unknown fields are refused."""

    curfew = fields.Nested(CurfewSchema)
    travel_minutes = fields.Float(validate=Range(min=0, max=24 * 60))
    no_contact = fields.Boolean()
    zones = fields.List(fields.Nested(ZoneSchema))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Conditions:
        """Makes the value."""
        return Conditions(**(data | {"zones": tuple(data.get("zones", ()))}))
