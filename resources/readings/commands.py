"""`directory read-texts`: what the directory says in prose already becomes something to decide."""

import json
import sys

import click
from flask.cli import with_appcontext

from agency.edge.request import clock, database
from resources.readings.kinds import DETAILS
from resources.readings.reading import Read, read_texts


class _UndoneError(Exception):
    """Ends a rehearsal, so that it is undone."""


@click.command("read-texts")
@click.option("--dry-run", is_flag=True, help="Say what would be read and change nothing.")
@click.option("--again", is_flag=True, help="Also read what was read before, as after a better reader.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@with_appcontext
def read_texts_command(dry_run: bool, again: bool, as_json: bool) -> None:
    """Read the providers' words, wherever nobody has said the same as rules, hours or other fields.

    What is read waits on the page of readings: until it is decided there it rules nobody out and no hours are in
    force. What was decided before for the same words is not asked again. Run twice, it reads nothing the second time.
    """
    told = Read()
    with click.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        try:
            with database().writing() as session:
                told = read_texts(session, clock().now(), again=again, show=show)
                if dry_run:
                    raise _UndoneError
        except _UndoneError:
            click.echo("Dry run: nothing was changed.", err=True)
    if as_json:
        click.echo(json.dumps(told.as_dict() | {"dry_run": dry_run}))
        return
    click.echo(
        f"{told.services:,} services read: {told.waiting['eligibility']:,} rules, {told.waiting['hours']:,} "
        f"weeks of hours and {sum(told.waiting[name] for name in DETAILS):,} details to decide; "
        f"{told.decided.total():,} decided before for the same words."
        + (
            f" {told.unclear:,} texts name prices that could not be told apart; they stay words."
            if told.unclear
            else ""
        )
    )
