"""Commands of the directory: files in, addresses placed."""

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from agency.edge.request import clock, database, settings
from agency.errors import ReentryError
from resources.duplicates.command import compare_command, duplicates_command
from resources.geocoding.command import geocode_command
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.local import local_geocoder
from resources.geocoding.outside.command import geocode_outside_command
from resources.geocoding.streets.command import load_streets_command
from resources.geocoding.streets.street_file import StreetFile
from resources.hours.command import read_hours_command
from resources.hsds.commands import export_command
from resources.imports.importing import Format, Report
from resources.imports.rows import Outcome
from resources.imports.running import Reading, run
from resources.imports.spreadsheet.columns import read_mapping
from resources.prose.command import read_eligibility_command
from resources.readings.commands import read_texts_command
from resources.routing.command import way_command, ways_command

# So many problems are shown; --json has them all.
_SHOWN = 20

directory_group = AppGroup("directory", help="The provider directory.")


@directory_group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice([each.value for each in Format]), help="Found out if not given."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--mapping", type=click.Path(path_type=Path), help='JSON: {"our field": "their column"}.')
@click.option("--source", default="", help="Name the records are kept under; found out if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_command(
    path: Path, format_: str | None, dry_run: bool, mapping: Path | None, source: str, as_json: bool
) -> None:
    """Import a directory: a file, a folder or a zip.

    HSDS 3 as JSON or as tables, the CSV tables of Ohana, or any spreadsheet (.csv, .xlsx). Rejected rows are reported
    and all the others go in together, or none do. The same file again changes nothing.
    """
    try:
        report = _import(path, Format(format_) if format_ else None, dry_run, mapping, source)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    _tell(report, dry_run)
    if as_json:
        told = report.with_changes() if dry_run else report.as_dict()
        click.echo(json.dumps(told | {"dry_run": dry_run}))
    else:
        click.echo(_summary(report))
    if not report.importable:
        raise click.ClickException("Nothing in it could be imported; nothing was changed.")


def _import(path: Path, format_: Format | None, dry_run: bool, mapping: Path | None, source: str) -> Report:
    reading = Reading.of(path, format_, read_mapping(mapping) if mapping else None, source, database())
    with click.progressbar(length=len(reading.batch.entries), label="Importing", file=sys.stderr) as bar:
        return run(database(), reading, staff_id=None, dry_run=dry_run, show=bar.update)


def _tell(report: Report, dry_run: bool) -> None:
    for problem in report.problems[:_SHOWN]:
        click.echo(f"{problem.where}: {problem.message}", err=True)
    if len(report.problems) > _SHOWN:
        click.echo(f"… and {len(report.problems) - _SHOWN} more; --json has them all.", err=True)
    if dry_run:
        click.echo("Dry run: nothing was changed.", err=True)


def _summary(report: Report) -> str:
    counts = ", ".join(f"{report.counts.get(outcome, 0)} {outcome}" for outcome in Outcome)
    return f"{report.read} rows of “{report.source}” read: {counts}."


def _geocoder() -> Geocoder:
    with database().reading() as session:
        return local_geocoder(session).of(session)


directory_group.add_command(geocode_command(_geocoder))
directory_group.add_command(
    load_streets_command(lambda: StreetFile(settings().streets), lambda: clock().now())
)
directory_group.add_command(geocode_outside_command(lambda: (settings(), clock(), database())))
directory_group.add_command(way_command(lambda: (settings(), database())))
directory_group.add_command(ways_command(lambda: (settings(), clock(), database())))
directory_group.add_command(export_command)
directory_group.add_command(read_hours_command)
directory_group.add_command(read_eligibility_command)
directory_group.add_command(read_texts_command)
directory_group.add_command(compare_command)
directory_group.add_command(duplicates_command)

COMMANDS = (directory_group,)
