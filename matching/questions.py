"""The few questions whose answers would decide most services that are still to be asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matching.answers import UNKNOWN
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


def questions(counts: Mapping[str, int], wording: Wording) -> list[OpenQuestion]:
    """Of the open facts, by rule, those that would decide most services first; at most three."""
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [
        OpenQuestion(rule, wording.translate(topic(rule).question), count) for rule, count in ranked[:MOST]
    ]


def open_rules(reason: Reason) -> Iterator[str]:
    """The rules within a reason that stay open because a fact is not recorded, where it may be asked for at all."""
    if reason.status is not UNKNOWN:
        return
    if reason.branches:
        for branch in reason.branches:
            for item in branch:
                yield from open_rules(item)
    elif reason.code == "not_recorded" and topic(reason.rule).question:
        yield reason.rule
