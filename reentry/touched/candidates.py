"""Candidates: the choices that a change may have touched, found by what stands in plain; no seal is opened for it.

Too many may be found, never too few: what is found is opened and judged.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from agency.offices import Office
from matching.answers import MET
from matching.availability import availability
from matching.catalog import Catalog
from matching.offer import Offer
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.records import directory_version
from resources.records.directory_version import Touches
from resources.records.standing import moved_ids

# A step or a referral in plain: id, person_id, service_id, version (of a step), release_date and office_id.
Row = Any
# An IN list longer than this is slower than asking for everything.
TOGETHER = 500
# Older than every version: of a step that nobody judged, or not that one knows.
NEVER = -1
AnySelect = Select[*tuple[Any, ...]]
_VERSION = func.coalesce(PlanStep.directory_version, NEVER).label("version")


@dataclass(frozen=True)
class Candidates:
    """Which steps and referrals are to be opened, of how many on record; offered: what their services offer now."""

    steps: tuple[UUID, ...]
    referrals: tuple[UUID, ...]
    on_record: int
    offered: Mapping[UUID, Sequence[Offer]]


@dataclass
class Directory:
    """What the directory says of the services that something rests on; today: by office."""

    offered: Mapping[UUID, Sequence[Offer]]
    touches: Touches
    moved: Mapping[UUID, UUID]
    today: Mapping[UUID, date]
    _away: dict[tuple[UUID, date], bool] = field(default_factory=dict)

    def kept(self, service_id: UUID) -> UUID:
        """The service that an id leads to now."""
        return self.moved.get(service_id, service_id)

    def case(self, row: Row) -> tuple[UUID, UUID]:
        """Whose choice it is, and of which service: what belongs together has these two."""
        return row.person_id, self.kept(row.service_id)

    def may_differ(self, service_id: UUID, version: int) -> bool:
        """Whether a service may be another than the one of a version."""
        return version == NEVER or service_id in self.moved or self.touches.since(version, service_id)

    def may_pass(self, service_id: UUID) -> bool:
        """Whether without any change somebody may be kept away who was not before: by a day, or by a new fact."""
        offers = self._offers(service_id)
        return not offers or any(map(has_days, offers))

    def keeps_away(self, row: Row) -> bool:
        """Whether the person may not be able to go there on the day, or not be told of it."""
        day, service_id = self.today[row.office_id], self.kept(row.service_id)
        on = row.release_date if row.release_date and row.release_date > day else day
        if (service_id, on) not in self._away:
            offers = self._offers(service_id)
            self._away[service_id, on] = not offers or any(_keeps_away(each, on) for each in offers)
        return self._away[service_id, on]

    def full(self, service_id: UUID) -> bool:
        """Whether nothing is said free at one of its places: news for a letter alone, which nobody judged."""
        return any(map(is_full, self._offers(service_id)))

    def _offers(self, service_id: UUID) -> Sequence[Offer]:
        return self.offered.get(self.kept(service_id), ())


def find(
    session: Session,
    catalog: Catalog,
    whose: ColumnElement[bool],
    now: datetime,
    wholly: Collection[UUID] = (),
) -> Candidates:
    """The candidates among the cases that the condition on Person names; wholly: people all of whose choices are."""
    chosen, addressed = _chosen(session, whose), _addressed(session)
    every = {*addressed, *(row.service_id for row in chosen)}
    directory = _directory(session, catalog, every, min((row.oldest for row in chosen), default=0), now)
    suspect = {
        directory.kept(row.service_id)
        for row in chosen
        if directory.may_differ(row.service_id, row.oldest) or directory.may_pass(row.service_id)
    } | {directory.kept(each) for each in addressed if directory.full(each) or directory.may_pass(each)}
    services = [each for each in every if directory.kept(each) in suspect]
    steps = _rows(session, _steps(whose), PlanStep, services, wholly)
    referrals = _rows(session, _referrals(whose), Referral, services, wholly)
    cases = {directory.case(row) for row in (*steps, *referrals) if row.person_id in wholly}
    cases |= {
        directory.case(row)
        for row in steps
        if directory.may_differ(row.service_id, row.version) or directory.keeps_away(row)
    }
    cases |= {
        directory.case(row)
        for row in referrals
        if directory.full(row.service_id) or directory.keeps_away(row)
    }
    return Candidates(
        tuple(row.id for row in steps if directory.case(row) in cases),
        tuple(row.id for row in referrals if directory.case(row) in cases),
        sum(row.steps for row in chosen) + _count(session, whose),
        directory.offered,
    )


def offers_of(catalog: Catalog, services: Collection[UUID]) -> dict[UUID, list[Offer]]:
    """What these services offer now, whatever need they are listed for."""
    found: dict[UUID, dict[UUID | None, Offer]] = {}
    for offers in catalog.by_need.values():
        for offer in offers:
            if offer.service_id in services:
                found.setdefault(offer.service_id, {})[offer.location_id] = offer  # type: ignore[arg-type]
    return {service_id: list(by_place.values()) for service_id, by_place in found.items()}


def _directory(
    session: Session, catalog: Catalog, services: Collection[UUID], oldest: int, now: datetime
) -> Directory:
    moved = moved_ids(session)
    return Directory(
        offers_of(catalog, {moved.get(each, each) for each in services}),
        directory_version.touches(session, oldest),
        moved,
        {office.id: office.day(now) for office in session.scalars(select(Office))},
    )


def has_days(offer: Offer) -> bool:
    """Whether a day, or for survivors' services a new fact, may keep somebody away without any change of it."""
    days = offer.closed or offer.closed_until or offer.season or offer.licensed_until or offer.barred
    return offer.victim_services or bool(days)


