"""Commands for plans: a draft from a person's needs, and the plan on paper."""

import json
from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from agency.edge.request import clock, database, settings
from agency.errors import NotFoundError, ReentryError
from reentry.people import people
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft as plan_draft
from reentry.plans import plans
from reentry.plans import printing as plan_printing
from reentry.plans.copies import COPIES
from reentry.plans.plans import Plan

plan_group = AppGroup("plan", help="Release and support plans.")


@plan_group.command("build")
@click.argument("person_id", type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def build_plan(person_id: UUID, as_json: bool) -> None:
    """Draft a plan from a person's needs; where there is one, add what is missing."""
    try:
        with database().writing() as session:
            person = people.for_command(session, person_id)
            clerk = _nobody(person)
            today = plans.today_of(person, clerk.now)
            index = current_app.extensions["shelf"].index(session, today)
            plan = plan_draft.build(session, person, clerk, today, index)
            plan_id, kind, steps = str(plan.id), plans.KINDS[plan.kind], len(plan.steps)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps({"ids": [plan_id]}) if as_json else f"{plan_id}  {kind}, {steps} steps")


@plan_group.command("pdf")
@click.argument("plan_id", type=click.UUID)
@click.argument("out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--copy", "copy_name", type=click.Choice(list(COPIES)), default="file", help="Who will read it."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def print_plan(plan_id: UUID, out: Path, copy_name: str, as_json: bool) -> None:
    """Write a plan to OUT as a PDF."""
    try:
        with database().writing() as session:
            plan = session.get(Plan, plan_id)
            if plan is None:
                raise NotFoundError(f"There is no plan {plan_id}.")
            people.for_command(session, plan.person_id)
            clerk = _nobody(plan.person)
            printed = plan_printing.print_plan(
                session,
                plan,
                COPIES[copy_name],
                "pdf",
                plans.today_of(plan.person, clerk.now),
                clerk,
                settings().fonts,
            )
            out.write_bytes(printed.data)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(json.dumps({"ids": [str(plan_id)], "file": str(out)}) if as_json else f"{out} is written.")


def _nobody(person: Person) -> Clerk:
    """A command acts as no member of the staff."""
    return Clerk(None, person.office_id, clock().now())
