"""Placements: at which residences somebody lives or is to live, and which are only proposed."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from agency.keys.vault import Vault
from matching.catalog import is_residential
from matching.kept_clear import KeptClear
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.records.services import Service

# Plans that stand; in a draft nobody has settled on anything.
STANDING = ("submitted", "approved")
TAKEN_IN = ("accepted", "enrolled")
OVER = ("declined", "canceled", "completed", "partly", "left")


def placements(session: Session, person_ids: Collection[UUID]) -> Mapping[UUID, list[KeptClear]]:
    """Where each of these people has a place, those of closed cases nowhere.

    Certain where a provider has taken the person in, a step is met, or a standing plan rests on it; a backup, a draft
    or an unanswered referral is a proposal. Places of survivors' services are not among them, whoever lives there.
    """
    open_cases = set(
        session.scalars(select(Person.id).where(Person.id.in_(person_ids), Person.status != "closed"))
    )
    vault: Vault = session.info["vault"]
    vault.preload(session, open_cases)
    found: dict[UUID, list[KeptClear]] = {each: [] for each in person_ids}
    for person_id, plan in plans.live_of(session, list(open_cases)).items():
        found[person_id] += _of_plan(plan)
    referrals = (
        select(Referral)
        .where(Referral.person_id.in_(open_cases))
        .options(joinedload(Referral.addressed_service).selectinload(Service.needs))
    )
    for referral in session.scalars(referrals):
        found[referral.person_id] += _of_referral(referral)
    return found


def _of_plan(plan: Plan) -> Iterator[KeptClear]:
    for step in plan.steps:
        service, (_, location_id) = step.service, step.rests_on
        if step.live and service is not None and _is_home(service):
            yield KeptClear(service.id, location_id, _is_settled(plan, step))


def _is_settled(plan: Plan, step: PlanStep) -> bool:
    return step.status == "met" or (plan.status in STANDING and not step.stands_in and step.rank != "backup")


def _of_referral(referral: Referral) -> Iterator[KeptClear]:
    if referral.state not in OVER and _is_home(referral.service):
        place = referral.location.id if referral.location else None
        yield KeptClear(referral.service.id, place, referral.state in TAKEN_IN)


def _is_home(service: Service) -> bool:
    return is_residential(service) and not service.victim_services
