"""The search: who gets which place, where two who must not be housed together never come under one roof.

The flow knows nothing of pairs. Where its answer would house two together who must be kept apart, it is asked again
twice: without the one, and without the other under that roof. What it answers is never worse than anything found
further down that way, so the best answer that keeps everybody apart, once found, is the best there is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from matching.allocation.candidate import Option
from matching.allocation.flow import Flow

# So often the flow is asked who gets a place before the best answer so far has to do; and so often, once nobody else
# could have one, how all are served better together.
ASKED = 80
ASKED_FOR_BETTER = 20
Wants = Mapping[UUID, Sequence[Option]]
Pairs = Collection[tuple[UUID, UUID]]
# Who may not come under which roof.
Barred = frozenset[tuple[UUID, UUID | None]]


@dataclass(frozen=True)
class Found:
    """Who gets which option; missed: how many more might have got one, as far as the search came."""

    got: Mapping[UUID, Option]
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the flow answers where some people do not come under some roofs.

    turns: of those with a place, in order; steps: how far down their lists they come, all together.
    """

    got: Mapping[UUID, Option]
    turns: tuple[int, ...]
    steps: int
    barred: Barred = frozenset()

    @property
    def rank(self) -> tuple[int, tuple[int, ...]]:
        """As many people as possible, then whoever comes first; less is better."""
        return -len(self.turns), self.turns

    @property
    def worth(self) -> tuple[tuple[int, tuple[int, ...]], int]:
        """The same, and between equals how well all are served together."""
        return self.rank, self.steps


def find(
    wants: Wants,
    places: Mapping[UUID, int],
    apart: Pairs,
    given: Mapping[UUID, Option] | None = None,
    *,
    only_who: bool = False,
) -> Found:
    """Give out the places: wants names the people, first come first, with their options, best first.

    apart: who must not be housed with whom. given: a way that keeps everybody apart already; whoever has a place by it
    gets one. only_who: it does not matter where.
    """
    round_ = _Round(wants, places, apart, given or {})
    best, still = round_.search(0 if only_who else ASKED_FOR_BETTER)
    if still is None or still.rank >= best.rank:
        return Found(best.got)
    got = round_.filled(min(best, round_.mended(still), key=lambda each: each.worth).got)
    return Found(got, max(0, len(still.turns) - len(got)))


