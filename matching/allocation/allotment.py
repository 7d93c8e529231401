"""The allotment: every candidate with the place they would get, or left, and why; it changes nothing by itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
    got = {**locked, **assign({**first, **rest}, free)}
    holders = _holders(order, got)
    return [_outcome(who, turn, got, locked, places, holders) for turn, who in enumerate(order, start=1)]


def _services(who: Candidate, status: Status) -> list[UUID]:
    """Each service once, where the person stands best."""
    return list(dict.fromkeys(each.service_id for each in who.at(status)))


def _holders(order: Iterable[Candidate], got: Mapping[UUID, UUID]) -> dict[UUID, list[Candidate]]:
    found: dict[UUID, list[Candidate]] = {}
    for who in order:
        if who.id in got:
            found.setdefault(got[who.id], []).append(who)
    return found


def _outcome(
    who: Candidate,
    turn: int,
    got: Mapping[UUID, UUID],
    locked: Mapping[UUID, UUID],
    places: Mapping[UUID, int],
    holders: Mapping[UUID, list[Candidate]],
) -> Outcome:
    service_id = got.get(who.id)
    if service_id is None:
        wanted = set(contested(who, places))
        rivals = [each for service in wanted for each in holders.get(service, ()) if each.id not in locked]
        full = sum(not any(each.id not in locked for each in holders.get(one, ())) for one in wanted)
        return Outcome(who, turn, before=Counter(_why_first(each, who, got) for each in rivals), full=full)
    status = next((each.status for each in who.options if each.service_id == service_id), None)
    counted = list(dict.fromkeys(each.service_id for each in who.options if each.service_id in places))
    choice = counted.index(service_id) + 1 if service_id in counted else 0
    return Outcome(who, turn, service_id, status, kept=who.id in locked, choice=choice)


def contested(who: Candidate, places: Mapping[UUID, int]) -> Iterator[UUID]:
    """The services with counted places that somebody qualifies for; those to ask where there are none of these."""
    sure = [each.service_id for each in who.at(Status.ELIGIBLE) if each.service_id in places]
    return iter(sure or [each.service_id for each in who.at(Status.POSSIBLE) if each.service_id in places])


def _why_first(holder: Candidate, who: Candidate, got: Mapping[UUID, UUID]) -> str:
    """The line of the rule that put the holder first; "qualifies" where it was that only the holder does."""
    service = got[holder.id]
    status = {each.service_id: each.status for each in reversed(who.options)}.get(service)
    if status is Status.POSSIBLE and any(each.service_id == service for each in holder.at(Status.ELIGIBLE)):
        return "qualifies"
    return decided_by(holder, who)
