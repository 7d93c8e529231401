"""Conditions of supervision that a service must fit: curfew, way home, no contact, zones on the order."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from marshmallow import ValidationError, fields, post_dump, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range

from matching.areas import AreaField, Vertices
from matching.fixed_times import WEEK, FixedTime, FixedTimeSchema
from matching.kept_clear import KeptClear, KeptClearSchema
from matching.measuring import BY_POINTS, METHODS, Measuring
from resources.eligibility import StatedSchema

RESIDENCE_ZONE = "residence"
ZONE_KINDS = (RESIDENCE_ZONE, "presence", "exclusion")
# For what hours beyond a curfew are approved, and the needs such an errand serves; "any" is every need.
PURPOSES = {
    "work": ("jobs",),
    "school": ("education",),
    "treatment": (
        "substance_use_treatment",
        "mental_health",
        "cognitive_behavioral_program",
        "abuser_intervention",
    ),
    "medical": ("health_care", "mental_health", "substance_use_treatment"),
    "legal": ("legal_help",),
    "benefits": ("identification_and_benefits",),
    "community_service": ("community_service",),
    "any": (),
}
LISTS = ("zones", "approved", "permitted_states", "fixed_times", "kept_clear")
# Whether the agency's text of law bars registrants from where children are, or leaves it to be asked.
ASK, BARRED = "ask", "barred"


@dataclass(frozen=True, slots=True)
class Curfew:
    """The hours at home, every day; may pass midnight; starting and ending at one time means all day.

    An end that is None could not be read, and leaves the hours unknown.
    """

    start: time | None
    end: time | None


@dataclass(frozen=True, slots=True)
class Zone:
    """A circle or an area printed on the order, radius in meters; a measure that is None could not be read.

    A residence zone forbids living there; a presence or exclusion zone forbids being there. polygon: the corners of an
    area, latitude and longitude in degrees; none of a circle.
    """

    kind: str
    latitude: float | None
    longitude: float | None
    radius_m: float | None
    polygon: Vertices | None = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """Hours on some days (MO to SU) for which somebody under curfew may be out, for one purpose of PURPOSES.

    Ending at or before the start means the next day; a time that is None could not be read.
    """

    days: tuple[str, ...]
    start: time | None
    end: time | None
    purpose: str

    def serves(self, needs: tuple[str, ...]) -> bool:
        """Whether a service that meets these needs is such an errand."""
        return self.purpose == "any" or any(need in PURPOSES.get(self.purpose, ()) for need in needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What the person's order says, and what the agency has laid down about it; travel_minutes is one way.

    permitted_states: where the person has travel permission. fixed_times: when the person must be elsewhere;
    kept_clear: where the person is not to be housed. Of the agency: how distances are measured;
    confined_to, the state that is left with permission only; minors, whether registrants are barred from where children
    are ("barred"), that is to be asked ("ask") or nothing is said of it (""), and the law that says so.
    """

    curfew: Curfew | None = None
    travel_minutes: float = 0
    no_contact: bool = False
    zones: tuple[Zone, ...] = ()
    approved: tuple[Approved, ...] = ()
    permitted_states: tuple[str, ...] = ()
    fixed_times: tuple[FixedTime, ...] = ()
    kept_clear: tuple[KeptClear, ...] = ()
    measuring: Measuring = BY_POINTS
    confined_to: str | None = None
    minors: str = ""
    minors_law: str = ""

    @property
    def about_services(self) -> bool:
        """Whether anything in them is about single services of the directory."""
        return bool(self.kept_clear) or any(each.at for each in self.fixed_times)


class CurfewSchema(StatedSchema):
    """From when until when the person must be at home, as HH:MM."""

    start = fields.Time(format="%H:%M", data_key="from", required=True)
    end = fields.Time(format="%H:%M", data_key="to", required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Curfew:
        """Makes the value."""
        return Curfew(**data)


class ApprovedSchema(StatedSchema):
    """Hours beyond the curfew that are approved on some days, and for what."""

    start = fields.Time(format="%H:%M", data_key="from", required=True)
    end = fields.Time(format="%H:%M", data_key="to", required=True)
    days = fields.List(
        fields.String(validate=OneOf(WEEK)),
        required=True,
        validate=Length(min=1, error="Name a day."),
    )
    purpose = fields.String(required=True, validate=OneOf(list(PURPOSES)))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Approved:
        """Makes the value."""
        return Approved(**(data | {"days": tuple(data["days"])}))


class ZoneSchema(StatedSchema):
    """One zone of the order: a circle, or an area by its corners."""

    kind = fields.String(required=True, validate=OneOf(ZONE_KINDS))
    latitude = fields.Float(validate=Range(min=-90, max=90))
    longitude = fields.Float(validate=Range(min=-180, max=180))
    radius_m = fields.Float(validate=Range(min=0, max=100_000))
    polygon = AreaField()

    @validates_schema
    def _one_shape(self, data: dict[str, Any], **_: object) -> None:
        circle = [name for name in ("latitude", "longitude", "radius_m") if name in data]
        if data.get("polygon") and circle:
            raise ValidationError("Give the corners of an area or a circle, not both.", "polygon")
        for name in ("latitude", "longitude", "radius_m"):
            if not data.get("polygon") and name not in data:
                raise ValidationError("Missing data for required field.", name)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Zone:
        """Makes the value."""
        return Zone(**({"latitude": None, "longitude": None, "radius_m": None} | data))


class ConditionsSchema(StatedSchema):
    """Conditions at intake: unknown fields are refused."""

    curfew = fields.Nested(CurfewSchema)
    travel_minutes = fields.Float(validate=Range(min=0, max=24 * 60))
    no_contact = fields.Boolean()
    zones = fields.List(fields.Nested(ZoneSchema))
    approved = fields.List(fields.Nested(ApprovedSchema))
    permitted_states = fields.List(fields.String(validate=Length(min=1, max=60)))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Conditions:
        """Makes the value."""
        listed = {name: tuple(data[name]) for name in LISTS if name in data}
        return Conditions(**(data | listed))

    @post_dump
    def drop_unsaid(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Writes what is not usual only where it is said."""
        usual: dict[str, object] = {
            "approved": [],
            "permitted_states": [],
            "fixed_times": [],
            "kept_clear": [],
            "measuring": {"method": "points", "half_width_m": 0.0, "detour": 1.0},
            "minors": "",
            "minors_law": "",
        }
        return {name: value for name, value in data.items() if name not in usual or value != usual[name]}


class MeasuringSchema(StatedSchema):
    """How the agency measures distances."""

    method = fields.String(required=True, validate=OneOf(list(METHODS)))
    half_width_m = fields.Float(validate=Range(min=0, max=1000))
    detour = fields.Float(validate=Range(min=1, max=5))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Measuring:
        """Makes the value."""
        return Measuring(**data)


class JudgedConditionsSchema(ConditionsSchema):
    """Conditions as somebody was judged by them: the week, places to keep clear of, the agency's rules among them."""

    fixed_times = fields.List(fields.Nested(FixedTimeSchema))
    kept_clear = fields.List(fields.Nested(KeptClearSchema))
    measuring = fields.Nested(MeasuringSchema)
    confined_to = fields.String()
    minors = fields.String(validate=OneOf(["", ASK, BARRED]))
    minors_law = fields.String()
