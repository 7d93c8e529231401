"""Traits: the groups a person is counted in when somebody looks whether the rule is fair; they decide nothing."""

from collections.abc import Mapping
from datetime import date

from matching.ages import age_on
from matching.facts import Facts
from reentry.people.people import Person

TRAITS = {
    "age": "Age",
    "gender": "Gender",
    "veteran": "Veteran",
    "disability": "Disability",
    "county": "County of return",
    "officer": "Officer",
}
UNKNOWN = "not known"
BANDS = ((25, "under 25"), (35, "25–34"), (45, "35–44"), (55, "45–54"), (200, "55 and over"))
_SAID = {True: "yes", False: "no", None: UNKNOWN}


def of(person: Person, facts: Facts, today: date) -> Mapping[str, str]:
    """The name of the person's group for each trait."""
    return {
        "age": _band(facts.birth_date, today),
        "gender": facts.gender or UNKNOWN,
        "veteran": _SAID[facts.veteran],
        "disability": _SAID[facts.disability],
        "county": str(person.place.get("county") or facts.residence.county or UNKNOWN),
        "officer": person.holder.name if person.holder else "nobody",
    }


def _band(born: date | None, today: date) -> str:
    if born is None:
        return UNKNOWN
    age = age_on(today, born)
    return next((name for under, name in BANDS if age < under), UNKNOWN)
