"""Backups from the command line."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from agency import backup
from agency.backup_contents import Manifest, Progress
from agency.web import database

backup_group = AppGroup("backup", help="Safe copies of the whole database.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@backup_group.command("create")
@click.argument("folder", metavar="DIR", type=FOLDER)
@AS_JSON
def create_backup(folder: Path, as_json: bool) -> None:
    """Write an encrypted copy of the database into DIR, while the service goes on.

    It opens only with the master key, which must be kept elsewhere; a name that ends in .part is an unfinished copy.
    """
    with _told_in_a_line(), _bar("Copying") as progress:
        path, manifest = backup.create(database(), folder, progress)
    _tell(f"Written: {path}", manifest, as_json, path=str(path), bytes=path.stat().st_size)


@backup_group.command("verify")
@click.argument("path", metavar="FILE", type=FILE)
@AS_JSON
def verify_backup(path: Path, as_json: bool) -> None:
    """Read all of FILE, rehearse its restoring in a temporary file, check every row's hash and the audit trail."""
    with _told_in_a_line(), _bar("Verifying") as progress:
        manifest = backup.verify(database(), path, progress)
    _tell(f"Whole: {path}", manifest, as_json, path=str(path), whole=True)


@backup_group.command("restore")
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--replace", is_flag=True, help="Back up the records that are there beside FILE, then replace them."
)
@AS_JSON
def restore_backup(path: Path, replace: bool, as_json: bool) -> None:
    """Put the records of FILE into an empty database, all of them or none; stop the service first.

    What was erased by order since, and is not in the database that is replaced, must be erased again.
    """
    with _told_in_a_line(), _bar("Restoring") as progress:
        restored = backup.restore(database(), path, progress, replace)
    kept = str(restored.kept) if restored.kept else None
    if kept and not as_json:
        click.echo(f"What was there before: {kept}")
    _tell(f"Restored: {path}", restored.manifest, as_json, path=str(path), kept=kept)


def _tell(sentence: str, manifest: Manifest, as_json: bool, **more: object) -> None:
    if as_json:
        click.echo(json.dumps({**more, "rows": manifest.rows, **manifest.told()}))
        return
    click.echo(sentence)
    click.echo(
        f"Of {manifest.made_at:%b %d, %Y %H:%M} UTC: {manifest.rows} rows in {len(manifest.tables)} tables; "
        f"{manifest.entries} audit entries, the last digest is {manifest.last_digest}"
    )


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    watched = sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not watched) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


@contextmanager
def _told_in_a_line() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The file'}: {error.strerror}.") from error
    except DBAPIError as error:
        raise click.ClickException(
            f"The database does not allow it: {str(error.orig).splitlines()[0]}."
        ) from error
