"""The allotment: every candidate with the place they would get, or left, and why; it changes nothing by itself."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from matching.allocation.candidate import Candidate
from matching.allocation.flow import assign
from matching.allocation.rule import decided_by, in_order
from matching.judgment import Status


@dataclass(frozen=True)
class Outcome:
    """What one candidate would get; turn is their place in the order of the rule, from 1.

    service_id: None for those left. status: how they were judged there. kept: it stood in the plan already. choice: how
    far down their own list it is, from 1, among the services that have places. before: for those left, how many hold
    a place that they qualify for (else: might), by the line of the rule that put those first. full: how many of these
    services had no place to give.
    """

    candidate: Candidate
    turn: int
    service_id: UUID | None = None
    status: Status | None = None
    kept: bool = False
    choice: int = 0
    before: Mapping[str, int] = field(default_factory=dict)
    full: int = 0


def allot(
    candidates: Iterable[Candidate], places: Mapping[UUID, int], locked: Mapping[UUID, UUID] | None = None
) -> list[Outcome]:
    """Give the places out by the rule, in whose order the outcomes come; input order does not matter.

    places: how many are free at each service, before those locked took theirs; a service that is not in it has no
    counted place and is given to nobody. locked: who has which service in the plan already; they keep it.

    Nobody is left out of a place they qualify for that somebody later in the rule, or who must be asked about, gets.
    """
    locked = locked or {}
    order = in_order(candidates)
    spoken_for = Counter(locked[who.id] for who in order if who.id in locked)
    free = {service: max(0, count - spoken_for[service]) for service, count in places.items()}
    open_to = [who for who in order if who.id not in locked]
    sure = assign({who.id: _services(who, Status.ELIGIBLE) for who in open_to}, free)
    # Those who qualify come first and stay among what they qualify for; the others fill what can be made free.
    first = {who.id: _services(who, Status.ELIGIBLE) for who in open_to if who.id in sure}
    rest = {who.id: _services(who, Status.POSSIBLE) for who in open_to if who.id not in sure}
    dealt = _Dealt(order, {**locked, **assign({**first, **rest}, free)}, locked, places, sure.keys())
    return [dealt.outcome(who, turn) for turn, who in enumerate(order, start=1)]


def _services(who: Candidate, status: Status) -> list[UUID]:
    """Each service once, where the person stands best."""
    return list(dict.fromkeys(each.service_id for each in who.at(status)))


@dataclass(frozen=True)
class _Dealt:
    """What everybody got; sure: who got it because they qualify."""

    order: Sequence[Candidate]
    got: Mapping[UUID, UUID]
    locked: Mapping[UUID, UUID]
    places: Mapping[UUID, int]
    sure: Collection[UUID]

    def outcome(self, who: Candidate, turn: int) -> Outcome:
        service_id = self.got.get(who.id)
        if service_id is None:
            return self._left(who, turn)
        status = next((each.status for each in who.options if each.service_id == service_id), None)
        counted = list(
            dict.fromkeys(each.service_id for each in who.options if each.service_id in self.places)
        )
        choice = counted.index(service_id) + 1 if service_id in counted else 0
        return Outcome(who, turn, service_id, status, kept=who.id in self.locked, choice=choice)

    def _left(self, who: Candidate, turn: int) -> Outcome:
        """What stood in the way, at the services that the person qualifies for; else at those to be asked."""
        qualifies = {*_services(who, Status.ELIGIBLE)} & self.places.keys()
        wanted = qualifies or {*_services(who, Status.POSSIBLE)} & self.places.keys()
        rivals = [holder for service in wanted for holder in self._holders.get(service, ())]
        before = Counter(
            decided_by(holder, who) if qualifies or holder.id not in self.sure else "qualifies"
            for holder in rivals
        )
        return Outcome(who, turn, before=before, full=len(wanted - self._holders.keys()))

    @cached_property
    def _holders(self) -> dict[UUID, list[Candidate]]:
        """Who was given a place at each service."""
        found: dict[UUID, list[Candidate]] = {}
        for who in self.order:
            if who.id in self.got and who.id not in self.locked:
                found.setdefault(self.got[who.id], []).append(who)
        return found
