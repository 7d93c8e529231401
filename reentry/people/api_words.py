"""A person's record as programs read and write it: the words of an intake, so that what is read can be sent back."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, post_load

from reentry.people import conditions, intake, known_facts, sensitive
from reentry.people.conditions import HOLDS, Condition, in_force
from reentry.people.intake_schema import IntakeSchema
from reentry.people.people import Person

# As the record has them; what is empty is left out.
PLAIN = ("number", *intake.PLAIN, *intake.SEALED)
EMPTY: tuple[object, ...] = (None, "", {})


class NewPersonSchema(IntakeSchema):
    """An intake, checked here and handed on as it was sent: reentry.intake reads it by the same schema."""

    @post_load(pass_original=True)
    def as_sent(self, data: Any, original: Any, **_: object) -> Any:  # noqa: ANN401, ARG002
        """What was sent."""
        return original


class ChangeSchema(NewPersonSchema):
    """An intake that names only what changes."""


class PersonSchema(IntakeSchema):
    """One person; what is absent is not known."""

    id = fields.UUID(required=True, dump_only=True)
    not_shown = fields.String(
        dump_only=True,
        metadata={"description": "what this role is not shown, in words; absent where it is shown all"},
    )


def told(person: Person, health: bool = True) -> dict[str, Any]:
    """The record as an intake would state it, with its id; sent back it changes nothing.

    health: whether what tells of health and treatment is told too.
    """
    live = sensitive.conditions(in_force(person.conditions), health)
    worded = [each for each in live if each.text or not _is_checked(each)]
    known = {
        name: entry
        for name, entry in sensitive.facts(known_facts.current(person.known_facts), health).items()
        if entry.value is not None
    }
    record = {
        **{name: getattr(person, name) for name in PLAIN if health or name not in sensitive.FIELDS},
        "id": person.id,
        "not_shown": "" if health else sensitive.NOT_SHOWN,
        "office": person.office.name,
        "officer": person.holder.email if person.holder else None,
        "facts": known_facts.facts_of(known.values()),
        "fact_sources": {
            name: _stated(source=entry.source, dated=entry.dated) for name, entry in known.items()
        },
        "conditions": conditions.terms_of(person.conditions, person.travel_minutes),
        "orders": [_order(each) for each in worded if each.kind not in HOLDS],
        "warrants": [_stated(kind=each.kind, text=each.text) for each in worded if each.kind in HOLDS],
        "needs": [
            _stated(need=each.need, note=each.note if health else "")
            for each in sensitive.needs(person.needs, health)
        ],
    }
    if not health:
        # The level says how closely to supervise; the domains say where the trouble lies.
        record["assessment"] = {name: each for name, each in person.assessment.items() if name != "domains"}
    return _stated(**record)


def emptied(person: Person, facts: Mapping[str, Any]) -> list[str]:
    """The known facts that a change says are unknown after all: those it names with null or a blank."""
    known = known_facts.current(person.known_facts)
    return [name for name, entry in known.items() if entry.value is not None and _is_emptied(name, facts)]


def _is_emptied(name: str, facts: Mapping[str, Any]) -> bool:
    outer, _, part = name.partition(".")
    stated = facts.get(outer, name)
    if part and isinstance(stated, Mapping):
        stated = stated.get(part, name)
    return stated is None or (isinstance(stated, str) and not stated.strip())


def _order(condition: Condition) -> dict[str, Any]:
    return _stated(kind=condition.kind, text=condition.text, source=condition.source, hours=condition.hours)


def _stated(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: value for name, value in values.items() if value not in EMPTY}


def _is_checked(condition: Condition) -> bool:
    """Whether what matching checks, told under conditions, says it already."""
    return bool(condition.terms) or condition.kind == "no_contact"
