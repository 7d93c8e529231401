"""The command that writes the directory to a file."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from agency.audit import audit
from agency.edge.request import database
from resources.hsds.export import ExportFormat, write


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    required=True,
    type=click.Choice([each.value for each in ExportFormat]),
    help="HSDS 3 as JSON or as tables (a zip file, or a folder), or one plain table.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def export_command(path: Path, format_: str, as_json: bool) -> None:
    """Write the directory to PATH, without secret places, survivors' services, and whom providers take."""
    with database().writing() as session:
        try:
            count = write(session, path, ExportFormat(format_))
        except OSError as error:
            raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
        audit.record(session, "directory.exported", None, format=format_, services=count)
    if as_json:
        click.echo(json.dumps({"path": str(path), "format": format_, "services": count}))
    else:
        click.echo(f"{count} services written to {path}.")
