"""Entering and ending the fixed times of a week."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.edge.forms import StrictSchema
from agency.errors import NotFoundError
from matching.minutes import DAY, lasting
from matching.week.activities import DAYS, GRID
from reentry.people.clerk import Clerk
from reentry.people.commitments import KINDS, Commitment
from reentry.people.people import Person

LINE = 200
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOVES = (0, 30, 60, 120)
PLACE = ("address_1", "city", "state", "postal_code")
LABELS = {
    "kind": "What it is",
    "title": "Called",
    "days": "Days",
    "begins": "From",
    "ends": "Until",
    "minutes": "Minutes each time",
    "times": "Times a week",
    "travel_minutes": "Minutes from home",
    "movable": "Could be moved by",
    "step": "Step of the plan",
}


def _line() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=LINE, error="This is too long."))


def _clock() -> fields.Time:
    wrong = "Enter an hour, such as 9:00 AM."
    return fields.Time(format="%H:%M", required=True, error_messages={"required": wrong, "invalid": wrong})


def _number(low: int, high: int) -> fields.Integer:
    says = f"Enter a number from {low} to {high}."
    within = validate.Range(low, high, error=says)
    return fields.Integer(
        load_default=None, allow_none=True, validate=within, error_messages={"invalid": says}
    )


class FixedTimeForm(StrictSchema):
    """A fixed time of the week, with hours on the grid of five minutes."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(KINDS), error="Say what it is."),
        error_messages={"required": "Say what it is."},
    )
    title = _line()
    days = fields.List(
        fields.Integer(validate=validate.OneOf(DAYS)),
        required=True,
        validate=validate.Length(min=1, error="Check at least one day."),
        error_messages={"required": "Check at least one day."},
    )
    begins = _clock()
    ends = _clock()
    minutes = _number(GRID, DAY)
    times = _number(1, 7)
    address_1 = _line()
    city = _line()
    state = _line()
    postal_code = _line()
    travel_minutes = _number(0, 12 * 60)
    approved = fields.Boolean(load_default=False)
    movable = fields.Integer(load_default=0, validate=validate.OneOf(MOVES))
    step = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def _can_be(self, typed: dict[str, Any], **_: object) -> None:
        if typed["minutes"] and typed["minutes"] > lasting(typed["begins"], typed["ends"]):
            raise ValidationError("This is longer than the hours above.", "minutes")
        if typed["times"] and typed["times"] > len(set(typed["days"])):
            raise ValidationError("There are fewer days than times; it is once a day at most.", "times")


def enter(session: Session, person: Person, typed: dict[str, Any], clerk: Clerk) -> Commitment:
    """Put a fixed time into the person's week; typed is what FixedTimeForm read."""
    row = Commitment(person_id=person.id, entered_at=clerk.now, entered_by_id=clerk.staff_id)
    for name in ("kind", "title", "minutes", "times", "travel_minutes", "approved", "movable"):
        setattr(row, name, typed[name])
    row.days = sorted(set(typed["days"]))
    row.begins, row.ends = f"{typed['begins']:%H:%M}", f"{typed['ends']:%H:%M}"
    row.place = {name: typed[name].strip() for name in PLACE if typed[name].strip()}
    row.step = str(typed["step"] or "")
    person.commitments.append(row)
    session.flush()
    audit.record(session, "commitment.entered", clerk.staff_id, person.id)
    return row


def end(session: Session, person: Person, commitment_id: UUID, clerk: Clerk) -> None:
    """Take a fixed time out of the week; NotFoundError where the person has no such one."""
    row = next((each for each in person.commitments if each.id == commitment_id), None)
    if row is None or row.ended_at is not None:
        raise NotFoundError("There is no such fixed time in this week, or it was ended already.")
    row.ended_at = clerk.now
    session.flush()
    audit.record(session, "commitment.ended", clerk.staff_id, person.id)
