"""The audit: how many of each group would get a place and how many are left; looked at, never decided by."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from matching.allocation.allotment import Outcome

# Fewer than this many people say nothing about how a group fares.
TELLING = 5


@dataclass(frozen=True)
class Group:
    """One group of one trait: how many of it have a place by the dry run, and how many are left."""

    trait: str
    name: str
    placed: int
    left: int

    @property
    def too_few(self) -> bool:
        """Whether the numbers are too small to mean anything."""
        return self.placed + self.left < TELLING


def audit(outcomes: Iterable[Outcome], traits: Mapping[UUID, Mapping[str, str]]) -> list[Group]:
    """Count the outcomes by group; traits: of each person the name of their group for each trait."""
    counts: dict[tuple[str, str], Counter[bool]] = {}
    for each in outcomes:
        for trait, name in traits[each.candidate.id].items():
            counts.setdefault((trait, name), Counter())[each.service_id is not None] += 1
    order = list(dict.fromkeys(trait for trait, _ in counts))
    return [
        Group(trait, name, counts[trait, name][True], counts[trait, name][False])
        for trait, name in sorted(counts, key=lambda each: (order.index(each[0]), each[1]))
    ]
