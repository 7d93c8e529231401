"""What is typed about calls, room and the time for them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from agency.edge.forms import StrictSchema
from resources.upkeep.budget import USUAL_CLOCKS
from resources.upkeep.calls import OUTCOMES, PARTS
from resources.upkeep.log import REACHED, Entry
from resources.upkeep.room import UNITS, Room

WITH_WHOM = "Say who answered: a name or a desk."
NOT_REACHED = "Nobody was reached: only what the provider says can be confirmed or counted."
# Longer waiting lists than this are slips of the finger.
MOST_PEOPLE, MOST_DAYS = 10_000, 3650


def _count(most: int) -> fields.Integer:
    error = f"A whole number from 0 to {most:,}."
    return fields.Integer(
        load_default=None, validate=validate.Range(0, most, error=error), error_messages={"invalid": error}
    )


def _text(longest: int) -> fields.String:
    return fields.String(
        load_default="", validate=validate.Length(max=longest, error=f"At most {longest:,} characters.")
    )


class CallForm(StrictSchema):
    """One call: today is the caller's day; chased: whether there may be a next try at all."""

    outcome = fields.String(
        required=True,
        validate=validate.OneOf(OUTCOMES, error="Say what came of the call."),
        error_messages={"required": "Say what came of the call."},
    )
    spoke_with = _text(200)
    said = _text(4000)
    next_try = fields.Date(load_default=None, error_messages={"invalid": "Write the day as 2027-02-14."})
    confirmed = fields.List(
        fields.String(validate=validate.OneOf(PARTS, error="There is no such part.")), load_default=list
    )
    all_of_it = fields.Boolean(load_default=False)
    unit = fields.String(load_default="slots", validate=validate.OneOf(UNITS))
    available, waiting, waiting_days = _count(MOST_PEOPLE), _count(MOST_PEOPLE), _count(MOST_DAYS)
    back = _text(500)

    def __init__(self, today: date, *, chased: bool) -> None:
        super().__init__()
        self.today, self.chased = today, chased

    @validates_schema
    def _reached(self, typed: dict[str, Any], **_: object) -> None:
        if typed.get("outcome") == REACHED and not typed.get("spoke_with", "").strip():
            raise ValidationError(WITH_WHOM, "spoke_with")
        if typed.get("outcome") in (REACHED, None):
            return
        if typed.get("confirmed") or typed.get("all_of_it"):
            raise ValidationError(NOT_REACHED, "confirmed")
        for name in ("available", "waiting", "waiting_days"):
            if typed.get(name) is not None:
                raise ValidationError(NOT_REACHED, name)

    @validates_schema
    def _in_time(self, typed: dict[str, Any], **_: object) -> None:
        if not typed.get("next_try"):
            return
        if not self.chased:
            raise ValidationError("Services for survivors are not called again: they call.", "next_try")
        if typed["next_try"] < self.today:
            raise ValidationError("This day is over.", "next_try")


def entry_of(form: Mapping[str, Any], parts: Iterable[str]) -> Entry:
    """What was typed, as the log takes it; parts: what "all of it" means for this record."""
    return Entry(
        outcome=form["outcome"],
        spoke_with=form["spoke_with"].strip(),
        said=form["said"].strip(),
        next_try=form["next_try"],
        confirmed=tuple(parts) if form["all_of_it"] else tuple(form["confirmed"]),
        room=Room(form["unit"], form["available"], form["waiting"], form["waiting_days"]),
    )


class BatchForm(StrictSchema):
    """How many calls, and for whom."""

    count = fields.Integer(
        required=True,
        validate=validate.Range(1, 200, error="1 to 200 calls."),
        error_messages={"invalid": "1 to 200 calls.", "required": "1 to 200 calls."},
    )
    assigned_to = fields.UUID(required=True, error_messages={"invalid_uuid": "Choose who calls."})


_DAYS = "1 to 3,650 days."


class _Hours(StrictSchema):
    hours_per_week = fields.Float(
        required=True,
        validate=validate.Range(0, 168, error="0 to 168 hours."),
        error_messages={"invalid": "0 to 168 hours.", "required": "0 to 168 hours."},
    )
    minutes_per_call = fields.Float(
        required=True,
        validate=validate.Range(1, 240, error="1 to 240 minutes."),
        error_messages={"invalid": "1 to 240 minutes.", "required": "1 to 240 minutes."},
    )
    cycle_months = fields.Integer(
        required=True,
        validate=validate.Range(1, 60, error="1 to 60 months."),
        error_messages={"invalid": "1 to 60 months.", "required": "1 to 60 months."},
    )


# The time for calls, and a clock in days for each part of a record.
BudgetForm = _Hours.from_dict(
    {
        part: fields.Integer(
            required=True,
            validate=validate.Range(1, MOST_DAYS, error=_DAYS),
            error_messages={"invalid": _DAYS, "required": _DAYS},
        )
        for part in USUAL_CLOCKS
    },
    name="BudgetForm",
)


def room_form(services: Iterable[UUID]) -> Schema:
    """The fields of a page on which the room of many services is typed."""
    rows: dict[str, fields.Field[Any]] = {}
    for each in services:
        rows |= {f"{name}-{each}": _count(MOST_PEOPLE) for name in ("available", "waiting")}
        rows[f"waiting_days-{each}"] = _count(MOST_DAYS)
        rows[f"unit-{each}"] = fields.String(load_default="slots", validate=validate.OneOf(UNITS))
        rows[f"by-{each}"] = _text(200)
    return StrictSchema.from_dict(rows, name="RoomForm")()
