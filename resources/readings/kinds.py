"""The kinds of prose that are read at a service."""

from resources.readings.details import Details
from resources.readings.items import Kind
from resources.readings.opening_hours import OpeningHours
from resources.readings.rules import Rules

# Cost, season, languages, addresses and telephones may stand in any of a service's texts.
DETAILS = {
    kind.name: kind
    for kind in (
        Details("details", "description"),
        Details("fees", "fees_description"),
        Details("ways_in", "application_process"),
        Details("eligibility_details", "eligibility_description"),
        Details("hours_details", "hours_description"),
    )
}
_ALL: tuple[Kind, ...] = (Rules(), OpeningHours(), *DETAILS.values())
KINDS = {kind.name: kind for kind in _ALL}
# What a text is about, as its page is titled.
TITLES = {
    "eligibility": "Who is taken",
    "hours": "Hours",
    "details": "What it does",
    "fees": "Cost",
    "ways_in": "How to apply",
    "eligibility_details": "Who is taken: what else is said",
    "hours_details": "Hours: what else is said",
}
