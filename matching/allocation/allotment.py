"""The allotment: every candidate with the place they would get, or left, and why; it changes nothing by itself."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from matching.allocation import search
from matching.allocation.candidate import Candidate, Option
from matching.allocation.rule import decided_by, in_order
from matching.allocation.search import Pairs
from matching.judgment import Status


@dataclass(frozen=True)
class Outcome:
    """What one candidate would get; turn is their place in the order of the rule, from 1.

    service_id: None for those left. status: how they were judged there. kept: it stood in the plan already. choice: how
    far down their own list it is, from 1, among the services that have places. before: for those left, how many hold
    a place that they qualify for (else: might), by the line of the rule that put those first. full: how many of these
    services had no place to give. barred: at how many of them this person is not to be placed, because of who would
    live there too. roof: the roof of the place given, None where nobody lives there.
    """

    candidate: Candidate
    turn: int
    service_id: UUID | None = None
    status: Status | None = None
    kept: bool = False
    choice: int = 0
    before: Mapping[str, int] = field(default_factory=dict)
    full: int = 0
    barred: int = 0
    roof: UUID | None = None


@dataclass(frozen=True)
class Allotment:
    """All outcomes in the order of the rule; missed: how many more might have got a place, as far as was searched."""

    outcomes: list[Outcome]
    missed: int = 0


def allot(
    candidates: Iterable[Candidate],
    places: Mapping[UUID, int],
    locked: Mapping[UUID, UUID] | None = None,
    apart: Pairs = (),
) -> Allotment:
    """Give the places out by the rule, in whose order the outcomes come; input order does not matter.

    places: how many are free at each service, before those locked took theirs; a service that is not in it has no
    counted place and is given to nobody. locked: who has which service in the plan already; they keep it. apart: who
    must not be housed with whom; no two of them are given places under one roof.

    Nobody is left out of a place they qualify for that somebody later in the rule, or who must be asked about, gets;
    save where the two, or one of them and somebody else under that roof, must be kept apart.
    """
    locked = locked or {}
    order = in_order(candidates)
    spoken_for = Counter(locked[who.id] for who in order if who.id in locked)
    free = {service: max(0, count - spoken_for[service]) for service, count in places.items()}
    open_to = [who for who in order if who.id not in locked]
    sure = search.find(
        {who.id: _options(who, Status.ELIGIBLE) for who in open_to}, free, apart, only_who=True
    )
    # Those who qualify come first and stay among what they qualify for; the others fill what can be made free.
    first = {who.id: _options(who, Status.ELIGIBLE) for who in open_to if who.id in sure.got}
    rest = {who.id: _options(who, Status.POSSIBLE) for who in open_to if who.id not in sure.got}
    found = search.find({**first, **rest}, free, apart, sure.got)
    dealt = _Dealt(order, found.got, locked, places, free, sure.got.keys())
    outcomes = [dealt.outcome(who, turn) for turn, who in enumerate(order, start=1)]
    return Allotment(outcomes, sure.missed + found.missed)


def _options(who: Candidate, status: Status) -> list[Option]:
    return [each for each in who.at(status) if not each.barred]


def _services(who: Candidate, status: Status) -> set[UUID]:
    return {each.service_id for each in who.at(status)}


@dataclass(frozen=True)
class _Dealt:
    """What everybody got; free: the places given out; sure: who got one because they qualify."""

    order: Sequence[Candidate]
    got: Mapping[UUID, Option]
    locked: Mapping[UUID, UUID]
    places: Mapping[UUID, int]
    free: Mapping[UUID, int]
    sure: Collection[UUID]

    def outcome(self, who: Candidate, turn: int) -> Outcome:
        option = self.got.get(who.id)
        service_id = option.service_id if option else self.locked.get(who.id)
        if service_id is None:
            return self._left(who, turn)
        status = next((each.status for each in who.options if each.service_id == service_id), None)
        counted = list(
            dict.fromkeys(each.service_id for each in who.options if each.service_id in self.places)
        )
        choice = counted.index(service_id) + 1 if service_id in counted else 0
        if option is None:
            return Outcome(who, turn, service_id, status, kept=True, choice=choice)
        return Outcome(who, turn, service_id, option.status, choice=choice, roof=option.roof)

    def _left(self, who: Candidate, turn: int) -> Outcome:
        """What stood in the way, at the services that the person qualifies for; else at those to be asked."""
        qualifies = _services(who, Status.ELIGIBLE) & self.places.keys()
        wanted = qualifies or _services(who, Status.POSSIBLE) & self.places.keys()
        first = {
            service: [
                holder
                for holder in self._holders.get(service, ())
                if self._comes_before(holder, turn, sure=bool(qualifies))
            ]
            for service in wanted
        }
        # There was room, or somebody later has it: had it been open to this person, they would have it.
        barred = {service for service in wanted if len(first[service]) < self.free[service]}
        before = Counter(
            decided_by(holder, who) if qualifies or holder.id not in self.sure else "qualifies"
            for service in wanted - barred
            for holder in first[service]
        )
        full = sum(not self.free[service] for service in wanted)
        return Outcome(who, turn, before=before, full=full, barred=len(barred))

    def _comes_before(self, holder: Candidate, turn: int, *, sure: bool) -> bool:
        earlier = self._turns[holder.id] < turn
        return holder.id in self.sure and earlier if sure else holder.id in self.sure or earlier

    @cached_property
    def _turns(self) -> dict[UUID, int]:
        return {who.id: turn for turn, who in enumerate(self.order, start=1)}

    @cached_property
    def _holders(self) -> dict[UUID, list[Candidate]]:
        """Who was given a place at each service."""
        found: dict[UUID, list[Candidate]] = {}
        for who in self.order:
            if who.id in self.got:
                found.setdefault(self.got[who.id].service_id, []).append(who)
        return found
