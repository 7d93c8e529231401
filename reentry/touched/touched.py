"""Touched: the cases for which a change has made a chosen service another, with what stands in.

Changes of the directory, and somebody else's placement where two people are not to be placed together.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matching import snapshot
from matching.answers import NOT_MET
from matching.catalog import Catalog
from matching.columns.index import Index
from matching.engine import Match, Question
from matching.judgment import Judgment, Status
from matching.kept_clear import KeptClear
from matching.offer import Offer
from matching.reasons import Reason
from matching.tiers import Tiers
from reentry.co_placement import keeping
from reentry.matches import matches, place_rules
from reentry.matches.place_rules import PlaceRules
from reentry.people.people import Person
from reentry.plans import plans
from reentry.touched import candidates, differences
from reentry.touched.resting import Resting, resting_of, resting_on_services
from resources.needs import NEEDS
from resources.records.services import Service
from resources.upkeep import room

# So many services are shown in the place of one.
NEXT = 3
# So many are looked at together to find them.
LOOKED_AT = 10
GONE = ("inactive", "defunct")


@dataclass(frozen=True)
class Touched:
    """What rests on a service that has changed: how it is now (None: not offered), and what differs.

    differences come without those that somebody has asked about and lets stand.
    """

    resting: Resting
    asked: Question
    now: Judgment | None
    differences: tuple[Reason, ...]
    next_best: tuple[Match, ...] = ()

    @property
    def person(self) -> Person:
        """Whose case it is."""
        return self.resting.person

    @property
    def before(self) -> Judgment | None:
        """How it was judged when it was chosen; None where nobody judged it, as for a letter without a plan."""
        return snapshot.stored(self.resting.snapshot) if self.resting.snapshot else None

    @property
    def chosen_on(self) -> date | None:
        """The day it was chosen, where that is known."""
        search = self.resting.snapshot.get("search")
        return date.fromisoformat(search["today"]) if search else None

    @property
    def marks(self) -> list[str]:
        """What is told, as it is remembered once somebody has asked."""
        return sorted(differences.mark(each) for each in self.differences)


@dataclass(frozen=True)
class Found:
    """The cases touched, how many steps and referrals to a service are on record, and how many had to be judged."""

    touched: tuple[Touched, ...]
    resting: int
    judged: int


def find(session: Session, catalog: Catalog, whose: ColumnElement[bool], now: datetime) -> Found:
    """Judge again what rests on services that changed since it was judged, or whose day can pass by itself.

    A residence at which somebody else has a place with whom the person is not to be placed is touched too. whose: of
    which people, a condition on Person. What may be different is found in plain; only that is opened.
    """
    kept = keeping.kept_clear(session, session.scalars(select(Person.id).where(whose)).all())
    wholly = [person_id for person_id, places in kept.items() if places]
    found = candidates.find(session, catalog, whose, now, wholly)
    opened = resting_of(session, found.steps, found.referrals)
    chosen = [each for each in opened if kept[each.person.id] or _may_differ(each, found.offered)]
    return _judge(session, chosen, found.offered, now, found.on_record, kept)


def find_judging_all(session: Session, catalog: Catalog, whose: ColumnElement[bool], now: datetime) -> Found:
    """The same found by opening and judging every choice: the readable way, which the other must agree with."""
    people = session.scalars(select(Person).where(whose)).all()
    resting = list(resting_on_services(session, people))
    offered = candidates.offers_of(catalog, {each.service_id for each in resting})
    kept = keeping.kept_clear(session, [person.id for person in people])
    return _judge(session, resting, offered, now, len(resting), kept)


def with_next_best(index_on: Callable[[date], Index], touched: Iterable[Touched]) -> list[Touched]:
    """The same, each with the best services for the same need that are not in the plan yet.

    index_on: the directory laid out for quick answers, as of a day.
    """
    found: dict[tuple[UUID, str], Tiers] = {}
    told = []
    for each in touched:
        key = (each.person.id, each.resting.need)
        if each.resting.need in NEEDS and key not in found:
            found[key] = matches.tiers(index_on(each.asked.today), each.asked, [each.resting.need])[key[1]]
        told.append(replace(each, next_best=_best(each, found[key])) if key in found else each)
    return told


def may_stand_in(resting: Resting, match: Match) -> bool:
    """Whether a service may take the place of what was chosen: in the place of a residence, only where one lives."""
    return matches.may_be_chosen(match) and (match.offer.residential or not resting.is_residence)


def _judge(
    session: Session,
    chosen: Sequence[Resting],
    offered: Mapping[UUID, Sequence[Offer]],
    now: datetime,
    on_record: int,
    kept: Mapping[UUID, tuple[KeptClear, ...]],
) -> Found:
    _preload(session, {each.person.id for each in chosen})
    rules = place_rules.of(session)
    full = _full_since(session, {each.service_id for each in chosen}, offered)
    asked = {each.person.id: _question(each.person, now, rules, kept[each.person.id]) for each in chosen}
    gone = _why_gone(session, {each.service_id for each in chosen} - offered.keys())
    judged = [
        _judged(each, asked[each.person.id], offered.get(each.service_id, ()), full, gone) for each in chosen
    ]
    found = sorted((each for each in judged if each.differences), key=_pressing)
    return Found(tuple(found), on_record, len(chosen))


def _pressing(case: Touched) -> tuple[bool, date, str]:
    """What does not fit any more comes first, then by the day of service."""
    gone = case.now is None or case.now.status is Status.NOT_ELIGIBLE
    return not gone, case.asked.on, str(case.person.id)


def _best(touched: Touched, found: Tiers) -> tuple[Match, ...]:
    """The first few that may be chosen, of those that qualify, or else of those to ask; for a residence, residences."""
    resting = touched.resting
    if resting.need == "victim_services":
        return ()
    steps = resting.plan.steps if resting.plan else ()
    taken = {
        resting.service_id,
        *(step.service_id for step in steps if step.live and step.need == resting.need),
    }

    def stands_in(match: Match) -> bool:
        return match.offer.service_id not in taken and may_stand_in(resting, match)

    return _first(found, "eligible", stands_in) or _first(found, "possible", stands_in)


def _first(found: Tiers, tier: str, stands_in: Callable[[Match], bool]) -> tuple[Match, ...]:
    fit: list[Match] = []
    start, total = 0, found.counts[tier]
    while len(fit) < NEXT and start < total:
        looked_at = found.listed(tier, start=start, limit=LOOKED_AT).matches
        fit += filter(stands_in, looked_at)
        start += LOOKED_AT
    return tuple(fit[:NEXT])


def _judged(
    resting: Resting,
    asked: Question,
    offers: Sequence[Offer],
    full: Mapping[UUID, date],
    gone: Mapping[UUID, str],
) -> Touched:
    """How a choice is now, and what differs."""
    kept = resting.snapshot
    then = snapshot.offer_of(kept) if kept else None
    offer = _at(offers, resting)
    now = differences.judge(asked, offer) if offer else None
    if offer is None or now is None or now.status is Status.WITHHELD:
        code = gone.get(resting.service_id, "not_listed")
        found = [Reason("listing", NOT_MET, code)]
        now = None
    else:
        found = differences.worse(asked, then, snapshot.day_of(kept), now) if then else []
        found += differences.moved(asked, then, offer) if then else differences.unavailable(now)
        found += differences.together(asked, offer)
        found += differences.filled(then, offer, full.get(resting.service_id))
    if resting.step and resting.step.status == "met":
        # Whoever has moved in needs no free room.
        found = [each for each in found if each.rule != "room"]
    left = tuple(each for each in found if differences.mark(each) not in resting.kept)
    return Touched(resting, asked, now, left)


def _may_differ(each: Resting, offered: Mapping[UUID, Sequence[Offer]]) -> bool:
    """Whether the offer is another one now, or has a day that passes by itself; what nobody judged may be any."""
    offers = offered.get(each.service_id, ())
    here = [offer for offer in offers if offer.location_id == each.location_id and each.need in offer.needs]
    if not each.snapshot or not here or any(map(candidates.has_days, here)):
        return True
    return not snapshot.describes(each.snapshot, here[0])


def _at(offers: Sequence[Offer], resting: Resting) -> Offer | None:
    """The offer for the need at the chosen place; where it is no longer given there, another one of its places."""
    listed = [each for each in offers if resting.need in each.needs]
    # A letter may be about what the directory does not list the service for.
    found = listed if listed or resting.snapshot else offers
    return min(
        found, key=lambda each: (each.location_id != resting.location_id, str(each.location_id)), default=None
    )


def _why_gone(session: Session, services: Collection[UUID]) -> dict[UUID, str]:
    """In a code, why services are in no list any more."""
    rows = session.execute(select(Service.id, Service.status, Service.held).where(Service.id.in_(services)))
    return {
        row.id: "not_offered" if row.status in GONE else "held" if row.held else "not_listed" for row in rows
    }


def _full_since(
    session: Session, services: Collection[UUID], offered: Mapping[UUID, Sequence[Offer]]
) -> dict[UUID, date]:
    """For each service that says nothing is free, the first day of that without a better word since."""
    full = [each for each in services if any(map(candidates.is_full, offered.get(each, ())))]
    found = select(Service).where(Service.id.in_(full)).options(selectinload(Service.capacities))
    since = {each.id: room.full_since(each) for each in session.scalars(found)}
    return {each: day for each, day in since.items() if day}


def _preload(session: Session, ids: Collection[UUID]) -> None:
    """What a question is made of, fetched for all of them at once."""
    lists = (Person.known_facts, Person.conditions, Person.commitments)
    whole = (*map(selectinload, lists), joinedload(Person.office))
    session.scalars(select(Person).where(Person.id.in_(ids)).options(*whole)).all()


def _question(person: Person, now: datetime, rules: PlaceRules, kept: tuple[KeptClear, ...]) -> Question:
    return matches.question(person, None, plans.today_of(person, now), rules, kept)
