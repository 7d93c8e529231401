"""The trail from the command line: verifying it, disposing of what is past its time, and mending its head."""

import json
from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.audit import retention as audit_retention
from agency.audit.retention import Disposal
from agency.edge.request import clock, database, settings
from agency.errors import TrailBrokenError

audit_group = AppGroup("audit", help="The audit trail.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")

# Why a head is sealed anew; never in words of one's own, which could name people for as long as the trail lasts.
REASONS = {
    "older-copy-restored": "an older copy of the database was put back",
    "file-damaged": "the file or the disk was damaged",
    "other": "another reason, noted on paper",
}
WHAT_TO_DO = """\
Keep a copy of the database as it is, and find out who could write to it. Then compare the last number and digest that
you noted elsewhere. Where an entry is broken, restore the last whole backup: backup restore FILE --replace
Where the head alone is broken and the entries end where you noted: audit reseal --reason …"""


@audit_group.command("verify")
@AS_JSON
def verify_audit(as_json: bool) -> None:
    """Check that no entry of the trail was altered, removed or reordered, and write down that it was checked."""
    with database().reading() as session:
        found, (last, digest) = list(audit.faults(session)), audit.end(session)
        sound = audit.is_sound(session)
    if sound:
        audit.record_reading(database(), "audit.verified", None, last=last, faults=len(found))
        with database().reading() as session:
            last, digest = audit.end(session)
    if as_json:
        click.echo(json.dumps({"entries": last, "last_digest": digest, "faults": found}))
    else:
        click.echo("\n".join([*found, WHAT_TO_DO]) if found else "The audit trail is whole.")
        click.echo(f"{last} entries; the last digest is {digest}")
    if found:
        raise SystemExit(1)


@audit_group.command("dispose")
@click.option("--dry-run", is_flag=True, help="Only say what is past its time.")
@AS_JSON
def dispose_audit(dry_run: bool, as_json: bool) -> None:
    """Remove entries older than AUDIT_RETENTION_DAYS; the rest still verifies. Not while a legal hold stands.

    A person's disclosures are records of their own and are kept.
    """
    kept_for = timedelta(days=settings().audit_retention_days)
    with database().reading() as session:
        audit_retention.require_no_hold(session)
        past = audit_retention.due(session, kept_for, clock().now())
        _require_whole(session)
    if not dry_run:
        with database().writing() as session:
            past = audit_retention.dispose(session, kept_for, clock().now())
    _tell(past, dry_run, as_json)


@audit_group.command("reseal")
@click.option("--reason", required=True, type=click.Choice(list(REASONS)), help="Why the head is broken.")
def reseal_audit(reason: str) -> None:
    """Seal the head of the trail anew, where every entry verifies and the head alone is broken.

    Compare the last number with what was noted elsewhere first: a new seal says nothing of entries cut off before it.
    """
    with database().writing() as session:
        last = audit_retention.reseal(session, reason)
    click.echo(f"Sealed anew after entry {last}, and written down in the trail.")


def _require_whole(session: Session) -> None:
    found = next(audit.faults(session), None)
    if found:
        raise TrailBrokenError(f"The trail is broken: {found}. Nothing was disposed of. Run: audit verify")


def _tell(past: Disposal, dry_run: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"disposed": past.count, "through": past.through, "dry_run": dry_run}))
    elif not past.count:
        click.echo(f"Nothing is older than {settings().audit_retention_days} days.")
    else:
        done = "would be disposed of" if dry_run else "were disposed of"
        click.echo(f"{past.count:,} entries {done}, up to number {past.through}.")


COMMANDS = (audit_group,)
