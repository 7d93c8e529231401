"""Changing the master key from the command line."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import click
from flask.cli import with_appcontext

from agency import migration
from agency.command_line import bar, told_in_a_line
from agency.database import Database
from agency.edge.request import clock, database, origin, settings
from agency.keys import file as key_file
from agency.keys import rotation as key_rotation
from agency.keys.rotation import Ring
from agency.keys.vault import Vault

SET = "Set REENTRY_KEY to this, then run rotate-key again, with the service stopped:"
FORGET = "Set REENTRY_KEY to this:"
KEEP = (
    "Backups made before need the old key. Once no such backup is kept, or the old key is kept elsewhere, its line may "
    "go: rotate-key --forget-old"
)


@click.command("rotate-key")
@click.option("--forget-old", is_flag=True, help="Take the older keys out, once nothing lies under them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def rotate_key(forget_old: bool, as_json: bool) -> None:
    """Put a new master key in the place of the old one; stop the service first.

    Cut off at any moment, it goes on where it was when it is run again, and the service starts in between.
    """
    with told_in_a_line(), _ring() as (ring, keep), bar("Sealing keys anew") as progress:
        if forget_old:
            ring, records, forgotten = ring[:1], None, key_rotation.forget(ring, _opened, keep)
        else:
            (ring, records), forgotten = key_rotation.rotate(ring, _opened, keep, progress), 0
    to_set = "" if keep or records is not None else ",".join(key.hex() for key in ring)
    if as_json:
        click.echo(json.dumps({"set": to_set, "records": records or 0, "forgotten": forgotten}))
    elif to_set:
        click.echo(f"{FORGET if forget_old else SET}\n{to_set}")
    elif forget_old:
        click.echo("The key file holds one key; the older ones are forgotten.")
    else:
        click.echo(f"The key is changed; the keys of {records} records were sealed anew. {KEEP}")


@contextmanager
def _ring() -> Iterator[tuple[Ring, Callable[[Ring], None] | None]]:
    """The keys as they are now, which nobody else changes meanwhile, and how they are changed."""
    path = settings().key_file
    if path is None:
        yield settings().master_keys, None
        return
    with key_file.kept(path):
        yield key_file.read(path), partial(key_file.replace, path)


def _opened(ring: Ring) -> Database:
    """The database as a service with this ring opens it."""
    database().close()
    return Database(settings().database_url, Vault(*ring), clock(), migration.bring_up_to_date, origin)
