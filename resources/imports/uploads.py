"""A file that somebody is about to import: kept on the server between the steps, and gone after them or a day."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID, uuid4

from agency.background import OneAtATime, Progress
from agency.errors import NotFoundError, ReentryError
from resources.imports.earlier import AmbiguousSourceError
from resources.imports.importing import Report

KEPT = timedelta(days=1)
GONE = "This file is no longer here: it was imported, removed, or left for a day. Bring it again."
BUSY = "Another import is running. Only one runs at a time; try again when it is done."
FAILED = "The import broke off, and nothing was changed. Whoever looks after the service finds the reason in its log."
_log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far an upload has come."""

    SENT = "sent"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"


@dataclass
class Upload:
    """One file on its way in; session_id is the log-in that brought it, and nobody else reaches it."""

    id: UUID
    session_id: UUID
    path: Path
    at: datetime
    stage: Stage = Stage.SENT
    # Which of their columns each of our fields stands in, as the coordinator corrected it; empty: guessed.
    mapping: dict[str, str] = field(default_factory=dict)
    # Which directory a table by itself belongs to, and those that it may belong to.
    source: str = ""
    choices: list[str] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)
    report: Report | None = None
    error: str = ""

    @property
    def working(self) -> bool:
        """Whether it is being read or written right now."""
        return self.stage in (Stage.CHECKING, Stage.IMPORTING)


class Uploads:
    """All of one server; what is left of an earlier one is removed with whatever is too old."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._found: dict[UUID, Upload] = {}
        self._work = OneAtATime(BUSY)

    def keep(self, name: str, save: Callable[[Path], object], session_id: UUID, now: datetime) -> Upload:
        """Keep a file under a name nobody can guess."""
        self._sweep(now)
        own = uuid4()
        folder = self.folder / str(own)
        folder.mkdir(parents=True, mode=0o700)
        save(folder / name)
        (folder / name).chmod(0o600)
        self._found[own] = Upload(own, session_id, folder / name, now)
        return self._found[own]

    def find(self, upload_id: UUID, session_id: UUID) -> Upload:
        """An upload of this log-in; NotFoundError where there is none."""
        found = self._found.get(upload_id)
        if found is None or found.session_id != session_id:
            raise NotFoundError(GONE)
        return found

    def start(self, upload: Upload, stage: Stage, work: Callable[[], Report]) -> None:
        """Do the work beside the requests; ConflictError where another import is at it."""

        def begin() -> None:
            upload.stage, upload.progress, upload.error = stage, Progress(), ""

        self._work.start(lambda: self._do(upload, work), begin)

    def forget(self, upload: Upload) -> None:
        """Remove a file and all that is known of it."""
        self._found.pop(upload.id, None)
        shutil.rmtree(upload.path.parent, ignore_errors=True)

    def wait(self) -> None:
        """Until no work is under way."""
        self._work.wait()

    def _do(self, upload: Upload, work: Callable[[], Report]) -> None:
        checked = upload.stage is Stage.CHECKING
        try:
            upload.report = work()
            upload.stage = Stage.CHECKED if checked or not upload.report.importable else Stage.DONE
        except ReentryError as error:
            upload.choices = error.choices if isinstance(error, AmbiguousSourceError) else upload.choices
            upload.error, upload.stage = str(error), Stage.SENT
        except Exception:  # noqa: BLE001 - whatever it was, the page must say that it broke off
            _log.exception("an import broke off")
            upload.error, upload.stage = FAILED, Stage.SENT
        finally:
            if upload.stage is Stage.DONE:
                shutil.rmtree(upload.path.parent, ignore_errors=True)

    def _sweep(self, now: datetime) -> None:
        for upload in [each for each in self._found.values() if now - each.at > KEPT and not each.working]:
            self.forget(upload)
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            if folder.name not in {str(own) for own in self._found}:
                shutil.rmtree(folder, ignore_errors=True)
