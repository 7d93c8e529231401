"""The command that looks through all open cases for what changes in the directory touch."""

import json
import sys
from collections import Counter
from time import monotonic
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.edge.web import clock, database
from reentry.people.people import Person
from reentry.touched import touched
from reentry.touched.touched import Found

# So many cases are opened together.
TOGETHER = 250


@click.command("touched")
@click.option("--all", "everything", is_flag=True, help="Judge every choice again, not only what changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def touched_command(everything: bool, as_json: bool) -> None:
    """Count the steps, letters and appointments that changes in the directory touch; names nobody."""
    began = monotonic()
    with database().writing() as session:
        # A restricted record is open to no command.
        rows = select(Person).where(Person.status != "closed", Person.restricted.is_(False))
        people = session.scalars(rows).all()
        audit.record(session, "person.listed", None, count=len(people))
        read = monotonic()
        with click.progressbar(length=len(people), label="Looking", file=sys.stderr) as bar:
            found = []
            for start in range(0, len(people), TOGETHER):
                part = people[start : start + TOGETHER]
                found.append(_find(session, part, everything))
                bar.update(len(part))
        told = _figures(found) | {
            "people": len(people),
            "read_seconds": round(read - began, 3),
            "seconds": round(monotonic() - read, 3),
        }
    click.echo(json.dumps(told) if as_json else _told(told))


def _find(session: Session, people: Any, everything: bool) -> Found:  # noqa: ANN401
    catalog = current_app.extensions["shelf"].catalog(session)
    return touched.find(session, catalog, people, clock().now(), everything=everything)


def _figures(found: list[Found]) -> dict[str, Any]:
    cases = [each for part in found for each in part.touched]
    reasons = Counter(f"{reason.rule}: {reason.code}" for each in cases for reason in each.differences)
    return {
        "resting": sum(each.resting for each in found),
        "judged": sum(each.judged for each in found),
        "touched": len(cases),
        "people_touched": len({each.person.id for each in cases}),
        "letters": sum(each.resting.letters for each in cases),
        "appointments": sum(len(each.resting.appointments) for each in cases),
        "differences": dict(sorted(reasons.items())),
    }


def _told(told: dict[str, Any]) -> str:
    return (
        f"Open cases: {told['people']}. Choices of a service: {told['resting']}, judged again: {told['judged']}, "
        f"touched: {told['touched']}, with unsent letters: {told['letters']}, with appointments: "
        f"{told['appointments']}. Took {told['seconds']} s."
    )
