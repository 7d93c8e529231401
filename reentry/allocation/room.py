"""Room: how many places providers said are free, and how many of them plans count on already."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from agency.keys.vault import Vault
from matching.allocation.rule import COUNTS_FOR_DAYS
from matching.offer import Offer
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.steps import PlanStep


@dataclass(frozen=True)
class Room:
    """One service with a counted number of places: how many were said to be free, when, and how many are promised.

    claimed: by the plans of people who are not on the list and have not come yet.
    """

    offer: Offer
    said: int
    said_on: date
    claimed: int = 0

    @property
    def free(self) -> int:
        """How many can be given out."""
        return max(0, self.said - self.claimed)


def counted(offers: Iterable[Offer], today: date) -> dict[UUID, Room]:
    """The services whose provider told a number lately; of all others nobody knows how many places there are."""
    since = today - timedelta(COUNTS_FOR_DAYS)
    return {
        offer.service_id: Room(offer, offer.capacity.available, offer.capacity.said_on)
        for offer in offers
        if offer.service_id and offer.capacity and offer.capacity.said_on >= since
    }


def claims(
    session: Session,
    known: ColumnElement[bool],
    services: Collection[UUID],
    listed: Collection[UUID],
    today: date,
) -> Mapping[UUID, int]:
    """How many places at each service the plans of others count on; known: of whom the reader may know."""
    wanted = (
        select(PlanStep.person_id)
        .join(Person, Person.id == PlanStep.person_id)
        .where(PlanStep.service_id.in_(services), PlanStep.person_id.not_in(listed), known)
        .where(Person.status == "in_custody", Person.release_date >= today)
    )
    ids = set(session.scalars(wanted))
    vault: Vault = session.info["vault"]
    vault.preload(session, ids)
    steps = (step for plan in plans.live_of(session, list(ids)).values() for step in plan.steps)
    return Counter(
        id_ for step in steps if (id_ := step.service_id) in services and id_ and holds_place(step)
    )


def holds_place(step: PlanStep) -> bool:
    """Whether somebody counts on a place by this step: chosen, not given up, and not only as the backup."""
    return step.live and not step.stands_in and step.rank != "backup"
