"""Touched: the cases for which a change has made a chosen service another, with what stands in.

Changes of the directory, and somebody else's placement where two people are not to be placed together.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matching import engine, snapshot
from matching.answers import NOT_MET
from matching.catalog import Catalog
from matching.engine import Match, Question
from matching.judgment import Judgment, Status
from matching.kept_clear import KeptClear
from matching.offer import Offer
from matching.reasons import Reason
from reentry.co_placement import keeping
from reentry.matches import matches
from reentry.people.people import Person
from reentry.plans import plans
from reentry.touched import differences
from reentry.touched.resting import Resting, resting_on_services
from resources.needs import NEEDS
from resources.records import directory_version
from resources.records.capacity import Capacity
from resources.records.services import Service

# So many services are shown in the place of one.
NEXT = 3
GONE = ("inactive", "defunct")


@dataclass(frozen=True)
class Touched:
    """What rests on a service that has changed: how it was judged, how it is now (None: not offered), what differs.

    before is None where nobody judged it, as for a letter without a plan. differences come without those that
    somebody has asked about and lets stand.
    """

    resting: Resting
    asked: Question
    before: Judgment | None
    now: Judgment | None
    differences: tuple[Reason, ...]
    next_best: tuple[Match, ...] = ()

    @property
    def person(self) -> Person:
        """Whose case it is."""
        return self.resting.person

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
    """The cases touched, and how many resting services were looked at and how many had to be judged."""

    touched: tuple[Touched, ...]
    resting: int
    judged: int


def find(
    session: Session,
    catalog: Catalog,
    people: Sequence[Person],
    now: datetime,
    *,
    everything: bool = False,
    show: Callable[[int], None] = lambda _: None,
) -> Found:
    """Judge again what rests on services that changed since it was judged, or whose day can pass by itself.

    A residence at which somebody else has a place with whom the person is not to be placed is touched too.
    everything: judge all of it; what is found is the same. show is told how many more are done.
    """
    resting = list(resting_on_services(session, people))
    now_offered = _offers(catalog, {each.service_id for each in resting})
    kept = keeping.kept_clear(session, [person.id for person in people])
    chosen = resting if everything else _candidates(session, resting, now_offered, kept)
    _preload(session, {each.person.id for each in chosen})
    full = _full_since(session, {each.service_id for each in chosen}, now_offered)
    asked = {each.person.id: _question(each.person, now, kept[each.person.id]) for each in chosen}
    gone = _why_gone(session, {each.service_id for each in chosen} - now_offered.keys())
    touched = []
    for each in chosen:
        offers = now_offered.get(each.service_id, ())
        found = _judged(each, asked[each.person.id], offers, full, gone)
        touched += [found] if found and found.differences else []
        show(1)
    return Found(tuple(sorted(touched, key=_pressing)), len(resting), len(chosen))


def with_next_best(
    catalog: Catalog, touched: Iterable[Touched], weights: Mapping[str, float]
) -> list[Touched]:
    """The same, each with the best services for the same need that are not in the plan yet."""
    found: dict[tuple[UUID, str], engine.NeedMatches] = {}
    told = []
    for each in touched:
        key = (each.person.id, each.resting.need)
        if each.resting.need in NEEDS and key not in found:
            found[key] = engine.match(catalog, each.asked, each.resting.need, weights)
        told.append(replace(each, next_best=_best(each, found[key])) if key in found else each)
    return told


def _pressing(case: Touched) -> tuple[bool, date, str]:
    """What does not fit any more comes first, then by the day of service."""
    gone = case.now is None or case.now.status is Status.NOT_ELIGIBLE
    return not gone, case.asked.on, str(case.person.id)


def _best(touched: Touched, found: engine.NeedMatches) -> tuple[Match, ...]:
    resting = touched.resting
    if resting.need == "victim_services":
        return ()
    steps = resting.plan.steps if resting.plan else ()
    taken = {
        resting.service_id,
        *(step.service_id for step in steps if step.live and step.need == resting.need),
    }
    fit = [
        [each for each in tier if each.offer.service_id not in taken and matches.may_be_chosen(each)]
        for tier in (found.eligible, found.possible)
    ]
    return tuple((fit[0] or fit[1])[:NEXT])


def _judged(
    resting: Resting,
    asked: Question,
    offers: Sequence[Offer],
    full: Mapping[UUID, date],
    gone: Mapping[UUID, str],
) -> Touched | None:
    """What differs; None where nothing can, because the offer says what it said and no day has passed."""
    kept = resting.snapshot
    then = snapshot.case_of(kept) if kept else None
    before = snapshot.stored(kept) if kept else None
    offer = _at(offers, resting)
    now = differences.judge(asked, offer) if offer else None
    if offer is None or now is None or now.status is Status.WITHHELD:
        code = gone.get(resting.service_id, "not_listed")
        found = [Reason("listing", NOT_MET, code)]
        now = None
    else:
        found = differences.worse(asked, then, now) if then else differences.unavailable(now)
        found += differences.moved(asked, then.offer, offer) if then else ()
        found += differences.together(asked, offer)
        found += differences.filled(then.offer if then else None, offer, full.get(resting.service_id))
    if resting.step and resting.step.status == "met":
        # Whoever has moved in needs no free room.
        found = [each for each in found if each.rule != "room"]
    left = tuple(each for each in found if differences.mark(each) not in resting.kept)
    return Touched(resting, asked, before, now, left)


def _candidates(
    session: Session,
    resting: Sequence[Resting],
    offered: Mapping[UUID, Sequence[Offer]],
    kept: Mapping[UUID, tuple[KeptClear, ...]],
) -> list[Resting]:
    """What may be different: of services touched since, with a day of theirs or never judged; and places kept clear."""
    versions = [each.version for each in resting if each.snapshot]
    changed = directory_version.touched_since(session, min(versions)) if versions else set()
    return [
        each
        for each in resting
        if changed is None
        or _may_differ(each, changed, offered)
        or any(one.holds(offer) for one in kept[each.person.id] for offer in offered.get(each.service_id, ()))
    ]


def _may_differ(each: Resting, changed: Collection[UUID], offered: Mapping[UUID, Sequence[Offer]]) -> bool:
    offers = offered.get(each.service_id, ())
    here = [offer for offer in offers if offer.location_id == each.location_id and each.need in offer.needs]
    if not each.snapshot or not here:
        return True
    if any(offer.closed or offer.licensed_until or offer.season or offer.barred for offer in here):
        return True
    return each.service_id in changed and not snapshot.describes(each.snapshot, here[0])


def _offers(catalog: Catalog, services: Collection[UUID]) -> dict[UUID, list[Offer]]:
    """What these services offer now, whatever need they are listed for."""
    found: dict[UUID, dict[UUID | None, Offer]] = {}
    for offers in catalog.by_need.values():
        for offer in offers:
            if offer.service_id in services:
                found.setdefault(offer.service_id, {})[offer.location_id] = offer  # type: ignore[arg-type]
    return {service_id: list(by_place.values()) for service_id, by_place in found.items()}


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
    full = [
        each
        for each in services
        if any(offer.capacity and not offer.capacity.available for offer in offered.get(each, ()))
    ]
    rows = select(Capacity).where(Capacity.service_id.in_(full), Capacity.available.is_not(None))
    since: dict[UUID, date] = {}
    over: set[UUID] = set()
    for said in session.scalars(rows.order_by(Capacity.said_on.desc(), Capacity.said_at.desc().nulls_last())):
        if said.available:
            over.add(said.service_id)
        elif said.service_id not in over:
            since[said.service_id] = said.said_on
    return since


def _preload(session: Session, ids: Collection[UUID]) -> None:
    """What a question is made of, fetched for all of them at once."""
    lists = (Person.known_facts, Person.conditions, Person.commitments)
    whole = (*map(selectinload, lists), joinedload(Person.office))
    session.scalars(select(Person).where(Person.id.in_(ids)).options(*whole)).all()


def _question(person: Person, now: datetime, kept: tuple[KeptClear, ...]) -> Question:
    return matches.question(person, None, plans.today_of(person, now), kept=kept)
