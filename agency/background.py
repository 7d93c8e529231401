"""Long work beside the requests: one piece at a time, and how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread

from agency.errors import ConflictError


@dataclass
class Progress:
    """How much of the work is done."""

    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        """0 while nobody knows yet how much there is."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    def advance(self, steps: int) -> None:
        """Count what was done."""
        self.done += steps


@dataclass
class OneAtATime:
    """Runs one piece of work at a time; busy is what is said to whoever comes meanwhile."""

    busy: str
    _lock: Lock = field(default_factory=Lock)
    _threads: list[Thread] = field(default_factory=list)

    def start(self, work: Callable[[], None], begin: Callable[[], None] = lambda: None) -> None:
        """Begin, and do the work beside the requests; ConflictError where another piece is being done."""
        if not self._lock.acquire(blocking=False):
            raise ConflictError(self.busy)
        begin()
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(Thread(target=self._run, args=(work,), daemon=True))
        self._threads[-1].start()

    def wait(self) -> None:
        """Until no work is under way."""
        for thread in self._threads:
            thread.join()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            self._lock.release()
