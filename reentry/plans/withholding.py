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
from reentry.consents import disclosure, secret_names
from reentry.consents.consents import Consent
from reentry.consents.secret_names import SecretNames
from reentry.plans.copies import PlanCopy
from reentry.plans.steps import PlanStep
from reentry.referrals.letter_facts import ASKED
from resources.geography.states import STATE_NAMES
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.services import Service
from resources.secrecy import secret_places
from resources.secrecy.secret_words import REMOVED, SHORTEST, pattern_of, removed, seen, short_pattern_of

TREATMENT = "substance_use_treatment"
SURVIVORS = "victim_services"
NOT_NAMED = {
    TREATMENT: "A treatment program (name withheld: no consent on file)",
    SURVIVORS: "Arranged by the office; the place is kept confidential",
}
# What is written by hand in these sections tells of health, whatever it is called.
OF_HEALTH = ("health",)
STEP_WITHHELD = "A step about health (details withheld: no consent on file)"
# What tells of HIV, or that somebody is a survivor, in a line that leaves the office.
PROTECTED = re.compile(
    r"\b(hiv|h\.i\.v\.|(?-i:AIDS)|seropositive|antiretroviral\w*|ryan white|viral load|cd4|survivors?|"
    r"victim[- ]services?|safe ?house|address confidentiality)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Withholding:
    """What one copy keeps back: services by why they are not named, and the words that may not appear."""

    why: dict[UUID, str]
    words: tuple[re.Pattern[str], ...]
    # Live consents on which this copy tells of treatment and of health; both empty where it needs none.
    treatment: Consent | None = None
    health: Consent | None = None
    # Who else in the directory may not be named by what somebody wrote; organizations that may.
    names: SecretNames = secret_names.NONE
    named: frozenset[UUID] = frozenset()
    # Whether the copy leaves those who need it all, and whether treatment may be told of in it.
    leaves: bool = False
    tells_treatment: bool = True
    tells_health: bool = True

    def reason(self, service: Service) -> str:
        """The need for whose sake a service is not named; empty where it may be."""
        return self.why.get(service.organization_id, "")

    def may_ask(self, rule: str) -> bool:
        """Whether this copy may say that a provider must be asked about a rule: some rules tell of the person."""
        if rule in ("do_not_refer", "co_placement"):
            # The agency's own decision: there is nothing to ask the provider, and no copy tells why.
            return False
        topic = ASKED[rule].topic if rule in ASKED else ""
        held_back = {disclosure.PROTECTED: self.leaves, "treatment": not self.tells_treatment}
        return not held_back.get(topic, topic in ("health", "mental_health") and not self.tells_health)

    def by_hand(self, step: PlanStep, words: str, instead: str = "") -> str:
        """What somebody wrote of a step, or what stands instead of it where it may tell of health."""
        return words if self.tells_health or step.section not in OF_HEALTH else instead

    def cleaned(self, document: Document) -> Document:
        """The document without the words that may not appear, whoever wrote them and wherever."""
        text = "\n".join(_texts(document))
        others = [] if self.tells_treatment else self.names.of_treatment(text, self.named)
        others += self.names.of_survivors(text, self.named)
        cleaned: Document = _cleaned(document, replace(self, words=(*self.words, *others)))
        return cleaned

    def text(self, text: str) -> str:
        """The text without the words that may not appear; a line that tells what is protected goes as a whole."""
        if self.leaves:
            text = "\n".join(REMOVED if PROTECTED.search(seen(line)) else line for line in text.split("\n"))
        return removed(text, self.words)


def _cleaned(part: Any, withheld: Withholding) -> Any:  # noqa: ANN401 - walks every type a document is made of
    match part:
        case str():
            return withheld.text(part)
        case tuple():
            return tuple(_cleaned(each, withheld) for each in part)
        # Headings and the names of columns are ours, and hold no name of anybody.
        case Heading() | Column() | date() | None:
            return part
        case Strong() | Emphasis():
            return type(part)(withheld.text(part.text))
    if not hasattr(part, "__dataclass_fields__"):
        return part
    return replace(part, **{each.name: _cleaned(getattr(part, each.name), withheld) for each in fields(part)})


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401 - walks every type a document is made of
    match part:
        case str():
            yield seen(part)
        case tuple():
            for each in part:
                yield from _texts(each)
        case _ if hasattr(part, "__dataclass_fields__"):
            for each in fields(part):
                yield from _texts(getattr(part, each.name))


def withholding(
    copy: PlanCopy,
    named: Sequence[tuple[Service, str]],
    consents: Iterable[Consent],
    on: date,
    names: SecretNames = secret_names.NONE,
    own: Iterable[str] = (),
) -> Withholding:
    """What a copy keeps back that day, of the services a plan and its referrals name, each with its need.

    names: those of the rest of the directory; own: the person's, which stay although a program is called the same.
    """
    held = list(consents)
    treatment, health = (disclosure.covers(held, copy.body, scope, on) for scope in ("treatment", "health"))
    tells_treatment = copy.sensitive and (not copy.body or treatment is not None)
    why: dict[UUID, str] = {}
    for service, need in named:
        if service.victim_services or need == SURVIVORS:
            why[service.organization_id] = SURVIVORS
        elif not tells_treatment and (service.part_2_program or need == TREATMENT):
            why.setdefault(service.organization_id, TREATMENT)
    providers = {service.organization_id: service.organization for service, _ in named}
    words = [
        pattern
        for each, organization in providers.items()
        for pattern in (_everything(organization, own) if each in why else _hidden_places(organization))
    ]
    longest_first = sorted(dict.fromkeys(words), key=lambda each: len(each.pattern), reverse=True)
    return Withholding(
        why,
        tuple(longest_first),
        treatment,
        health,
        names,
        frozenset(providers) - set(why),
        copy.leaves or not copy.sensitive,
        tells_treatment=tells_treatment,
        tells_health=copy.sensitive and (not copy.body or health is not None),
    )


def _everything(organization: Organization, own: Iterable[str]) -> Iterator[re.Pattern[str]]:
    yield from map(pattern_of, filter(_long, _words(organization)))
    addresses = [address for place in organization.locations for address in place.addresses]
    towns = {name for address in addresses for name in (address.city, address.region)}
    for name in filter(None, (organization.name, organization.alternate_name)):
        short = short_pattern_of(name, [*own, *towns, *STATE_NAMES.values()])
        if short is not None:
            yield short
    yield from secret_places.patterns(organization.locations)


def _words(organization: Organization) -> Iterator[str]:
    yield from (organization.name, organization.alternate_name, organization.email, organization.website)
    yield from _numbers(organization.phones)
    for service in organization.services:
        yield from (service.name, service.alternate_name, service.email, service.url)
        yield from _numbers(service.phones)
    for location in organization.locations:
        yield from (location.name, location.alternate_name)
        yield from _numbers(location.phones)


def _hidden_places(organization: Organization) -> tuple[re.Pattern[str], ...]:
    return secret_places.patterns(each for each in organization.locations if each.confidential)


def _numbers(phones: Iterable[Phone]) -> Iterator[str]:
    yield from (phone.number for phone in phones)


def _long(word: str) -> bool:
    return len(word) >= SHORTEST
