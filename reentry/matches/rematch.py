"""All open cases matched again at once: what each need has to offer now, and whom nothing is left for."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from matching.engine import Question
from reentry.matches import matches
from reentry.matches.place_rules import PlaceRules
from reentry.people.people import Person

if TYPE_CHECKING:
    from matching.columns.index import Index

LIMIT = 10
# So many people are looked up together, by so many threads: the search lets others run beside it.
TOGETHER, THREADS = 1_000, 2


@dataclass(frozen=True)
class Asked:
    """A person as they are matched: what is asked of the directory, and for which needs."""

    person_id: UUID
    question: Question
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """How many services, of the best so many, qualify for a need of a person, and how many must be asked."""

    person_id: UUID
    need: str
    eligible: int
    possible: int


def asked_of(person: Person, today: date, rules: PlaceRules | None = None) -> Asked:
    """What is asked for a person: all their needs, for the day of service."""
    needs = tuple(dict.fromkeys(need.need for need in person.needs))
    return Asked(person.id, matches.question(person, None, today, rules), needs)


def rematch(
    index: "Index", cases: Sequence[Asked], limit: int = LIMIT, show: Callable[[int], None] = lambda _: None
) -> list[Offered]:
    """Match every case to the directory again; show is told how many more are done."""
    needs = sorted({need for case in cases for need in case.needs})
    parts = [cases[start : start + TOGETHER] for start in range(0, len(cases), TOGETHER)]
    found: list[Offered] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for part, offered in zip(parts, pool.map(partial(_some, index, needs, limit), parts), strict=True):
            found += offered
            show(len(part))
    return found


def _some(index: "Index", needs: Sequence[str], limit: int, part: Sequence[Asked]) -> list[Offered]:
    people = index.crowd([each.question for each in part], needs)
    found = []
    for need in needs:
        who = [number for number, each in enumerate(part) if need in each.needs]
        places = index.best(need, people, limit, np.array(who, np.int32)).places["row"]
        counts = (places >= 0).sum(axis=2)
        for number, (eligible, possible) in zip(who, counts.tolist(), strict=True):
            found.append(Offered(part[number].person_id, need, eligible, min(possible, limit - eligible)))
    return found
