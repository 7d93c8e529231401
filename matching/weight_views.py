"""The page on which an agency says how much each part of a rank weighs."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.request import unit, viewer
from agency.offices import agency_to_change
from matching import weights
from matching.ranking import WEIGHTS

area = Area("ranking", __name__)
POINTS = "A whole number from 0 to 100."


class _NotAllNothing(StrictSchema):
    @validates_schema
    def _something(self, typed: dict[str, int], **_: object) -> None:
        if not any(typed.values()):
            raise ValidationError(
                "Something must count: give at least one part more than 0.", next(iter(WEIGHTS))
            )


def _points() -> fields.Integer:
    messages: dict[str, str | list[Any] | dict[Any, Any]] = {"invalid": POINTS, "required": POINTS}
    return fields.Integer(
        required=True, validate=validate.Range(0, 100, error=POINTS), error_messages=messages
    )


# One field for each part: how many of a hundred points it weighs.
WeightsForm: type[Schema] = _NotAllNothing.from_dict(
    {part: _points() for part in WEIGHTS}, name="WeightsForm"
)


@area.page("/agency/ranking", "agency.edit")
def show_weights() -> str:
    """How much each part weighs now, and what is usual."""
    return _page({part: round(100 * weight) for part, weight in weights.current(unit()).items()}, {})


@area.page("/agency/ranking", "agency.edit", methods=("POST",))
def send_weights() -> Response:
    """Rank by these from now on; what was chosen before keeps the weights it was chosen by."""
    typed = request.form.to_dict()
    errors = errors_of(WeightsForm(), typed)
    if errors:
        return make_response(_page(typed, errors), 422)
    agency = agency_to_change(unit())
    points = load(WeightsForm(), typed)
    changed = weights.change(agency, {part: points[part] / 100 for part in WEIGHTS})
    if changed:
        told = ", ".join(f"{part} {points[part]}" for part in changed)
        audit.record(unit(), "agency.ranking_changed", viewer().id, weights=told)
    flash("Saved." if changed else "Nothing was different.", "success")
    return make_response(redirect(url_for("ranking.show_weights"), 303))


def _page(typed: dict[str, Any], errors: dict[str, Any]) -> str:
    usual = {part: round(100 * weight) for part, weight in WEIGHTS.items()}
    return render_template(
        "ranking/weights.html", parts=weights.PARTS, usual=usual, typed=typed, errors=errors
    )
