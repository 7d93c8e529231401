"""The forms on a plan's pages: what each takes, and what it says when something is wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, pre_load, validate

from agency.edge.forms import StrictSchema
from reentry.plans.coverage import Gap
from reentry.plans.steps import OWNERS, RANKS, STATUSES

SHORT, LONG, LONGEST = 200, 4000, 40_000
WHY = "Say why it may stay open."


class TextForm(StrictSchema):
    """A section's text, with the version that was opened."""

    text = fields.String(required=True, validate=validate.Length(max=LONGEST, error="This is too long."))
    version = fields.Integer(required=True)


class StepForm(StrictSchema):
    """A step: what, by whom, by when, and which need or condition it answers."""

    title = fields.String(
        required=True,
        validate=validate.Length(min=1, max=SHORT, error="Say what is to happen, in a line."),
        error_messages={"required": "Say what is to happen, in a line."},
    )
    note = fields.String(load_default="", validate=validate.Length(max=LONG, error="This is too long."))
    owner = fields.String(required=True, validate=validate.OneOf(list(OWNERS), error="Choose who does it."))
    due = fields.Date(load_default=None, allow_none=True, error_messages={"invalid": "Enter a date."})
    rank = fields.String(load_default="", validate=validate.OneOf(["", *RANKS], error="Primary or backup?"))
    answers = fields.String(load_default="", validate=validate.Length(max=SHORT))
    version = fields.Integer(load_default=0)

    @pre_load
    def read_blanks(self, data: Mapping[str, Any], **_: object) -> dict[str, Any]:
        """An empty date is no date; words are taken without the blanks around them."""
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}
        return {**stripped, "due": stripped.get("due") or None}

    @post_load
    def tell_apart(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """What the step answers, as the step keeps it."""
        kind, _colon, value = data.pop("answers").partition(":")
        return {
            **data,
            "need": "",
            "condition": "",
            **({kind: value} if kind in ("need", "condition") else {}),
        }


class LogForm(StrictSchema):
    """A line of a step's status log."""

    status = fields.String(required=True, validate=validate.OneOf(list(STATUSES), error="Choose a status."))
    note = fields.String(load_default="", validate=validate.Length(max=LONG, error="This is too long."))


class WaiverForm(StrictSchema):
    """What stays open, and why; without a reason it no longer does."""

    key = fields.String(required=True, validate=validate.Length(max=SHORT))
    reason = fields.String(load_default="", validate=validate.Length(max=LONG, error="This is too long."))


def submit_form(gaps: Iterable[Gap]) -> Schema:
    """A reason for each gap that may stand."""
    reasons: dict[str, fields.Field[Any]] = {
        gap.key: fields.String(
            required=True,
            validate=validate.Length(min=1, max=LONG, error=WHY),
            error_messages={"required": WHY},
        )
        for gap in gaps
        if gap.waivable
    }
    return StrictSchema.from_dict(reasons, name="SubmitForm")()
