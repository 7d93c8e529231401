"""Commands for people: taking them in from a file, listing them, and what an intake may say."""

import json
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from agency.audit import audit
from agency.command_line import told_in_a_line
from agency.edge.forms import by_path
from agency.edge.request import clock, database, settings
from agency.errors import InvalidError, NotFoundError, ReentryError
from agency.keys import erasures
from agency.keys.erasure_ledger import ErasureLedger
from agency.offices import Agency
from reentry.people import erasure, intake, intake_files, intake_json_schema, people
from reentry.people.clerk import Clerk
from reentry.people.erasure import Terms
from reentry.people.people import Person

NOT_SWEPT = (
    "Others are at work in the database: what cannot be opened any more still lies in its files for a while."
)

people_group = AppGroup("people", help="People under supervision.")


@people_group.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (it is printed in any case).")
def import_people(path: Path, as_json: bool) -> None:  # noqa: ARG001
    """Take people in from PATH (.json, .csv, .xlsx): all of them, or none and a line for each fault."""
    try:
        ids = _import(path)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps({"ids": ids}))


@people_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_people(as_json: bool) -> None:
    """List everybody with an open case whom more than named staff may know of."""
    with database().writing() as session:
        found = sorted(
            session.scalars(select(Person).where(Person.status != "closed", Person.restricted.is_(False))),
            key=lambda each: each.family_name,
        )
        rows = [
            {
                "id": str(person.id),
                "number": person.number,
                "name": person.name,
                "status": person.status,
                "needs": [need.need for need in person.needs],
            }
            for person in found
        ]
        audit.record(session, "person.listed", None, count=len(rows))
    if as_json:
        click.echo(json.dumps({"people": rows}))
        return
    for row in rows:
        click.echo(
            f"{row['id']}  {row['number']:<12}  {row['name']}  ({people.STATUSES[str(row['status'])]})"
        )


@people_group.command("erase")
@click.argument("number")
@click.option("--kind", required=True, type=click.Choice(list(erasures.KINDS)))
@click.option("--order", required=True, help="Which order it is: court and case number, or the citation.")
@click.option("--ordered-on", type=click.DateTime(["%Y-%m-%d"]), help="The date of the order.")
@click.option("--let-in", multiple=True, metavar="EMAIL", help="Whom an order to seal or shield lets in.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def erase_person(
    number: str, kind: str, order: str, ordered_on: datetime | None, let_in: tuple[str, ...], as_json: bool
) -> None:
    """Carry out a court's order to expunge, seal or shield the record of NUMBER.

    An expunged record cannot be brought back; a later import of its number is refused.
    """
    said_on = ordered_on.date().isoformat() if ordered_on else ""
    with told_in_a_line(), database().writing() as session:
        person = people.by_number(session, number)
        if person is None:
            raise NotFoundError("There is no record of this number.")
        now, here = clock().now(), person.office.time_zone
        terms, ledger = Terms(kind, order, said_on, let_in), ErasureLedger(settings().data)
        erasure.erase(session, person, terms, ledger, Clerk(None, None, now), clock().today(here))
    swept = database().sweep(erasures.names())
    if as_json:
        click.echo(json.dumps({"kind": kind, "swept": swept}))
        return
    click.echo("The order was carried out." if swept else f"The order was carried out. {NOT_SWEPT}")


@people_group.command("schema")
def show_schema() -> None:
    """Print the JSON Schema of an intake."""
    click.echo(json.dumps(intake_json_schema.schema(), indent=2))


def _import(path: Path) -> list[str]:
    found = intake_files.read(path.name, path.read_bytes())
    faults, ids = [], []
    with database().writing() as session:
        agency = session.get(Agency, 1)
        clerk = Clerk(None, agency.main_office_id if agency else None, clock().now())
        for position, raw in enumerate(found, start=1):
            try:
                ids.append(str(intake.take_in(session, raw, clerk, source="file").id))
            except InvalidError as error:
                faults += [
                    f"person {position}, {name}: {' '.join(messages)}"
                    for name, messages in by_path(error.fields).items()
                ]
        if faults:
            raise InvalidError("Nobody was taken in.\n" + "\n".join(faults))
    return ids