class _Round:
    """The people, the places and who must be kept apart."""

    def __init__(
        self, wants: Wants, places: Mapping[UUID, int], apart: Pairs, given: Mapping[UUID, Option]
    ) -> None:
        self.wants, self.places, self.given = wants, places, given
        self.turn = {who: turn for turn, who in enumerate(wants)}
        self.services = {
            who: list(dict.fromkeys(each.service_id for each in options)) for who, options in wants.items()
        }
        here = ((one, other) for one, other in apart if one in wants and other in wants)
        self.pairs = sorted(
            {tuple(sorted(pair, key=self.turn.__getitem__)) for pair in here},
            key=lambda pair: [self.turn[who] for who in pair],
        )
        self._by_service: dict[UUID, dict[UUID, list[Option]]] = {}
        self.flow = Flow(self.services, places)

    def search(self, for_better: int) -> tuple[Answer, Answer | None]:
        """The best answer found that keeps everybody apart, and the best that is still open, where one is better."""
        best, left, waiting = self._answer(self.given), ASKED, _Waiting()
        waiting.put(self._ask(frozenset()))
        while (answer := waiting.best(best)) and left > 0:
            waiting.take()
            clash = next(self._clashes(answer.got), None)
            if clash is None:
                best = answer
                left = min(left, for_better)
                continue
            one, other, roof = clash
            for who in (one, other):
                waiting.put(self._ask(answer.barred | {(who, roof)}))
                left -= 1
        return best, answer

    def mended(self, answer: Answer) -> Answer:
        """A way that keeps everybody apart, from one that does not: whoever comes later makes way."""
        mended: Answer | None = answer
        while mended and (clashes := list(self._clashes(mended.got))):
            mended = self._ask(mended.barred | {(other, roof) for _, other, roof in clashes})
        return mended or self._answer(self.given)

    def filled(self, got: Mapping[UUID, Option]) -> Mapping[UUID, Option]:
        """The same with nobody left who could have a free place, or one that somebody later has."""
        while step := next(self._fillings(got), None):
            who, option, instead_of = step
            got = {**{each: had for each, had in got.items() if each != instead_of}, who: option}
        return got

    def _ask(self, barred: Barred) -> Answer | None:
        """The flow's answer; None where somebody who was given a place would be left."""
        near = sorted({who for who, _ in barred})
        services = ((who, service) for who in near for service in self.services[who])
        shut = [each for each in services if self._at(*each, barred) is None]
        got = {
            who: option
            for who, service in self.flow.assign(shut).items()
            if (option := self._at(who, service, barred))
        }
        return self._answer(got, barred) if got.keys() >= self.given.keys() else None

    def _at(self, who: UUID, service: UUID, barred: Barred) -> Option | None:
        """Where somebody stands best at a service, under a roof that is open to them."""
        fit = (each for each in self._options(who)[service] if (who, each.roof) not in barred)
        return next(fit, None)

    def _options(self, who: UUID) -> Mapping[UUID, Sequence[Option]]:
        """Somebody's options by service, best first."""
        if who not in self._by_service:
            self._by_service[who] = found = dict[UUID, list[Option]]()
            for each in self.wants[who]:
                found.setdefault(each.service_id, []).append(each)
        return self._by_service[who]

    def _answer(self, got: Mapping[UUID, Option], barred: Barred = frozenset()) -> Answer:
        turns = tuple(sorted(self.turn[who] for who in got))
        steps = sum(self.services[who].index(each.service_id) for who, each in got.items())
        return Answer(got, turns, steps, barred)

    def _clashes(self, got: Mapping[UUID, Option]) -> Iterator[tuple[UUID, UUID, UUID]]:
        """Who would be housed with whom although they must not, whoever comes first before the other, and where."""
        for one, other in self.pairs:
            if one in got and other in got and (roof := got[one].roof) and roof == got[other].roof:
                yield one, other, roof

    def _fillings(self, got: Mapping[UUID, Option]) -> Iterator[tuple[UUID, Option, UUID | None]]:
        """Who could have which option, and instead of whom; None for a free place."""
        holders: dict[UUID, list[UUID]] = {}
        for who in (each for each in self.wants if each in got):
            holders.setdefault(got[who].service_id, []).append(who)
        for who in (each for each in self.wants if each not in got):
            for option in self.wants[who]:
                here = holders.get(option.service_id, [])
                later = [each for each in reversed(here) if self.turn[each] > self.turn[who]]
                has_room = len(here) < self.places.get(option.service_id, 0)
                for instead_of in [None] if has_room else later:
                    rest = {each: had for each, had in got.items() if each != instead_of}
                    if not any(who in clash for clash in self._clashes({**rest, who: option})):
                        yield who, option, instead_of


class _Waiting:
    """Answers still to be looked into, the best first; of equal rank the furthest, so that one is found soon."""

    def __init__(self) -> None:
        self._heap: list[tuple[tuple[int, tuple[int, ...]], int, int, int, Answer]] = []
        self._serial = count()

    def put(self, answer: Answer | None) -> None:
        """Look into it later, if there is one."""
        if answer:
            key = answer.rank, -len(answer.barred), answer.steps, next(self._serial)
            heappush(self._heap, (*key, answer))

    def best(self, found: Answer) -> Answer | None:
        """The next one, where it is better than what was found; those that are not are forgotten."""
        while self._heap and self._heap[0][-1].worth >= found.worth:
            heappop(self._heap)
        return self._heap[0][-1] if self._heap else None

    def take(self) -> None:
        """Take the next one out."""
        heappop(self._heap)
