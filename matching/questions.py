"""The few questions whose answers would decide most services that are still to be asked about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matching.answers import UNKNOWN
from matching.engine import Match
from matching.reasons import Reason
from matching.topics import topic
from matching.wording import Wording

# A topic without a question is never asked about for the sake of a list: the asking itself may harm.
MOST = 3


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A fact nobody has recorded, and how many services it keeps from being decided."""

    rule: str
    text: str
    services: int


def questions(possible: Iterable[Match], wording: Wording) -> list[OpenQuestion]:
    """The open facts, those that would decide most services first; at most three."""
    counts: Counter[str] = Counter()
    for match in possible:
        counts.update({rule for reason in match.judgment.reasons for rule in _open(reason)})
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [
        OpenQuestion(rule, wording.translate(topic(rule).question), count) for rule, count in ranked[:MOST]
    ]


def _open(reason: Reason) -> Iterable[str]:
    if reason.status is not UNKNOWN:
        return
    if reason.branches:
        for branch in reason.branches:
            for item in branch:
                yield from _open(item)
    elif reason.code == "not_recorded" and topic(reason.rule).question:
        yield reason.rule
