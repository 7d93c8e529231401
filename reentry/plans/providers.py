"""The provider behind a step, as a plan tells of it: who, where, how one gets in, what must still be asked."""

from dataclasses import dataclass
from datetime import date

from agency.dates import day
from matching import snapshot
from matching.answers import UNKNOWN
from matching.wording import Wording
from reentry.plans.steps import PlanStep
from reentry.plans.withholding import NOT_NAMED, Withholding
from resources.pages.record import phones_to_call, told
from resources.records.services import Service
from resources.records.ways_in import WAYS
from resources.upkeep import room

CONFIDENTIAL = "Address kept confidential; call"


@dataclass(frozen=True)
class Provider:
    """What is told of a step's provider; every part may be empty. to_confirm: what must be asked of the provider."""

    name: str = ""
    where: str = ""
    phone: str = ""
    way_in: str = ""
    cost: str = ""
    room: str = ""
    verified: date | None = None
    to_confirm: tuple[str, ...] = ()
    named: bool = True


NOBODY = Provider()


def provider_of(step: PlanStep, withheld: Withholding, wording: Wording) -> Provider:
    """The provider a step rests on, as far as this copy may name it."""
    service = step.service
    if service is None:
        return NOBODY
    reason = withheld.reason(service)
    if reason:
        return Provider(name=NOT_NAMED[reason], named=False)
    return Provider(
        name=f"{service.organization.name}, {service.name}",
        where=_where(step, service),
        phone=_phone(service),
        way_in="; ".join(_ways_in(service)),
        cost=_cost(service),
        room=_room(service),
        verified=service.verified_on,
        to_confirm=to_confirm(step, withheld, wording),
    )


def to_confirm(step: PlanStep, withheld: Withholding, wording: Wording) -> tuple[str, ...]:
    """What was unknown when the service was chosen, a sentence each."""
    if not step.snapshot:
        return ()
    reasons = snapshot.stored(step.snapshot).reasons
    asked = [each for each in reasons if each.status is UNKNOWN and withheld.may_ask(each.rule)]
    return tuple(wording.sentence(reason) for reason in asked)


def _where(step: PlanStep, service: Service) -> str:
    location = step.location
    if location is None:
        return {"telephone": "By telephone", "statewide": "Statewide"}.get(service.reach, "")
    if location.confidential:
        return CONFIDENTIAL
    return location.addresses[0].line if location.addresses else location.name


def _phone(service: Service) -> str:
    numbers = phones_to_call(service)
    if not numbers:
        return ""
    first = numbers[0]
    return f"{first.number} ext. {first.extension}" if first.extension else first.number


def _ways_in(service: Service) -> list[str]:
    return [
        f"{WAYS[way.kind]}: {told(service, way.detail)}" if way.detail else WAYS[way.kind]
        for way in service.access_ways
    ]


def _cost(service: Service) -> str:
    if service.cost_cents == 0:
        return "Free"
    if service.cost_cents:
        amount = f"${service.cost_cents / 100:,.2f}".removesuffix(".00")
        return f"{amount} {service.cost_period}".strip()
    return told(service, service.fees_description)


def _room(service: Service) -> str:
    """What was last said of its room, and when; a plan names the day, because paper does not know today."""
    told = room.told(service.capacities)
    return "; ".join(f"{', '.join(map(str, each))}, said {day(each[0].said.said_on)}" for each in told)
