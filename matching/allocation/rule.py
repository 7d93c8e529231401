"""The rule: who comes before whom. This table is the agency's to edit; the order of its lines is the rule.

Before it stand two principles that are no matter of order: whoever qualifies comes before whoever must be asked about,
and as many people as possible get a place.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from agency.languages import to_translate
from matching.allocation.candidate import Candidate

# What a provider said of its room longer ago than this is no count of places any more: it must be asked again.
COUNTS_FOR_DAYS = 30
# Yes comes first, then what nobody knows, then no: not knowing is not a no.
_KNOWN: Mapping[bool | None, int] = MappingProxyType({True: 0, None: 1, False: 2})


@dataclass(frozen=True)
class Criterion:
    """One line of the rule: what it looks at (less comes first), and in words who comes first by it."""

    key: Callable[[Candidate], int]
    words: str
    one: str
    many: str


RULE: Mapping[str, Criterion] = MappingProxyType(
    {
        "release": Criterion(
            lambda who: who.on.toordinal(),
            to_translate("the day of release: earlier comes first"),
            to_translate("1 person is released earlier"),
            to_translate("%(count)s people are released earlier"),
        ),
        "no_residence": Criterion(
            lambda who: _KNOWN[who.no_residence],
            to_translate("on the same day, whoever has no primary residence in the plan yet"),
            to_translate("1 person released on the same day has no residence yet"),
            to_translate("%(count)s people released on the same day have no residence yet"),
        ),
        "homeless": Criterion(
            lambda who: _KNOWN[who.homeless],
            to_translate("then whoever is known to be homeless"),
            to_translate("1 person released on the same day is known to be homeless"),
            to_translate("%(count)s people released on the same day are known to be homeless"),
        ),
        # A record's id is drawn at random when the person is entered; it says nothing about anybody.
        "lot": Criterion(
            lambda who: who.id.int,
            to_translate("and between equals a lot, drawn once when the person was entered"),
            to_translate("1 person released on the same day came first by lot"),
            to_translate("%(count)s people released on the same day came first by lot"),
        ),
    }
)


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates as the rule has them, first come first; it never leaves two of them equal."""
    return sorted(candidates, key=lambda who: tuple(each.key(who) for each in RULE.values()))


def decided_by(first: Candidate, second: Candidate) -> str:
    """The line of the rule, by its name, that puts one candidate before another."""
    return next(name for name, each in RULE.items() if each.key(first) != each.key(second))
