"""A timetable: a week's sessions so that none overlap, the ways between them included."""

from dataclasses import dataclass

from matching.week.activities import Session


@dataclass(frozen=True, slots=True)
class Timetable:
    """Sessions in the order of the week; proven where no other takes fewer changes, found or not."""

    sessions: tuple[Session, ...]
    proven: bool

    def of(self, key: str) -> tuple[Session, ...]:
        """The sessions of one activity."""
        return tuple(each for each in self.sessions if each.key == key)


@dataclass
class Effort:
    """How many seconds there are left for solving."""

    seconds: float
