"""Disclosure: what may be told to whom, as one table of recipient × what it is about × where it comes from.

Sources: 42 CFR part 2 (substance-use treatment), Maryland Correctional Services §3-602 (case record), fair-chance
hiring and housing law. The tightest rule that applies decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from agency.languages import to_translate
from reentry.consents.consents import Consent

# What a consent may cover, in the words of the form that the person signs.
SCOPES: dict[str, str] = {
    "circumstances": to_translate("Income and where the person stays"),
    "health": to_translate("Health, disability, pregnancy and children"),
    "mental_health": to_translate("Mental-health need and care"),
    "treatment": to_translate("Substance-use treatment (need, program, attendance, progress)"),
    "supervision": to_translate("Being under supervision, and its conditions"),
    "offense": to_translate("Offenses, charges, warrants and the registry"),
    "case_record": to_translate("What the case record holds"),
    "program": to_translate("What a program has told us"),
}
# Age, gender, residence, schooling, papers, coverage: what a provider that asks may know.
GENERAL = "general"
# HIV status, being a survivor: in no letter, whatever was signed.
PROTECTED = "protected"

RECIPIENTS: dict[str, str] = {
    "treatment_program": "Substance-use treatment program",
    "health_provider": "Health provider",
    "employer": "Employer or job program",
    "landlord": "Landlord or housing",
    "school": "School or child care",
    "reentry_program": "Program for people coming home",
    "ordered_program": "Program that orders of supervision send people to",
    "legal_aid": "Legal aid",
    "benefits_office": "Benefits or identification office",
    "community": "Community provider",
    "board": "Board",
    "court": "Court",
}

# "-" nothing is needed · "consent" a live one that names the recipient and covers it · "never".
# The last columns are where a fact comes from (what the person, an order or a document says needs nothing more),
# and whether the recipient may answer. Who may not know of supervision gets the neutral letterhead.
TABLE = """
recipient          general  identity  circumstances  health   mental_health  treatment  supervision  offense  case_record  program  answer
treatment_program  -        -         -              consent  consent        consent    -            consent  consent      consent  consent
health_provider    -        -         -              consent  consent        consent    consent      consent  consent      consent  consent
employer           -        -         never          never    never          never      never        never    consent      consent  -
landlord           -        -         -              never    never          consent    never        never    consent      consent  -
school             -        -         consent        never    never          never      never        never    consent      consent  -
reentry_program    -        -         -              consent  consent        consent    consent      consent  consent      consent  -
ordered_program    -        -         -              consent  consent        consent    -            consent  consent      consent  -
legal_aid          -        -         -              consent  consent        consent    -            consent  consent      consent  -
benefits_office    -        -         -              consent  consent        consent    consent      consent  consent      consent  -
community          -        -         -              consent  consent        consent    consent      consent  consent      consent  -
board              -        -         -              consent  consent        consent    -            -        -            consent  -
court              -        -         -              consent  consent        consent    -            -        -            consent  -
"""  # noqa: E501 - a table is read across


class Needs(StrEnum):
    """What it takes before something may be told."""

    NOTHING = "-"
    CONSENT = "consent"
    NEVER = "never"


def _read(table: str) -> Mapping[str, Mapping[str, Needs]]:
    header, *rows = (line.split() for line in table.strip().splitlines())
    return {row[0]: dict(zip(header[1:], map(Needs, row[1:]), strict=True)) for row in rows}


RULES = _read(TABLE)


@dataclass(frozen=True)
class Ruling:
    """Whether something may be told: on which scopes of which consents, or else which scopes are missing.

    never: no consent would change it.
    """

    told: bool
    rests_on: tuple[tuple[str, Consent], ...] = ()
    missing: tuple[str, ...] = ()
    never: bool = False


def covers(consents: Iterable[Consent], recipient: UUID | str, scope: str, on: date) -> Consent | None:
    """The consent that lets this recipient be told this, live that day; the one that lasts longest.

    recipient: an organization's id, or a body such as "board" or "court".
    """
    fitting = [
        each for each in consents if _names(each, recipient) and each.is_live(on) and scope in each.scope
    ]
    return max(fitting, key=lambda each: each.expires_on, default=None)


def ruling(
    kind: str, topic: str, source: str, consents: Iterable[Consent], recipient: UUID | str, on: date
) -> Ruling:
    """Whether a recipient of a kind may be told something about a topic that came from a source.

    topic: GENERAL, PROTECTED or one of SCOPES; source: one of reentry.people.known_facts.SOURCES.
    """
    if topic == PROTECTED:
        return Ruling(told=False, never=True)
    rules, held = RULES[kind], list(consents)
    asked = {name: rules[name] for name in (topic, source) if name in rules}
    if Needs.NEVER in asked.values():
        return Ruling(told=False, never=True)
    found = {
        name: covers(held, recipient, name, on) for name, needs in asked.items() if needs is Needs.CONSENT
    }
    rests_on = tuple((scope, consent) for scope, consent in found.items() if consent is not None)
    missing = tuple(scope for scope, consent in found.items() if consent is None)
    return Ruling(told=not missing, rests_on=() if missing else rests_on, missing=missing)


def answer_allowed(kind: str, consents: Iterable[Consent], recipient: UUID | str, on: date) -> bool:
    """Whether the recipient may answer us: releases run both ways, and some answers need one of their own."""
    if RULES[kind]["answer"] is Needs.NOTHING:
        return True
    scopes = {"treatment"} if kind == "treatment_program" else set(SCOPES)
    return any(
        each.answer_allowed
        and each.is_live(on)
        and _names(each, recipient)
        and not scopes.isdisjoint(each.scope)
        for each in consents
    )


def _names(consent: Consent, recipient: UUID | str) -> bool:
    return bool(recipient) and recipient in (consent.organization_id, consent.body)
