"""What of a case rests on a service: a step of the plan, letters not sent yet, appointments to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

from matching.catalog import is_residential
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.records.standing import moved_ids

# Referrals that a change can still touch: one that waits for an answer is the provider's to answer.
OPEN = ("draft", "appointment")
# An IN list longer than this is slower than asking for everything.
TOGETHER = 500
Row = TypeVar("Row", PlanStep, Referral, Person)


@dataclass(frozen=True)
class Resting:
    """A live step with the open referrals to the same service, or such referrals alone (step is None).

    service_id and location_id lead to the records that are kept now; snapshot is empty where nothing was judged.
    """

    person: Person
    plan: Plan | None
    step: PlanStep | None
    referrals: tuple[Referral, ...]
    service_id: UUID
    location_id: UUID | None
    need: str

    @property
    def snapshot(self) -> dict[str, Any]:
        """What the choice was judged on."""
        return self.step.snapshot if self.step else {}

    @property
    def version(self) -> int:
        """The version of the directory it was judged on; 0 where that is not known."""
        return int(self.snapshot.get("directory_version") or 0)

    @property
    def is_residence(self) -> bool:
        """Whether the person is to live there: a residence of the plan, or a referral to where people live."""
        if self.step:
            return bool(self.step.rank)
        return any(is_residential(each.service) for each in self.referrals)

    @property
    def letters(self) -> int:
        """How many of the referrals are not sent yet."""
        return sum(each.state == "draft" for each in self.referrals)

    @property
    def appointments(self) -> list[Referral]:
        """Those with an appointment there."""
        return [each for each in self.referrals if each.state == "appointment"]

    @property
    def kept(self) -> frozenset[str]:
        """The marks of the differences somebody has asked about and lets stand."""
        rows = (*([self.step] if self.step else ()), *self.referrals)
        return frozenset(mark for row in rows for answer in row.kept for mark in answer["marks"])


def resting_on_services(session: Session, people: Sequence[Person]) -> Iterator[Resting]:
    """Everything of these people's cases that rests on a service, person by person; all of it is opened."""
    session.info["vault"].preload(session, [person.id for person in people])
    ids = [person.id for person in people]
    rows = select(Referral).where(Referral.person_id.in_(ids)).order_by(Referral.created_at, Referral.id)
    live = plans.live_of(session, ids)
    steps = [step for plan in live.values() for step in plan.steps if step.service_id]
    yield from _together(session, people, live, steps, session.scalars(rows).all())


def resting_of(session: Session, step_ids: Sequence[UUID], referral_ids: Sequence[UUID]) -> list[Resting]:
    """What some steps and referrals make together; nothing else is opened."""
    steps = list(_rows(session, PlanStep, step_ids, PlanStep.position))
    referrals = list(_rows(session, Referral, referral_ids, Referral.created_at))
    ids = {*(step.person_id for step in steps), *(each.person_id for each in referrals)}
    people = list(_rows(session, Person, list(ids), Person.id))
    session.info["vault"].preload(session, ids)
    return list(_together(session, people, plans.standing_of(session, people), steps, referrals))


def _together(
    session: Session,
    people: Sequence[Person],
    live: Mapping[UUID, Plan],
    steps: Sequence[PlanStep],
    referrals: Sequence[Referral],
) -> Iterator[Resting]:
    moved = moved_ids(session)
    by_person: dict[UUID, tuple[list[PlanStep], list[Referral]]] = {each.id: ([], []) for each in people}
    for step in steps:
        if (plan := live.get(step.person_id)) and step.plan_id == plan.id:
            by_person[step.person_id][0].append(step)
    for referral in referrals:
        by_person[referral.person_id][1].append(referral)
    for person in people:
        yield from _of_person(person, live.get(person.id), *by_person[person.id], moved)


def _rows(
    session: Session, model: type[Row], ids: Sequence[UUID], order: InstrumentedAttribute[Any]
) -> Iterator[Row]:
    """Rows by their ids, in the order of a column and of the ids, without what hangs on them."""
    found: list[Row] = []
    for start in range(0, len(ids), TOGETHER):
        wanted = select(model).where(model.id.in_(ids[start : start + TOGETHER]))
        found += session.scalars(wanted.options(lazyload("*")))
    yield from sorted(found, key=lambda row: (getattr(row, order.key), row.id))


def _of_person(
    person: Person,
    plan: Plan | None,
    steps: Sequence[PlanStep],
    referrals: Sequence[Referral],
    moved: Mapping[UUID, UUID],
) -> Iterator[Resting]:
    left: dict[UUID, list[Referral]] = {}
    for each in referrals:
        if each.state in OPEN:
            left.setdefault(moved.get(each.service_id, each.service_id), []).append(each)
    for step in steps:
        if step.service_id is None or not step.live:
            continue
        service_id = moved.get(step.service_id, step.service_id)
        place = moved.get(step.location_id, step.location_id) if step.location_id else None
        need = step.need or step.snapshot.get("search", {}).get("need", "")
        yield Resting(person, plan, step, tuple(left.pop(service_id, ())), service_id, place, need)
    for service_id, rows in left.items():
        place = moved.get(rows[0].location_id, rows[0].location_id) if rows[0].location_id else None
        yield Resting(person, plan, None, tuple(rows), service_id, place, rows[0].need)
