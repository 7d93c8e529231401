"""Every event of the trail is declared once, happens somewhere, and carries exactly its details."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from agency.audit.events import EVENTS, EventKind
from tests.guards.conftest import Plant
from tests.guards.source import ROOT, product, told

# The functions that write an entry, with the position of the event's name among their arguments.
RECORDERS = {
    "audit.record": 1,
    "audit.record_reading": 1,
    "record_reading": 1,
    "read_recorded": 0,
}
NOT_DETAILS = {"session", "database", "event", "actor_id", "subject_id", "outcome"}


@dataclass(frozen=True)
class Use:
    """One place that writes an entry, under each name it may choose; details is None where they are computed."""

    where: str
    events: frozenset[str]
    details: frozenset[str] | None


def uses(root: Path) -> Iterator[Use]:
    """Every call that writes an entry with a name that can be read off the page."""
    for module in product(root):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in RECORDERS:
                continue
            place = RECORDERS[ast.unparse(node.func)]
            named = [word.value for word in node.keywords if word.arg == "event"]
            name = named[0] if named else node.args[place] if len(node.args) > place else None
            events = (
                {each.value for each in ast.walk(name) if isinstance(each, ast.Constant)} if name else set()
            )
            words = {word.arg for word in node.keywords}
            details = None if None in words else frozenset(str(word) for word in words - NOT_DETAILS)
            yield Use(
                module.at(node), frozenset(event for event in events if isinstance(event, str)), details
            )


def misdeclared(root: Path, declared: Mapping[str, EventKind]) -> list[str]:
    """Entries under a name nobody declared, or with other details than declared."""
    found = []
    for use in uses(root):
        for event in sorted(use.events):
            if event not in declared:
                found.append(f"{use.where} records {event}, which is not declared")
            elif use.details is not None and use.details != declared[event].details:
                wanted = sorted(declared[event].details)
                found.append(f"{use.where} records {event} with {sorted(use.details)}, declared are {wanted}")
    return found


def unused(root: Path, declared: Mapping[str, EventKind]) -> list[str]:
    """Declared events that nothing records."""
    recorded = frozenset[str]().union(*(use.events for use in uses(root)))
    return [f"agency/audit/events.py declares {event}" for event in declared if event not in recorded]


def test_every_event_is_recorded_with_exactly_its_details() -> None:
    rule = "Declare the event in agency/audit/events.py with the details it carries, and record it with exactly those."

    assert not (found := misdeclared(ROOT, EVENTS)), told(rule, found)


def test_every_declared_event_happens() -> None:
    rule = "These events are declared and nothing records them: record each where it happens, or take it out."

    assert not (found := unused(ROOT, EVENTS)), told(rule, found)


@pytest.mark.parametrize(
    "text",
    [
        'audit.record(session, "plan.eaten", None)',
        'audit.record(session, "plan.created", None)',
        'audit.record(session, "plan.created", None, outcome="done", kind="parole", extra=1)',
        'read_recorded("plan.created", None, page="plan")',
        'audit.record(session, "plan.created" if new else "plan.eaten", None, kind="parole")',
    ],
)
def test_a_wrong_entry_is_found(plant: Plant, text: str) -> None:
    declared = {"plan.created": EventKind("a plan was begun", frozenset({"kind"}))}

    assert len(misdeclared(plant({"reentry/plans/plans.py": text}), declared)) == 1


@pytest.mark.parametrize(
    "text",
    [
        'audit.record(session, "plan.created", None, plan.id, kind="parole")',
        'audit.record(session, event="plan.created", actor_id=None, kind="parole")',
        'audit.record_reading(database, "plan.created", None, kind="parole")',
        'audit.record(session, "plan.created", None, **details)',
    ],
)
def test_a_right_entry_is_none(plant: Plant, text: str) -> None:
    declared = {"plan.created": EventKind("a plan was begun", frozenset({"kind"}))}
    root = plant({"reentry/plans/plans.py": text})

    assert misdeclared(root, declared) == []
    assert unused(root, declared) == []


def test_an_event_that_never_happens_is_found(plant: Plant) -> None:
    assert unused(plant({"reentry/plans/plans.py": ""}), {"plan.created": EventKind("a plan was begun")})
