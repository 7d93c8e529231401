"""A candidate: somebody who needs one of the places, with nothing of them but what the rule looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from matching.judgment import Status


@dataclass(frozen=True, slots=True)
class Option:
    """A service at one place that somebody qualifies for (eligible) or that must be asked first (possible).

    roof: under which one would live there, None where nobody lives. barred: it fits, but is not to be proposed, because
    somebody has or may have a place under that roof with whom this person is not to be housed.
    """

    service_id: UUID
    status: Status
    roof: UUID | None = None
    barred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person: when the place is needed, what is known of where they would sleep, what fits, best first.

    no_residence: no primary residence stands in the plan yet; homeless: as recorded, None where nobody knows.
    Age, gender, health and every other trait are not here, so that the rule cannot look at them.
    """

    id: UUID
    on: date
    no_residence: bool = True
    homeless: bool | None = None
    options: tuple[Option, ...] = ()

    def at(self, *statuses: Status) -> Iterator[Option]:
        """The options of these statuses, best first."""
        return (each for each in self.options if each.status in statuses)
