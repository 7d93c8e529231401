"""The facts a provider asked about, as its confirmed requirements say, with the words that answer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from babel.dates import format_date, format_time

from matching.ages import age_on
from reentry.consents.disclosure import GENERAL, PROTECTED
from reentry.people.form import WORDS
from reentry.people.known_facts import KnownFact
from resources.records.requirements import ServiceRequirement

REGISTRY = WORDS["registry"]
GENDERS = WORDS["genders"]


@dataclass(frozen=True)
class Asked:
    """What one rule asks: the facts that answer it, and the topic of disclosure they belong to."""

    facts: tuple[str, ...]
    topic: str


@dataclass(frozen=True)
class Answer:
    """One answer to a provider's question: its label and words, and what decides whether it may be told."""

    fact: str
    label: str
    words: str
    topic: str
    source: str


ASKED: dict[str, Asked] = {
    "minimum_age": Asked(("birth_date",), GENERAL),
    "maximum_age": Asked(("birth_date",), GENERAL),
    "gender": Asked(("gender",), GENERAL),
    "veteran": Asked(("veteran",), GENERAL),
    "residence": Asked(("residence.city", "residence.county", "residence.state"), GENERAL),
    "identification": Asked(("identification",), GENERAL),
    "insurance": Asked(("insurance",), GENERAL),
    "high_school_diploma": Asked(("high_school_diploma",), GENERAL),
    "employed_or_able_to_work": Asked(("able_to_work",), GENERAL),
    "citizenship_or_work_authorization": Asked(("i9_documents",), GENERAL),
    "homeless": Asked(("homeless",), "circumstances"),
    "low_income": Asked(("low_income",), "circumstances"),
    "disability": Asked(("disability",), "health"),
    "pregnant_or_parenting": Asked(("pregnant_or_parenting",), "health"),
    "mental_illness": Asked(("mental_illness",), "mental_health"),
    "substance_use": Asked(("substance_use",), "treatment"),
    "sober_days": Asked(("sober_since",), "treatment"),
    "medication": Asked(("medication",), "treatment"),
    "sex_offense": Asked(("offenses.sex_offense",), "offense"),
    "violent_offense": Asked(("offenses.violent_offense",), "offense"),
    "arson": Asked(("offenses.arson",), "offense"),
    "felony": Asked(("offenses.felony",), "offense"),
    "pending_charges": Asked(("offenses.pending_charges",), "offense"),
    "open_warrant": Asked(("open_warrant",), "offense"),
    "lifetime_registry": Asked(("registry",), "offense"),
    "hiv": Asked(("hiv",), PROTECTED),
    "domestic_violence": Asked(("domestic_violence",), PROTECTED),
}


def is_asked(row: ServiceRequirement) -> bool:
    """Whether a requirement counts as a question: confirmed, of the whole service, and not perhaps unlawful to ask."""
    stated = row.confirmed_on is not None and not row.part and row.basis != "doubtful"
    return stated and row.mode != "accepts" and row.rule in ASKED


def answers(requirements: list[ServiceRequirement], known: Mapping[str, KnownFact], on: date) -> list[Answer]:
    """What would answer the provider's questions, in their order; a fact that is unknown answers nothing."""
    found: dict[str, Answer] = {}
    for row in requirements:
        if is_asked(row):
            for fact in ASKED[row.rule].facts:
                entry = known.get(fact)
                if entry is not None and entry.value is not None:
                    found[fact] = _answer(fact, ASKED[row.rule].topic, entry, on)
    return list(found.values())


def unknown(requirements: list[ServiceRequirement], known: Mapping[str, KnownFact]) -> list[str]:
    """The labels of what the provider asks and nobody knows."""
    told = [ASKED[row.rule] for row in requirements if is_asked(row)]
    asked = dict.fromkeys(fact for each in told if each.topic != PROTECTED for fact in each.facts)
    missing = [fact for fact in asked if fact not in known or known[fact].value is None]
    return [_label(fact) for fact in missing]


def _answer(fact: str, topic: str, entry: KnownFact, on: date) -> Answer:
    return Answer(fact, _label(fact), _WORDING.get(fact, _plain)(entry.value, on), topic, entry.source)


def _label(fact: str) -> str:
    return "Age" if fact == "birth_date" else WORDS["facts"][f"facts.{fact}"]


def day(when: date) -> str:
    """A date as a letter writes it: February 14, 2027."""
    return format_date(when, "long", "en_US")


def hour(moment: time) -> str:
    """An hour as a letter writes it: 8 pm, 8:30 pm."""
    return format_time(moment, "h:mm a" if moment.minute else "h a", locale="en_US").lower()


# The age, not the date of birth, is what was asked.
_WORDING: dict[str, Callable[[Any, date], str]] = {
    "birth_date": lambda value, on: f"{age_on(on, date.fromisoformat(value))} on {day(on)}",
    "sober_since": lambda value, _: day(date.fromisoformat(value)),
    "gender": lambda value, _: GENDERS[value],
    "registry": lambda value, _: REGISTRY[value],
}


def _plain(value: Any, _: date) -> str:  # noqa: ANN401 - what a fact may hold
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "None"
    return str(value)