def is_full(offer: Offer) -> bool:
    """Whether it is said that nothing is free."""
    return offer.capacity is not None and not offer.capacity.available


def _keeps_away(offer: Offer, on: date) -> bool:
    # Survivors' services are withheld from some, which a new fact about the person may have brought about.
    return offer.victim_services or any(each.status is not MET for each in availability(offer, on))


def _chosen(session: Session, whose: ColumnElement[bool]) -> Sequence[Row]:
    """By service, how many steps rest on it and the oldest version that one of them was judged on."""
    own = PlanStep.service_id, func.count().label("steps"), func.min(_VERSION).label("oldest")
    rows = _of_live_plans(select(*own), whose).group_by(PlanStep.service_id)
    return session.execute(rows).all()


def _addressed(session: Session) -> Sequence[UUID]:
    """The services that anybody was ever referred to."""
    return session.scalars(select(Referral.service_id).distinct()).all()


def _count(session: Session, whose: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Referral).join(Referral.person).where(whose)) or 0


def _steps(whose: ColumnElement[bool]) -> AnySelect:
    own = PlanStep.id, PlanStep.person_id, PlanStep.service_id, _VERSION
    return _of_live_plans(select(*own, Person.release_date, Person.office_id), whose)


def _of_live_plans(rows: AnySelect, whose: ColumnElement[bool]) -> AnySelect:
    """Steps that rest on a service, of plans that are worked on or stand; given up ones are among them."""
    joined = rows.join(Plan, Plan.id == PlanStep.plan_id).join(Person, Person.id == PlanStep.person_id)
    return joined.where(whose, plans.is_live(), PlanStep.service_id.is_not(None))


def _referrals(whose: ColumnElement[bool]) -> AnySelect:
    own = Referral.id, Referral.person_id, Referral.service_id
    return select(*own, Person.release_date, Person.office_id).join(Referral.person).where(whose)


def _rows(
    session: Session,
    rows: AnySelect,
    model: type[PlanStep | Referral],
    services: Sequence[UUID],
    people: Collection[UUID],
) -> list[Row]:
    """Those of the rows that rest on one of these services, or are of one of these people."""
    found: dict[UUID, Row] = {}
    for column, ids in ((model.service_id, services), (model.person_id, list(people))):
        for start in range(0, len(ids), TOGETHER):
            some = session.execute(rows.where(column.in_(ids[start : start + TOGETHER])))
            found |= {row.id: row for row in some}
    return list(found.values())
