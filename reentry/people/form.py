"""The intake form: what its fields are called, and how a person's record fills it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from reentry.people import conditions, intake, known_facts, people
from reentry.people.intake import Clerk
from reentry.people.people import Person
from reentry.plans import steps as plan_steps
from reentry.referrals import states
from resources.needs import NEEDS

YES_OR_NO = {
    "facts.veteran": "Veteran",
    "facts.homeless": "No place to stay",
    "facts.disability": "Disability",
    "facts.low_income": "Low income",
    "facts.identification": "Has photo identification",
    "facts.able_to_work": "Able to work",
    "facts.high_school_diploma": "High school diploma or GED",
    "facts.i9_documents": "Can show Form I-9 documents",
    "facts.open_warrant": "Open warrant",
}
HEALTH = {
    "facts.substance_use": "Substance-use need",
    "facts.mental_illness": "Mental-health need",
    "facts.hiv": "Living with HIV",
    "facts.pregnant_or_parenting": "Pregnant or children in care",
    "facts.domestic_violence": "Survivor of domestic violence",
}
OFFENSES = {
    "facts.offenses.sex_offense": "Sex offense",
    "facts.offenses.violent_offense": "Violent offense",
    "facts.offenses.arson": "Arson",
    "facts.offenses.felony": "Felony",
    "facts.offenses.pending_charges": "Pending charges",
    "facts.offenses.domestic_violence": "Domestic-violence offense",
}
OTHER = {
    "facts.birth_date": "Date of birth",
    "facts.gender": "Gender",
    "facts.registry": "On the registry",
    "facts.sober_since": "Sober since",
    "facts.insurance": "Insurance",
    "facts.languages": "Languages",
    "facts.medication": "Medication",
    "facts.referral": "Referred by",
    "facts.residence.city": "City of residence",
    "facts.residence.county": "County of residence",
    "facts.residence.state": "State of residence",
}
# Everything the pages need to call things by their names.
WORDS: Mapping[str, Mapping[str, str]] = {
    "yes_or_no": YES_OR_NO,
    "health": HEALTH,
    "offenses": OFFENSES,
    "other": OTHER,
    "facts": {**OTHER, **YES_OR_NO, **HEALTH, **OFFENSES},
    "kinds": people.KINDS,
    "statuses": people.STATUSES,
    "caseloads": people.CASELOADS,
    "transport": people.TRANSPORT,
    "sources": known_facts.SOURCES,
    "conditions": conditions.KINDS,
    "orders": {kind: name for kind, name in conditions.KINDS.items() if kind not in conditions.HOLDS},
    "holds": {kind: conditions.KINDS[kind] for kind in conditions.HOLDS},
    "zones": {"residence": "Residence", "presence": "Presence", "exclusion": "Exclusion"},
    "referral_states": states.STATES,
    "step_statuses": plan_steps.STATUSES,
    "needs": NEEDS,
    "genders": {"male": "Male", "female": "Female", "other": "Other"},
    "registry": {
        "none": "Not on the registry",
        "registered": "Registered",
        "lifetime": "Registered for life",
    },
}
# How the summary of errors calls the fields.
LABELS: Mapping[str, str] = {
    **WORDS["facts"],
    "number": "Record number",
    "given_name": "Given name",
    "family_name": "Family name",
    "kind": "Parole or probation",
    "needs": "Needs",
    "hearing_date": "Hearing",
    "release_date": "Release",
    "supervision_ends": "Supervision ends",
    "conditions.curfew.from": "Curfew from",
    "conditions.curfew.to": "Curfew until",
}
PLAIN = (
    "number",
    "given_name",
    "family_name",
    "kind",
    "status",
    "caseload",
    "facility",
    "transport",
    "medication_note",
)
DATES = ("hearing_date", "release_date", "supervision_ends")
LINES = ("aliases", "safety_notes", "strengths", "access_needs")


def typed(person: Person) -> dict[str, Any]:
    """The form's answers as the record has them."""
    answers: dict[str, Any] = {name: getattr(person, name) for name in PLAIN}
    answers |= {name: day.isoformat() for name in DATES if (day := getattr(person, name))}
    answers |= {name: "\n".join(getattr(person, name)) for name in LINES}
    answers |= {f"place.{name}": value for name, value in person.place.items()}
    answers |= {f"contact.{name}": _plain(value) for name, value in person.contact.items()}
    for name, entry in known_facts.current(person.known_facts).items():
        answers[f"facts.{name}"] = _plain(entry.value)
    answers |= _orders(person)
    if person.travel_minutes is not None:
        answers["conditions.travel_minutes"] = f"{person.travel_minutes:g}"
    answers["needs"] = [need.need for need in person.needs]
    answers["version"] = str(person.version)
    return answers


def forget_emptied(session: Session, person: Person, answers: Mapping[str, Any], clerk: Clerk) -> None:
    """A fact that stood in the form and was emptied is unknown from now on; the older entries stay."""
    for name, entry in known_facts.current(person.known_facts).items():
        if entry.value is not None and answers.get(f"facts.{name}") == "":
            intake.learn(person, name, None, "person", "", clerk)
    for name in DATES:
        if answers.get(name) == "":
            setattr(person, name, None)
    for name in (*LINES, "facility", "medication_note"):
        if answers.get(name) == "":
            setattr(person, name, [] if name in LINES else "")
    session.flush()


def _orders(person: Person) -> dict[str, str]:
    answers: dict[str, str] = {}
    numbers = {"orders": 0, "warrants": 0}
    for condition in conditions.in_force(person.conditions):
        if condition.kind == "curfew" and condition.terms:
            answers["conditions.curfew.from"] = str(condition.terms["from"])
            answers["conditions.curfew.to"] = str(condition.terms["to"])
        if condition.kind == "zone" and condition.terms:
            number = sum(name.endswith(".kind") and name.startswith("conditions.zones.") for name in answers)
            answers |= {
                f"conditions.zones.{number}.{name}": str(value) for name, value in condition.terms.items()
            }
        group = "warrants" if condition.kind in conditions.HOLDS else "orders"
        place = f"{group}.{numbers[group]}"
        numbers[group] += 1
        answers[f"{place}.kind"], answers[f"{place}.text"] = condition.kind, condition.text
        if group == "orders":
            answers[f"{place}.source"] = condition.source
    return answers


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
