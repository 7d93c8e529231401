"""Whether the service is well, check by check: anyone may know which fails, the administrator why."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from agency import migration
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.errors import KeyLostError, ReentryError
from agency.settings import Settings

# Below this a database can no longer be sure to keep what it is given.
FREE_AT_LEAST = 256 * 1024 * 1024
FREE_BETTER = 1024 * 1024 * 1024


class State(StrEnum):
    """How a check ends."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; why says, on the machine alone, what was found and what to do."""

    name: str
    state: State
    why: str


def checks(database: Database, settings: Settings, now: datetime) -> list[Check]:
    """Everything that is looked at; where the database does not answer, what lies in it is left out."""
    found: list[Check] = []
    try:
        with database.reading() as session:
            found.extend(_of_records(database, session, settings, now))
    except KeyLostError as error:
        found.append(Check("key", State.FAILED, str(error)))
    except (ReentryError, SQLAlchemyError) as error:
        why = (
            str(error)
            if isinstance(error, ReentryError)
            else f"It refused a question: {type(error).__name__}."
        )
        found.append(Check("database", State.FAILED, why))
    return [*found, _disk(settings.data)]


def is_well(found: list[Check]) -> bool:
    """Whether nothing failed; a warning is for somebody's list of the day."""
    return all(check.state != State.FAILED for check in found)


def last_backup(session: Session) -> datetime | None:
    """When the last backup was made, as the audit trail says."""
    made = select(AuditEntry.at).where(AuditEntry.event == "backup.created")
    return session.scalar(made.order_by(AuditEntry.sequence.desc()).limit(1))


def _of_records(database: Database, session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    if not migration.is_current(database):
        yield Check(
            "migrations", State.FAILED, "The tables are not those of this version. Start the service anew."
        )
        return
    yield Check("migrations", State.OK, "The tables are those of this version.")
    database.vault.require_keys_of(session)
    yield Check("key", State.OK, "The key opens the records.")
    yield _trail(session)
    yield _backup(session, timedelta(days=settings.backup_days), now)
    yield Check("database", State.OK, "It answers.")


def _trail(session: Session) -> Check:
    if audit.is_sound(session):
        return Check("audit trail", State.OK, f"It goes on from entry {audit.end(session)[0]}.")
    return Check("audit trail", State.FAILED, "Its end was changed past the service. Run: audit verify")


def _backup(session: Session, at_most: timedelta, now: datetime) -> Check:
    last = last_backup(session)
    if last is None:
        return Check("backup", State.WARNING, "None was ever made. Run: backup create")
    why = f"The last one was made on {last:%b %d, %Y} (UTC)."
    late = now - last > at_most
    return Check("backup", State.WARNING if late else State.OK, f"{why} Run: backup create" if late else why)


def _disk(folder: Path) -> Check:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    state = State.FAILED if free < FREE_AT_LEAST else State.WARNING if free < FREE_BETTER else State.OK
    return Check("disk", state, f"{free // (1024 * 1024):,} MB are free in {there}.")
