"""The duplicates of a whole directory, best first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from resources.duplicates.blocks import Listing, Pair, candidates
from resources.duplicates.comparing import Comparison, Label, compare
from resources.duplicates.records import Record, read_record

Watched = Callable[[Collection[Pair]], Iterable[Pair]]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two listings, by their place in the list, that a coordinator should look at, and why."""

    a: int
    b: int
    comparison: Comparison


def find_duplicates(listings: Sequence[Listing], watched: Watched = iter) -> list[Duplicate]:
    """Pairs that are one provider, moved or not, or parent and program, the surest first.

    `watched` hands on the pairs of candidates one by one, and may show how far the work has come.
    """
    return sorted(_compared(listings, watched), key=lambda each: (-each.comparison.score, each.a, each.b))


def _compared(listings: Sequence[Listing], watched: Watched) -> Iterator[Duplicate]:
    @cache
    def record(at: int) -> Record:
        return read_record(listings[at].name, listings[at].address, listings[at].phones)

    for one, other in watched(candidates(listings)):
        comparison = compare(record(one), record(other))
        if comparison.label is not Label.DIFFERENT:
            yield Duplicate(one, other, comparison)
