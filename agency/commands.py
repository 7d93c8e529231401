"""Commands of the office itself: setting it up, its staff."""

import json
import secrets
from zoneinfo import available_timezones

import click
from flask.cli import AppGroup

from agency.audit import audit
from agency.edge.request import database
from agency.errors import ReentryError
from agency.keys.commands import rotate_key
from agency.offices import Agency, Office
from agency.staff import staff

agency_group = AppGroup("agency", help="Set up the agency.")
agency_group.add_command(rotate_key)
staff_group = AppGroup("staff", help="Staff accounts.")


@agency_group.command("init")
@click.option("--name", prompt="Name of the agency")
@click.option("--neutral-name", prompt="Name for letters that must not tell of supervision")
@click.option("--state", prompt="State (two letters)")
@click.option("--office", prompt="Name of the first office")
@click.option("--time-zone", prompt="Its time zone", default="America/New_York")
def init_agency(name: str, neutral_name: str, state: str, office: str, time_zone: str) -> None:
    """Set up a real agency with its first office; then add staff."""
    if len(state) != 2 or not state.isalpha():
        raise click.ClickException(f"A state is written with two letters, such as MD, not {state!r}.")
    if time_zone not in available_timezones():
        raise click.ClickException(f"There is no time zone {time_zone!r}; one is America/New_York.")
    with database().writing() as session:
        if session.get(Agency, 1):
            raise click.ClickException("The agency is set up already.")
        first = Office(name=office, time_zone=time_zone, state=state.upper())
        session.add(first)
        session.flush()
        session.add(
            Agency(name=name, neutral_name=neutral_name, state=state.upper(), main_office_id=first.id)
        )
        audit.record(session, "agency.created", None)
    click.echo(f"{name} is set up. Next: flask --app app staff add EMAIL --role administrator")


@staff_group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in staff.Role]))
@click.option("--name", default="", help="As it stands on letters.")
@click.option("--office", default="", help="Name of the office; the main office where not given.")
@click.option("--password", default="", help="At least 15 characters; made and shown once where not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def add_staff(email: str, role: str, name: str, office: str, password: str, as_json: bool) -> None:
    """Make a staff account."""
    chosen = password or "-".join(secrets.token_hex(2) for _ in range(5))
    try:
        with database().writing() as session:
            added = staff.add(session, email, staff.Role(role), name, office, chosen)
            audit.record(session, "staff.added", None, added.id, role=role)
            staff_id = str(added.id)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        made = {} if password else {"password": chosen}
        click.echo(json.dumps({"id": staff_id, "email": email, "role": role, **made}))
    elif password:
        click.echo(f"{email} can log in as {role}.")
    else:
        click.echo(f"{email} can log in as {role} with the password {chosen}")


COMMANDS = (agency_group, staff_group)
