"""Backups from the command line."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from agency.audit import audit
from agency.backup import backup
from agency.backup.contents import Manifest
from agency.command_line import bar, told_in_a_line
from agency.edge.request import database, settings
from agency.keys.erasure_ledger import ErasureLedger

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
    with told_in_a_line(), bar("Copying") as progress:
        path, manifest = backup.create(database(), folder, progress)
        audit.record_reading(database(), "backup.created", None, file=path.name, rows=manifest.rows)
    _tell(f"Written: {path}", manifest, as_json, path=str(path), bytes=path.stat().st_size)


@backup_group.command("verify")
@click.argument("path", metavar="FILE", type=FILE)
@AS_JSON
def verify_backup(path: Path, as_json: bool) -> None:
    """Read all of FILE, rehearse its restoring in a temporary file, check every row's hash and the audit trail."""
    with told_in_a_line(), bar("Verifying") as progress:
        rehearsed = backup.verify(database(), path, progress, ErasureLedger(settings().data))
        rows = rehearsed.manifest.rows
        audit.record_reading(database(), "backup.verified", None, file=path.name, rows=rows)
    _tell(f"Whole: {path}", rehearsed.manifest, as_json, path=str(path), whole=True, erased=rehearsed.erased)


@backup_group.command("restore")
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--replace", is_flag=True, help="Back up the records that are there beside FILE, then replace them."
)
@AS_JSON
def restore_backup(path: Path, replace: bool, as_json: bool) -> None:
    """Put the records of FILE into an empty database, all of them or none; stop the service first.

    What was erased by order since is erased again: the database that is replaced knows of it, and so does the ledger
    of erasures in the data folder.
    """
    with told_in_a_line(), bar("Restoring") as progress:
        ledger = ErasureLedger(settings().data)
        restored = backup.restore(database(), path, progress, replace, ledger)
    kept = str(restored.kept) if restored.kept else None
    if kept and not as_json:
        click.echo(f"What was there before: {kept}")
    told = {"path": str(path), "kept": kept, "erased": restored.erased}
    _tell(f"Restored: {path}", restored.manifest, as_json, **told)


def _tell(sentence: str, manifest: Manifest, as_json: bool, **more: object) -> None:
    if as_json:
        click.echo(json.dumps({**more, "rows": manifest.rows, **manifest.told()}))
        return
    click.echo(sentence)
    click.echo(
        f"Of {manifest.made_at:%b %d, %Y %H:%M} UTC: {manifest.rows} rows in {len(manifest.tables)} tables; "
        f"{manifest.entries} audit entries, the last digest is {manifest.last_digest}"
    )
    if more.get("erased"):
        click.echo(f"Erased or shut away again by order: {more['erased']}")
