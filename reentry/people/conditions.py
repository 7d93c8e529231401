"""Conditions of supervision, in the words of the order, and as what matching can check."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.keys.vault import SealedField
from agency.tables import Base
from matching.conditions import Conditions, ConditionsSchema
from reentry.people.records import PersonRecord

KINDS = {
    "curfew": "Curfew",
    "no_contact": "No contact",
    "zone": "Zone",
    "residence": "Residence",
    "treatment": "Treatment",
    "employment": "Employment",
    "testing": "Drug testing",
    "no_alcohol": "No alcohol",
    "no_internet": "No internet",
    "travel": "Travel",
    "restitution": "Restitution",
    "community_service": "Community service",
    "monitoring": "EM/GPS monitoring",
    "reporting": "Reporting",
    "other": "Other",
    "warrant": "Open warrant",
    "detainer": "Detainer",
    "pending_charge": "Pending charge",
}
# What comes before any other work.
HOLDS = ("warrant", "detainer", "pending_charge")
# What the client-safe view hides: holds, and whatever tells of a victim or of where not to go.
NOT_ACROSS_THE_DESK = (*HOLDS, "no_contact", "zone", "residence")
# Made once: a list of cases reads the conditions of everybody in it.
_SCHEMA = ConditionsSchema()


class Condition(PersonRecord, Base):
    """One condition, warrant or detainer; ended rather than deleted when an order lifts it."""

    __tablename__ = "condition"

    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]

    # One of KINDS.
    kind = SealedField[str]("other")
    # The words of the order.
    text = SealedField[str]("")
    # Which order, and its number or date.
    source = SealedField[str]("")
    # Community-service hours, where ordered.
    hours = SealedField[float | None](None)
    # What matching checks: {"from","to"} of a curfew, and {"approved"} beyond it; {"kind","latitude","longitude",
    # "radius_m"} or {"kind","polygon"} of a zone; {"permitted_states"} of a limit on travel.
    terms = SealedField[dict[str, Any]]({})


def in_force(conditions: Iterable[Condition]) -> list[Condition]:
    """The conditions no order has ended."""
    return [condition for condition in conditions if condition.ended_at is None]


def hours_of(terms: Mapping[str, Any]) -> dict[str, Any]:
    """From when until when a curfew lasts; empty where its terms name no hours."""
    return {name: terms[name] for name in ("from", "to") if name in terms}


def terms_of(conditions: Iterable[Condition], travel_minutes: float | None) -> Conditions:
    """What matching checks, from the conditions in force."""
    live = in_force(conditions)
    terms: dict[str, Any] = {"zones": [each.terms for each in live if each.kind == "zone" and each.terms]}
    curfews = [each.terms for each in live if each.kind == "curfew"]
    terms["curfew"] = next((hours_of(each) for each in reversed(curfews) if hours_of(each)), None)
    terms["approved"] = [window for each in curfews for window in each.get("approved", ())]
    terms["permitted_states"] = [
        state for each in live if each.kind == "travel" for state in each.terms.get("permitted_states", ())
    ]
    if travel_minutes is not None:
        terms["travel_minutes"] = travel_minutes
    if any(each.kind == "no_contact" for each in live):
        terms["no_contact"] = True
    loaded: Conditions = _SCHEMA.load(terms)
    return loaded
