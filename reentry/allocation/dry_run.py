"""The dry run: who would get which place, who is left, and why; it reads and writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from agency.keys.vault import Vault
from matching.allocation.allotment import Outcome, allot
from matching.allocation.candidate import Candidate
from matching.allocation.groups import Group, audit
from matching.catalog import Catalog
from reentry.allocation import options, room, traits
from reentry.allocation.options import Nearest
from reentry.allocation.room import Room
from reentry.matches import matches
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan


@dataclass(frozen=True)
class DryRun:
    """What would happen to whom; settled: how many of those released have an answer to the need that is no service.

    uncounted: of how many services for the need nobody has told a number of late. nearest: of each, whom to ask.
    """

    need: str
    today: date
    until: date
    rooms: Mapping[UUID, Room]
    outcomes: Sequence[Outcome]
    people: Mapping[UUID, Person]
    nearest: Mapping[UUID, Nearest]
    groups: Sequence[Group]
    settled: int
    uncounted: int

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
    locked = {each.id: service for each in listed if (service := _place_in(chosen.get(each.id), need))}
    asking = {
        each.id: each for each in listed if each.id in locked or not _settled(chosen.get(each.id), need)
    }
    questions = {id_: matches.question(each, None, today) for id_, each in asking.items()}
    # Survivors' services are asked one by one, never given out.
    offers = tuple(each for each in catalog.offers(need) if not each.victim_services)
    rooms = room.counted(offers, today)
    claimed = room.claims(session, _known(reaches), rooms.keys(), asking.keys(), today)
    rooms = {id_: replace(each, claimed=claimed[id_]) for id_, each in rooms.items()}
    fitting = options.find(offers, need, rooms.keys(), questions, today)
    candidates = [
        Candidate(
            id=id_,
            on=asked.on,
            no_residence=_without_residence(chosen.get(id_)),
            homeless=asked.facts.homeless,
            options=fitting.counted[id_],
        )
        for id_, asked in questions.items()
    ]
    outcomes = allot(candidates, {id_: each.free for id_, each in rooms.items()}, locked)
    return DryRun(
        need=need,
        today=today,
        until=until,
        rooms=rooms,
        outcomes=outcomes,
        people=asking,
        nearest=fitting.nearest,
        groups=audit(
            outcomes, {id_: traits.of(asking[id_], asked.facts, today) for id_, asked in questions.items()}
        ),
        settled=len(listed) - len(asking),
        uncounted=len({each.service_id for each in offers} - rooms.keys()),
    )


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
        )
    )
    found = session.scalars(wanted).all()
    vault: Vault = session.info["vault"]
    vault.preload(session, [each.id for each in found])
    return found


def _known(reaches: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of whom a number may tell: those the reader reaches, and in other offices everybody who is not restricted."""
    return or_(reaches, Person.restricted.is_(False))


def _place_in(plan: Plan | None, need: str) -> UUID | None:
    """The service the plan counts on for the need."""
    steps = plan.steps if plan else []
    return next(
        (each.service.id for each in steps if each.need == need and each.service and room.holds_place(each)),
        None,
    )


def _settled(plan: Plan | None, need: str) -> bool:
    """Whether the plan answers the need without a service: a residence with family, or what is met already."""
    return any(
        each.need == need
        and each.service_id is None
        and room.holds_place(each)
        and (each.rank == "primary" or each.status == "met")
        for each in (plan.steps if plan else ())
    )


def _without_residence(plan: Plan | None) -> bool:
    residence = plans.ranked(plan, "primary") if plan else None
    return residence is None or residence.stands_in
