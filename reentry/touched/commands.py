"""The command that looks through all open cases for what changes in the directory touch."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.edge.request import clock, database
from matching.catalog import Catalog
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
        whose = and_(Person.status != "closed", Person.restricted.is_(False))
        ids = session.scalars(select(Person.id).where(whose)).all()
        audit.record(session, "person.listed", None, count=len(ids))
        catalog, now = current_app.extensions["shelf"].catalog(session), clock().now()
        read = monotonic()
        if everything:
            found = list(_judging_all(session, catalog, ids, now))
        else:
            found = [touched.find(session, catalog, whose, now)]
        told = _figures(found) | {
            "people": len(ids),
            "read_seconds": round(read - began, 3),
            "seconds": round(monotonic() - read, 3),
        }
    click.echo(json.dumps(told) if as_json else _told(told))


def _judging_all(session: Session, catalog: Catalog, ids: Sequence[UUID], now: datetime) -> Iterator[Found]:
    with click.progressbar(length=len(ids), label="Looking", file=sys.stderr) as bar:
        for start in range(0, len(ids), TOGETHER):
            part = ids[start : start + TOGETHER]
            yield touched.find_judging_all(session, catalog, Person.id.in_(part), now)
            bar.update(len(part))


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
