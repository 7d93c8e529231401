"""The search for duplicates of a server: done beside the requests, its result kept until somebody asks for another."""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from agency.background import OneAtATime, Progress
from agency.database import Database
from resources.duplicates.blocks import Pair
from resources.duplicates.directory import DuplicatePair, duplicates_of
from resources.records import directory_version

BUSY = "The search is running already."
FAILED = "The search broke off. Whoever looks after the service finds the reason in its log."
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What a search found: the pairs, the surest first, among how many providers, in which state of the directory."""

    pairs: Sequence[DuplicatePair]
    read: int
    version: int


@dataclass
class Search:
    """One server's search; found is None until one was done."""

    # Read before the others by stage(): what a search finds is there before it stops running.
    running: bool = False
    found: Found | None = None
    error: str = ""
    progress: Progress = field(default_factory=Progress)
    _work: OneAtATime = field(default_factory=lambda: OneAtATime(BUSY))

    def start(self, database: Database) -> None:
        """Search beside the requests; ConflictError where it is being done."""

        def search() -> None:
            try:
                self.found = self._search(database)
            except Exception:  # noqa: BLE001 - whatever it was, the page must say that it broke off
                _log.exception("the search for duplicates broke off")
                self.error = FAILED
            finally:
                self.running = False

        self._work.start(search, self._begin)

    def stage(self) -> "Search":
        """How far it is now: a page that reads it twice must not find it over the second time."""
        return replace(self)

    def wait(self) -> None:
        """Until no work is under way."""
        self._work.wait()

    def _begin(self) -> None:
        self.running, self.error, self.progress = True, "", Progress()

    def _search(self, database: Database) -> Found:
        with database.reading() as session:
            version = directory_version.current(session)
            providers, pairs = duplicates_of(session, self._watched)
        return Found(pairs, len(providers), version)

    def _watched(self, pairs: Collection[Pair]) -> Iterator[Pair]:
        self.progress.total = len(pairs)
        for pair in pairs:
            self.progress.advance(1)
            yield pair
