"""The intake form: what its fields are called, and how a person's record fills it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from matching.conditions import ConditionsSchema
from reentry.people import conditions, flat_intake, intake, known_facts, people, person_needs
from reentry.people.clerk import Clerk
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
PURPOSES = {
    "work": "Work",
    "school": "School",
    "treatment": "Treatment",
    "medical": "Medical care",
    "legal": "Attorney or court",
    "benefits": "Benefits and papers",
    "community_service": "Community service",
    "any": "Any errand",
}
WEEKDAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
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
    "purposes": PURPOSES,
    "weekdays": WEEKDAYS,
    "referral_states": states.STATES,
    "step_statuses": plan_steps.STATUSES,
    "needs": NEEDS,
    "private_needs": {need: NEEDS[need] for need in person_needs.NOT_ACROSS_THE_DESK},
    "private_conditions": {kind: conditions.KINDS[kind] for kind in conditions.NOT_ACROSS_THE_DESK},
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
    "conditions.permitted_states": "Travel permission for",
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
# Empty rows below the filled ones, list by list; and how many rows a list may have at all.
SPARE_ROWS: Mapping[str, int] = {"orders": 2, "warrants": 1, "conditions.zones": 1, "conditions.approved": 1}
MOST_ROWS = 40


def typed(person: Person) -> dict[str, Any]:
    """The form's answers as the record has them."""
    answers: dict[str, Any] = {name: getattr(person, name) for name in PLAIN}
    answers |= {name: day.isoformat() for name in DATES if (day := getattr(person, name))}
    answers |= {name: "\n".join(getattr(person, name)) for name in LINES}
    answers |= {f"place.{name}": value for name, value in person.place.items()}
    answers |= {f"contact.{name}": _plain(value) for name, value in person.contact.items()}
    for name, entry in known_facts.current(person.known_facts).items():
        answers[f"facts.{name}"] = _plain(entry.value)
    answers |= _terms(person) | _orders(person)
    if person.travel_minutes is not None:
        answers["conditions.travel_minutes"] = f"{person.travel_minutes:g}"
    answers["needs"] = [need.need for need in person.needs]
    answers["version"] = str(person.version)
    return answers


def rows(typed: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each list of the form has: all that are filled, or saving would end what it does not show."""
    return {group: min(_filled(typed, group) + spare, MOST_ROWS) for group, spare in SPARE_ROWS.items()}


def _filled(typed: Mapping[str, Any], group: str) -> int:
    numbers = [
        name.removeprefix(f"{group}.").split(".")[0]
        for name, value in typed.items()
        if value and name.startswith(f"{group}.")
    ]
    return max((int(number) + 1 for number in numbers if flat_intake.is_position(number)), default=0)


def stated(person: Person | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The intake behind the form's answers; a list the form has none of is empty.

    Of a record it leaves out the facts nobody touched, so that each keeps its source and date, on which hangs what
    may be told to whom; and its needs keep their order and their notes.
    """
    before = typed(person) if person else {}
    touched = {
        name: value
        for name, value in answers.items()
        if not (name.startswith("facts.") and before.get(name) == value)
    }
    intake = {"orders": [], "warrants": [], "conditions": {}, "needs": [], **flat_intake.nested(touched)}
    if person is not None:
        intake["needs"] = _kept_needs(person, intake["needs"])
    return intake


def _kept_needs(person: Person, chosen: list[str]) -> list[dict[str, str]]:
    kept = [{"need": each.need, "note": each.note} for each in person.needs if each.need in chosen]
    return kept + [{"need": need} for need in chosen if need not in {each["need"] for each in kept}]


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


def _terms(person: Person) -> dict[str, Any]:
    """What matching checks of the order."""
    stated = ConditionsSchema().dump(conditions.terms_of(person.conditions, person.travel_minutes))
    answers = {f"conditions.curfew.{end}": value for end, value in stated.get("curfew", {}).items()}
    answers["conditions.permitted_states"] = ", ".join(stated.get("permitted_states", ()))
    for group in ("zones", "approved"):
        for number, each in enumerate(stated.get(group, ())):
            answers |= {
                f"conditions.{group}.{number}.{name}": _term(name, value) for name, value in each.items()
            }
    return answers


def _term(name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "polygon":
        return "\n".join(f"{north}, {east}" for north, east in value)
    return value if name == "days" else str(value)


def _orders(person: Person) -> dict[str, str]:
    answers: dict[str, str] = {}
    numbers = {"orders": 0, "warrants": 0}
    for condition in conditions.in_force(person.conditions):
        group = "warrants" if condition.kind in conditions.HOLDS else "orders"
        place = f"{group}.{numbers[group]}"
        numbers[group] += 1
        answers[f"{place}.kind"], answers[f"{place}.text"] = condition.kind, condition.text
        if group == "orders":
            answers[f"{place}.source"] = condition.source
            answers[f"{place}.hours"] = "" if condition.hours is None else f"{condition.hours:g}"
    return answers


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
