"""Conditions as an intake states them: the words of the order joined with what matching can check."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from matching.conditions import ConditionsSchema
from reentry.people.conditions import HOLDS, Condition, in_force
from reentry.people.people import Person

STATED = ("conditions", "orders", "warrants")
Stated = dict[str, Any]


def supersede(person: Person, intake: Mapping[str, Any], staff_id: UUID | None, now: datetime) -> None:
    """Make the conditions in force those the intake states; what it does not mention stays as it is.

    A condition that is no longer stated is ended, not deleted.
    """
    if not any(name in intake for name in STATED):
        return
    live = in_force(person.conditions)
    wanted = _wanted(intake, live)
    for condition in live:
        if _stated(condition) not in wanted:
            condition.ended_at = now
    known = [_stated(condition) for condition in live]
    for stated in wanted:
        if stated not in known:
            row = Condition(person_id=person.id, entered_at=now, entered_by_id=staff_id)
            for name, value in stated.items():
                setattr(row, name, value)
            person.conditions.append(row)


def _wanted(intake: Mapping[str, Any], live: Sequence[Condition]) -> list[Stated]:
    worded = [each for each in live if each.text or not _checkable(each)]
    orders = intake.get("orders", [_words(each) for each in worded if each.kind not in HOLDS])
    holds = intake.get("warrants", [_words(each) for each in worded if each.kind in HOLDS])
    terms = _terms(intake, live)
    wanted = []
    for each in [*orders, *holds]:
        queue = terms.get(each["kind"], [])
        wanted.append({"source": "", "hours": None, **each, "terms": queue.pop(0) if queue else {}})
    for kind, queue in terms.items():
        wanted += [{"kind": kind, "text": "", "source": "", "hours": None, "terms": left} for left in queue]
    return wanted


def _terms(intake: Mapping[str, Any], live: Sequence[Condition]) -> dict[str, list[Stated]]:
    """What matching checks, by kind: from the intake, or as it stands where the intake states none."""
    if "conditions" not in intake:
        kept: dict[str, list[Stated]] = {}
        for each in live:
            if _checkable(each):
                kept.setdefault(each.kind, []).append(each.terms)
        return kept
    stated = ConditionsSchema().dump(intake["conditions"])
    curfew = stated.get("curfew", {}) | {name: stated[name] for name in ("approved",) if name in stated}
    permitted = {name: stated[name] for name in ("permitted_states",) if name in stated}
    return {
        "curfew": [curfew] if curfew else [],
        "travel": [permitted] if permitted else [],
        "zone": stated.get("zones") or [],
        "no_contact": [{}] if stated.get("no_contact") else [],
    }


def _checkable(condition: Condition) -> bool:
    return bool(condition.terms) or condition.kind == "no_contact"


def _words(condition: Condition) -> Stated:
    return {name: getattr(condition, name) for name in ("kind", "text", "source", "hours")}


def _stated(condition: Condition) -> Stated:
    return {**_words(condition), "terms": condition.terms}
