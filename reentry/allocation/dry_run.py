"""The dry run: who would get which place, who is left, and why; it reads and writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from agency.keys.vault import Vault
from matching import weights
from matching.allocation.allotment import Outcome, allot
from matching.allocation.candidate import Candidate, Option
from matching.allocation.groups import Group, audit
from matching.allocation.search import Pairs
from matching.catalog import Catalog
from matching.engine import Question
from matching.kept_clear import KeptClear
from reentry.allocation import options, room, traits
from reentry.allocation.options import Nearest
from reentry.allocation.room import Room
from reentry.co_placement import keeping
from reentry.matches import matches, place_rules
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from resources.records.services import Service


@dataclass(frozen=True)
class DryRun:
    """What would happen to whom.

    services: the names of those with counted places and of those that plans count on, by name. nearest: of each person,
    whom to ask. settled: how many of those released have an answer to the need that is no service. uncounted: of how
    many services for the need nobody has told a number of late. missed: how many more might have got a place, where so
    many people are to be housed apart that not every way was tried.
    """

    need: str
    today: date
    until: date
    rooms: Mapping[UUID, Room]
    services: Mapping[UUID, str]
    outcomes: Sequence[Outcome]
    people: Mapping[UUID, Person]
    nearest: Mapping[UUID, Nearest]
    groups: tuple[Group, ...]
    settled: int
    uncounted: int
    missed: int = 0

    @property
    def left(self) -> list[Outcome]:
        """Those for whom there is no place, in the order of the rule."""
        return [each for each in self.outcomes if each.service_id is None]

    @property
    def placed(self) -> list[Outcome]:
        """Those who have one or would get one, in the order of the rule."""
        return [each for each in self.outcomes if each.service_id is not None]

    def at(self, service_id: UUID) -> list[Outcome]:
        """Who has or would get a place at a service, in the order of the rule."""
        return [each for each in self.outcomes if each.service_id == service_id]


def try_out(
    session: Session, catalog: Catalog, reaches: ColumnElement[bool], need: str, days: int, today: date
) -> DryRun:
    """Give the places for a need to those released within so many days; reaches: of whom the reader may know."""
    until = today + timedelta(days)
    released = _released(session, reaches, today, until)
    listed = [each for each in released if any(one.need == need for one in each.needs)]
    chosen = plans.live_of(session, [each.id for each in listed])
    kept = {each.id: step for each in listed if (step := _place_in(chosen.get(each.id), need))}
    asking = {each.id: each for each in listed if each.id in kept or not _settled(chosen.get(each.id), need)}
    clear, rules = keeping.kept_clear(session, list(asking)), place_rules.of(session)
    questions = {id_: matches.question(each, None, today, rules, clear[id_]) for id_, each in asking.items()}
    # Survivors' services are asked one by one, never given out.
    offers = tuple(each for each in catalog.offers(need) if not each.victim_services)
    rooms = room.counted(offers, today)
    claimed = room.claims(session, _known(reaches), rooms.keys(), asking.keys(), today)
    rooms = {id_: replace(each, claimed=claimed[id_]) for id_, each in rooms.items()}
    apart = keeping.apart(session, asking)
    away = {id_: (*clear[id_], *_with_others(id_, apart, kept)) for id_ in asking}
    fitting = options.find(offers, need, rooms.keys(), questions, today, weights.current(session), away)
    candidates = [
        _candidate(asked, chosen.get(id_), id_, fitting.counted[id_]) for id_, asked in questions.items()
    ]
    locked = {id_: each.service.id for id_, each in kept.items() if each.service}
    dealt = allot(candidates, {id_: each.free for id_, each in rooms.items()}, locked, apart)
    grouped = {id_: traits.of(asking[id_], asked.facts, today) for id_, asked in questions.items()}
    return DryRun(
        need=need,
        today=today,
        until=until,
        rooms=rooms,
        services=_names(rooms, [each.service for each in kept.values() if each.service]),
        outcomes=dealt.outcomes,
        people=asking,
        nearest=fitting.nearest,
        groups=tuple(audit(dealt.outcomes, grouped)),
        settled=len(listed) - len(asking),
        uncounted=len({each.service_id for each in offers} - rooms.keys()),
        missed=dealt.missed,
    )


def _candidate(asked: Question, plan: Plan | None, person_id: UUID, fitting: tuple[Option, ...]) -> Candidate:
    residence = plans.ranked(plan, "primary") if plan else None
    return Candidate(
        id=person_id,
        on=asked.on,
        no_residence=residence is None or residence.stands_in,
        homeless=asked.facts.homeless,
        options=fitting,
    )


def _names(rooms: Mapping[UUID, Room], kept: Iterable[Service]) -> dict[UUID, str]:
    names = {id_: f"{each.offer.organization}: {each.offer.service}" for id_, each in rooms.items()}
    names |= {each.id: f"{each.organization.name}: {each.name}" for each in kept}
    return dict(sorted(names.items(), key=lambda each: (each[1].casefold(), each[0])))


def _released(session: Session, reaches: ColumnElement[bool], today: date, until: date) -> Sequence[Person]:
    """Who is released in this time, with everything that matching asks for fetched at once."""
    wanted = (
        select(Person)
        .where(reaches, Person.status != "closed", Person.release_date.between(today, until))
        .options(
            joinedload(Person.holder),
            joinedload(Person.office),
            selectinload(Person.needs),
            selectinload(Person.known_facts),
            selectinload(Person.conditions),
            selectinload(Person.commitments),
        )
    )
    found = session.scalars(wanted).all()
    vault: Vault = session.info["vault"]
    vault.preload(session, [each.id for each in found])
    return found


def _known(reaches: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of whom a number may tell: those the reader reaches, and in other offices everybody who is not restricted."""
    return or_(reaches, Person.restricted.is_(False))


def _place_in(plan: Plan | None, need: str) -> PlanStep | None:
    """The step by which the plan counts on a service for the need."""
    steps = plan.steps if plan else []
    return next(
        (
            each
            for each in steps
            if each.need == need
            and each.service
            and (each.rank or need != "housing")
            and room.holds_place(each)
        ),
        None,
    )


def _with_others(person_id: UUID, apart: Pairs, kept: Mapping[UUID, PlanStep]) -> Iterator[KeptClear]:
    """Where those keep their place with whom the person is not to be housed."""
    for one, other in apart:
        service_id, location_id = kept[other].rests_on if one == person_id and other in kept else (None, None)
        if service_id:
            yield KeptClear(service_id, location_id)


def _settled(plan: Plan | None, need: str) -> bool:
    """Whether the plan answers the need without a service: a residence with family, or what is met already."""
    return any(
        each.need == need
        and each.service_id is None
        and room.holds_place(each)
        and (each.rank == "primary" or each.status == "met")
        for each in (plan.steps if plan else ())
    )
