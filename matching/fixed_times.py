"""Fixed times: the hours of a week at which a person must be somewhere else, handed to matching as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from marshmallow import fields, post_load
from marshmallow.validate import OneOf, Range

from agency.languages import to_translate
from matching import lenient
from matching.names import fold
from resources.eligibility import StatedSchema

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
APPOINTMENT = "appointment"
# What it is called in a reason; whatever tells of health or of private life is an appointment.
KINDS: Mapping[str, str] = {
    "work": to_translate("work"),
    "school": to_translate("class or training"),
    "reporting": to_translate("reporting"),
    "court": to_translate("court"),
    "community_service": to_translate("community service"),
    APPOINTMENT: to_translate("an appointment"),
}


@dataclass(frozen=True, slots=True)
class FixedTime:
    """Hours on some days (MO to SU); ending at or before the start means the next day.

    travel_minutes: from home, one way; movable: it could be moved or left out; at: the service where the hours are
    spent (None: none of the directory), in whose way they do not stand. A time that is None could not be read.
    """

    kind: str
    days: tuple[str, ...]
    start: time | None
    end: time | None
    travel_minutes: float = 0
    movable: bool = False
    at: UUID | None = None


class FixedTimeSchema(StatedSchema):
    """A fixed time as somebody was judged by it."""

    kind = fields.String(required=True, validate=OneOf(list(KINDS)))
    days = fields.List(fields.String(validate=OneOf(WEEK)), required=True)
    start = fields.Time(format="%H:%M", data_key="from", required=True)
    end = fields.Time(format="%H:%M", data_key="to", required=True)
    travel_minutes = fields.Float(validate=Range(min=0, max=24 * 60))
    movable = fields.Boolean()
    at = fields.UUID()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> FixedTime:
        """Makes the value."""
        return FixedTime(**(data | {"days": tuple(data["days"])}))


def read(raw: Mapping[str, object]) -> FixedTime:
    """A fixed time, leniently; what cannot be read leaves the hours unknown."""
    kind = fold(lenient.word(raw.get("kind")) or "")
    return FixedTime(
        kind if kind in KINDS else APPOINTMENT,
        tuple(str(day).strip().upper() for day in lenient.items(raw.get("days"))),
        lenient.moment(raw.get("from")),
        lenient.moment(raw.get("to")),
        lenient.number(raw.get("travel_minutes")) or 0,
        lenient.flag(raw.get("movable")) is True,
        lenient.identity(raw.get("at")),
    )
