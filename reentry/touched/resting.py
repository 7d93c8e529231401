"""What of a case rests on a service: a step of the plan, letters not sent yet, appointments to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.records.standing import moved_ids

# Referrals that a change can still touch: one that waits for an answer is the provider's to answer.
OPEN = ("draft", "appointment")


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
    """Everything of these people's cases that rests on a service, person by person."""
    session.info["vault"].preload(session, [person.id for person in people])
    ids, moved = [person.id for person in people], moved_ids(session)
    live, referrals = plans.live_of(session, ids), _open_referrals(session, ids)
    for person in people:
        plan = live.get(person.id)
        yield from _of_person(person, plan, referrals.get(person.id, []), moved)


def _open_referrals(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[Referral]]:
    rows = select(Referral).where(Referral.person_id.in_(ids)).order_by(Referral.created_at, Referral.id)
    found: dict[UUID, list[Referral]] = {}
    for referral in session.scalars(rows):
        if referral.state in OPEN:
            found.setdefault(referral.person_id, []).append(referral)
    return found


def _of_person(
    person: Person, plan: Plan | None, referrals: Sequence[Referral], moved: Mapping[UUID, UUID]
) -> Iterator[Resting]:
    left: dict[UUID, list[Referral]] = {}
    for each in referrals:
        left.setdefault(moved.get(each.service_id, each.service_id), []).append(each)
    for step in plan.steps if plan else ():
        if step.service_id is None or not step.live:
            continue
        service_id = moved.get(step.service_id, step.service_id)
        place = moved.get(step.location_id, step.location_id) if step.location_id else None
        need = step.need or step.snapshot.get("search", {}).get("need", "")
        yield Resting(person, plan, step, tuple(left.pop(service_id, ())), service_id, place, need)
    for service_id, rows in left.items():
        place = moved.get(rows[0].location_id, rows[0].location_id) if rows[0].location_id else None
        yield Resting(person, plan, None, tuple(rows), service_id, place, rows[0].need)
