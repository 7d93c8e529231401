"""What is wrong with the service, in detail, for whoever sits at the machine."""

import json

import click
from flask.cli import with_appcontext

from agency.edge.request import clock, database, settings
from agency.watch import health
from agency.watch.health import State

MARKS = {State.OK: "ok", State.WARNING: "WARNING", State.FAILED: "FAILED"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def doctor_command(as_json: bool) -> None:
    """Check the database, its key, the audit trail's end, the disk and the last backup, and say what to do."""
    found = health.checks(database(), settings(), clock().now())
    if as_json:
        told = [{"name": check.name, "state": check.state, "why": check.why} for check in found]
        click.echo(json.dumps({"checks": told}))
    else:
        for check in found:
            click.echo(f"{MARKS[check.state]:8} {check.name:12} {check.why}")
    if not health.is_well(found):
        raise SystemExit(1)


COMMANDS = (doctor_command,)
