"""The page of the agency's rules about places: how distances are measured, and where children are."""

from dataclasses import asdict
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.request import settings, unit, viewer
from agency.offices import agency_to_change
from matching.conditions import ASK, BARRED
from reentry.consents import legal_texts
from reentry.matches import place_rules
from reentry.matches.place_rules import METHODS, PlaceRules

area = Area("place_rules", __name__)

LAW = "registrants_and_children"
LABELS = {
    "method": "How distances are measured",
    "half_width_ft": "Half the width of a lot",
    "detour": "Detour",
    "usual_distance_ft": "Usual distance",
    "source": "Source",
    "minors": "Where children are",
}


def _number(lowest: float, highest: float, error: str, usual: float | None) -> fields.Float:
    return fields.Float(
        load_default=usual,
        allow_none=True,
        validate=validate.Range(min=lowest, max=highest, error=error),
        error_messages={"invalid": error},
    )


class PlaceRulesForm(StrictSchema):
    """The agency's rules about places, lengths in feet."""

    method = fields.String(
        required=True,
        validate=validate.OneOf(list(METHODS), error="Choose a way of measuring."),
        error_messages={"required": "Choose a way of measuring."},
    )
    half_width_ft = _number(0, 1000, "Write feet, from 0 to 1,000.", 0.0)
    detour = _number(1, 5, "Write a number from 1 to 5.", 1.0)
    usual_distance_ft = _number(1, 50_000, "Write feet, from 1 to 50,000, or leave it empty.", None)
    source = fields.String(
        load_default="", validate=validate.Length(max=200, error="At most 200 characters.")
    )
    minors = fields.String(load_default=ASK, validate=validate.OneOf([ASK, BARRED]))

    @validates_schema
    def _each_figure_has_its_source(self, typed: dict[str, Any], **_: object) -> None:
        if (typed.get("usual_distance_ft") or typed.get("method") != "points") and not typed.get("source"):
            raise ValidationError(
                "Say whose rule this is: a statute, an order of the board, a policy.", "source"
            )
        if typed.get("method") == "property_lines" and not typed.get("half_width_ft"):
            raise ValidationError("Say how wide half a lot is.", "half_width_ft")

    @post_load
    def build(self, typed: dict[str, Any], **_: object) -> PlaceRules:
        """Makes the value."""
        return PlaceRules(**typed)


@area.page("/agency/places", "agency.edit")
def show_rules() -> str:
    """The rules as they stand."""
    return _page(_typed(place_rules.of(unit())), {})


@area.page("/agency/places", "agency.edit", methods=("POST",))
def send_rules() -> Response:
    """Take the rules from now on; whoever was matched before is told in their plan."""
    typed = {name: value.strip() for name, value in request.form.items()}
    stated = {name: value for name, value in typed.items() if value}
    errors = errors_of(PlaceRulesForm(), stated)
    if errors:
        return make_response(_page(typed, errors), 422)
    agency = agency_to_change(unit())
    rules: PlaceRules = load(PlaceRulesForm(), stated)
    changed = place_rules.change(agency, _with_law(rules))
    if changed:
        audit.record(unit(), "agency.changed", viewer().id, fields=", ".join(changed))
    flash("Saved." if changed else "Nothing was different.", "success")
    return make_response(redirect(url_for("place_rules.show_rules")))


def _with_law(rules: PlaceRules) -> PlaceRules:
    """The rules with the law that they rest on, as it was read on the day they were switched on."""
    if rules.minors != BARRED:
        return rules
    law = legal_texts.load(settings().data)[LAW]
    return PlaceRules(
        **(
            asdict(rules)
            | {"minors_law": f"{law.citation}, as of {law.as_of:%B} {law.as_of.day}, {law.as_of.year}"}
        )
    )


def _typed(rules: PlaceRules) -> dict[str, str]:
    return {
        name: f"{value:g}" if isinstance(value, float) else str(value)
        for name, value in asdict(rules).items()
        if value is not None
    }


def _page(typed: dict[str, str], errors: dict[str, Any]) -> str:
    return render_template(
        "matches/place_rules.html",
        typed=typed,
        errors=errors,
        labels=LABELS,
        methods=METHODS,
        law=legal_texts.load(settings().data)[LAW],
        rules=place_rules.of(unit()),
    )
