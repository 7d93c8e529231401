"""The demonstration: the product with the fictional agency, for a first look."""

import click
from flask import current_app
from flask.cli import AppGroup

from agency.edge.request import database
from agency.errors import ReentryError
from agency.serve_commands import listening, serve
from reentry.demo import demo

demo_group = AppGroup("demo", help="The fictional agency, for a first look.")


@demo_group.command("fill")
def fill_demo() -> None:
    """Fill an empty database with the fictional agency; a database in use is left alone."""
    if _filled():
        click.echo("Filled with the fictional agency.")
    else:
        click.echo("The database is in use; nothing was changed.")


@demo_group.command("run")
def run_demo() -> None:
    """Fill an empty database, print the log-ins, and serve on this machine only."""
    # A port that is taken is told at once, not after the database was filled.
    server = listening(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the server needs the app itself
    _filled()
    for role, email, password in demo.log_ins():
        click.echo(f"{role} {email} {password}")
    serve(server)


def _filled() -> bool:
    try:
        with database().writing() as session:
            if not demo.is_empty(session):
                return False
            click.echo("Filling the database with the fictional agency …")
            demo.fill(session)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    return True
