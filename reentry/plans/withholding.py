"""What a copy of a plan may not name, and how that is kept out of every line of it.

42 CFR part 2: naming a substance-use program can itself disclose. VAWA and FVPSA: the places of victim services,
and any confidential address, are printed in no copy.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from agency.documents.blocks import Column, Document, Heading
from agency.documents.words import Emphasis, Strong
from reentry.consents import disclosure
from reentry.consents.consents import Consent
from reentry.plans.copies import PlanCopy
from resources.locations import Location
from resources.organizations import Organization
from resources.phones import Phone
from resources.services import Service

TREATMENT = "substance_use_treatment"
SURVIVORS = "victim_services"
NOT_NAMED = {
    TREATMENT: "A treatment program (name withheld: no consent on file)",
    SURVIVORS: "Arranged by the office; the place is kept confidential",
}
REMOVED = "[withheld]"
# Shorter than any name that could be told from ordinary words.
SHORTEST = 3


@dataclass(frozen=True)
class Withholding:
    """What one copy keeps back: services by why they are not named, and the words that may not appear."""

    why: dict[UUID, str]
    words: tuple[re.Pattern[str], ...]
    # Live consents on which this copy tells of treatment and of health; both empty where it needs none.
    treatment: Consent | None = None
    health: Consent | None = None

    def reason(self, service: Service) -> str:
        """The need for whose sake a service is not named; empty where it may be."""
        return self.why.get(service.organization_id, "")

    def cleaned(self, document: Document) -> Document:
        """The document without the words that may not appear, whoever wrote them and wherever."""
        cleaned: Document = self._clean(document)
        return cleaned

    def text(self, text: str) -> str:
        """The text without the words that may not appear."""
        for pattern in self.words:
            text = pattern.sub(REMOVED, text)
        return text

    def _clean(self, part: Any) -> Any:  # noqa: ANN401 - walks every type a document is made of
        match part:
            case str():
                return self.text(part)
            case tuple():
                return tuple(self._clean(each) for each in part)
            # Headings and the names of columns are ours, and hold no name of anybody.
            case Heading() | Column() | date() | None:
                return part
            case Strong() | Emphasis():
                return type(part)(self.text(part.text))
        if not hasattr(part, "__dataclass_fields__"):
            return part
        return replace(part, **{each.name: self._clean(getattr(part, each.name)) for each in fields(part)})


def withholding(
    copy: PlanCopy, named: Sequence[tuple[Service, str]], consents: Iterable[Consent], on: date
) -> Withholding:
    """What a copy keeps back that day, of the services a plan and its referrals name, each with its need."""
    held = list(consents)
    treatment, health = (disclosure.covers(held, copy.body, scope, on) for scope in ("treatment", "health"))
    why: dict[UUID, str] = {}
    for service, need in named:
        if service.victim_services or need == SURVIVORS:
            why[service.organization_id] = SURVIVORS
        elif copy.body and treatment is None and (service.part_2_program or need == TREATMENT):
            why.setdefault(service.organization_id, TREATMENT)
    providers = {service.organization_id: service.organization for service, _ in named}
    secret = {
        word
        for each, organization in providers.items()
        for word in (_everything(organization) if each in why else _hidden_places(organization))
    }
    words = tuple(pattern_of(word) for word in sorted(secret, key=len, reverse=True) if len(word) >= SHORTEST)
    return Withholding(why, words, treatment, health)


def _everything(organization: Organization) -> Iterator[str]:
    yield from (organization.name, organization.alternate_name, organization.email, organization.website)
    yield from _numbers(organization.phones)
    for service in organization.services:
        yield from (service.name, service.alternate_name, service.email, service.url)
        yield from _numbers(service.phones)
    for location in organization.locations:
        yield from (location.name, location.alternate_name)
        yield from _numbers(location.phones)
        yield from _streets(location)


def _hidden_places(organization: Organization) -> Iterator[str]:
    for location in organization.locations:
        if location.confidential:
            yield from _streets(location)


def _streets(location: Location) -> Iterator[str]:
    yield from (address.address_1 for address in location.addresses)


def _numbers(phones: Iterable[Phone]) -> Iterator[str]:
    yield from (phone.number for phone in phones)


def pattern_of(word: str) -> re.Pattern[str]:
    """The word in any case and spacing; a telephone number however it is punctuated, with or without its 1."""
    digits = re.findall(r"\d", word)
    if len(digits) >= 7:
        body = r"(?:1\D{0,3})?" + r"\D{0,3}".join(digits)
    else:
        body = r"\s+".join(re.escape(piece) for piece in word.split())
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)
