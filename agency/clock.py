"""The one place that reads the time; everything else is told what time it is."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """What time it is, passed in wherever a rule or a record depends on it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def today(self, zone: str) -> date:
        """The local date at an office; zone is an IANA name."""

    def ticks(self) -> float:
        """Seconds from some moment on, for measuring how long something takes."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self, zone: str) -> date:
        """The local date at an office; zone is an IANA name."""
        return self.now().astimezone(ZoneInfo(zone)).date()

    def ticks(self) -> float:
        """Seconds from some moment on, which no correction of the clock disturbs."""
        return time.perf_counter()


@dataclass
class FixedClock:
    """A clock that stands still until it is set: for tests, demonstrations and dry runs."""

    moment: datetime

    def now(self) -> datetime:
        """The moment the clock was set to, in UTC."""
        return self.moment.astimezone(UTC)

    def today(self, zone: str) -> date:
        """The local date of that moment at an office; zone is an IANA name."""
        return self.moment.astimezone(ZoneInfo(zone)).date()

    def ticks(self) -> float:
        """Seconds up to the moment it stands at."""
        return self.moment.timestamp()
