"""All needs of a person at once: how many services there are for each, and the best of them with their reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.engine import Match
from matching.questions import OpenQuestion, questions
from matching.tiers import Tiers
from matching.wording import Wording
from reentry.matches import told

# So many of each need are told; the need's own page has them all.
BEST = 5


@dataclass(frozen=True)
class Line:
    """One service, and why it fits or what must be asked."""

    match: Match
    reasons: list[dict[str, Any]]


@dataclass(frozen=True)
class NeedShown:
    """One need: its counts, what would decide most, and its best services."""

    need: str
    counts: Mapping[str, int]
    questions: list[OpenQuestion]
    best: list[Line]


def of(found: Mapping[str, Tiers], wording: Wording) -> list[NeedShown]:
    """What is told of each need, in the order of the needs."""
    return [
        NeedShown(
            need,
            each.counts,
            questions(each.missing_facts, wording),
            [Line(match, told.reasons(match, wording)) for match in each.best(BEST)],
        )
        for need, each in found.items()
    ]
