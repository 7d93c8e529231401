"""The form of a record: its sections, the boxes in them, and the lists that grow by a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from resources.changes.schemas import PHONE_TYPES, REACHES, STATUSES
from resources.eligibility import BASES, VOCABULARY
from resources.geography.states import STATE_NAMES
from resources.needs import NEEDS
from resources.records.ways_in import WAYS

MODES = {"must": "must", "cannot": "cannot", "accepts": "accepts"}
LOCATION_TYPES = {"physical": "A place", "postal": "Mail only", "virtual": "Online"}


@dataclass(frozen=True)
class Box:
    """One answer. kind says how it is typed: text, area, lines, date, time, money, select, ternary, yes, days, place.

    default is what an untouched row of a list says; value (the value of a rule) is typed as text.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    width: str = ""


@dataclass(frozen=True)
class Grid:
    """A list of rows, each of the same boxes; one is what a row is called."""

    name: str
    label: str
    one: str
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Section:
    """Fields that stand together, as they do on the record's page; anchor is where a link points."""

    anchor: str
    title: str
    fields: Sequence[Box | Grid]


def _select(name: str, label: str, options: Mapping[str, str], default: str = "", hint: str = "") -> Box:
    return Box(name, label, "select", hint, options, default)


def _area(name: str, label: str, hint: str = "") -> Box:
    return Box(name, label, "area", hint)


_PHONES = Grid(
    "phones",
    "Telephone numbers",
    "number",
    (
        Box("number", "Number", width="md"),
        Box("extension", "Extension", width="xs"),
        _select("type", "Kind", {each: each for each in PHONE_TYPES}, "voice"),
        Box("description", "For what, or whom"),
    ),
)
_HOURS = (Box("opens_at", "From", "time"), Box("closes_at", "To", "time"))
_DAYS = Box("byday", "Days", "days")
_PLACE = Box("location_id", "Place", "place")

_ORGANIZATION = (
    Section(
        "name",
        "Name",
        (
            Box("name", "Name", width="xl"),
            Box("alternate_name", "Also called", width="xl"),
            _area("description", "What it does"),
            Box(
                "serves_survivors_and_offenders",
                "Serves survivors and people who did harm: the two are kept apart by hand",
                "yes",
            ),
        ),
    ),
    Section("reach", "Reach them", (_PHONES, Box("email", "E-mail"), Box("website", "Website", width="xl"))),
)
_LOCATION = (
    Section(
        "name",
        "Name",
        (
            Box("name", "Name", width="xl"),
            Box("alternate_name", "Also called", width="xl"),
            _select("location_type", "Kind", LOCATION_TYPES, "physical"),
            _area("description", "What one finds there"),
        ),
    ),
    Section(
        "where",
        "Where",
        (
            Box(
                "confidential",
                "Confidential: told to nobody, by county only; its point is forgotten",
                "yes",
            ),
            Grid(
                "addresses",
                "Addresses",
                "address",
                (
                    Box("address_1", "Street", width="xl"),
                    Box("address_2", "Suite, floor"),
                    Box("city", "City", width="md"),
                    Box("region", "County", width="md"),
                    _select("state_province", "State", STATE_NAMES),
                    Box("postal_code", "ZIP", width="xs"),
                    Box("country", "Country", default="US", width="2xs"),
                ),
            ),
            _area("transportation", "How to get there"),
        ),
    ),
    Section("reach", "Reach it", (_PHONES,)),
)
_SERVICE = (
    Section(
        "name",
        "What it is",
        (
            Box("name", "Name", width="xl"),
            Box("alternate_name", "Also called", width="xl"),
            _area("description", "What it does"),
            Grid(
                "needs",
                "Needs it meets",
                "need",
                (
                    _select("need", "Need", NEEDS),
                    Box("main", "what the service is for", "yes", default="true"),
                ),
            ),
        ),
    ),
    Section(
        "state",
        "Open or closed",
        (
            _select("status", "State", STATUSES, "active"),
            Box("closed_until", "Closed until", "date"),
            Box("alert", "Warning at the top of the record", width="xl"),
            Box(
                "season_from",
                "Season begins",
                hint="Month and day, such as 11-15; empty: all year",
                width="xs",
            ),
            Box("season_to", "Season ends", hint="Such as 03-31", width="xs"),
        ),
    ),
    Section(
        "ways",
        "How to get in",
        (
            Grid(
                "access_ways",
                "Ways in",
                "way in",
                (
                    _select("kind", "Way", WAYS),
                    Box("party", "Through whom", hint="Access point, court, named referrer"),
                    Box("phone", "Phone for this", width="md"),
                    _DAYS,
                    *_HOURS,
                    Box("detail", "What a caller must know", width="xl"),
                ),
            ),
            _area("application_process", "How to apply, in the provider’s words"),
            _PHONES,
            Box("email", "E-mail"),
            Box("url", "Website", width="xl"),
        ),
    ),
    Section(
        "cost",
        "Cost, documents, languages",
        (
            Box("cost_cents", "Cost in dollars", "money", "0 is free; empty: nobody has said", width="xs"),
            Box("cost_period", "Cost is for", hint="A week, a month, a visit", width="sm"),
            Grid(
                "cost_options",
                "Several prices",
                "price",
                (
                    Box("option", "For whom or what", hint="As the provider says it", width="xl"),
                    Box("amount_cents", "Dollars", "money", "0 is free; empty: it depends", width="xs"),
                    Box("period", "Each", hint="A week, a visit", width="sm"),
                ),
            ),
            _area("fees_description", "Cost in the provider’s words"),
            Box("required_documents", "Documents to bring", "lines", "One on a line"),
            Box("languages", "Languages besides English", "lines", "One on a line"),
        ),
    ),
    Section(
        "who",
        "Who is taken",
        (
            _area("eligibility_description", "In the provider’s words"),
            Box("open_to_all", "Turns nobody away: the provider said so", "yes"),
            Grid(
                "requirements",
                "As rules",
                "rule",
                (
                    _select("rule", "Rule", {each: each.replace("_", " ") for each in VOCABULARY}),
                    _select("mode", "Mode", MODES, "must"),
                    Box(
                        "value",
                        "Value",
                        hint="Years, days, a word; names with commas; else empty",
                        width="md",
                    ),
                    Box("quote", "The provider’s exact words", width="xl"),
                    _select("basis", "Rests on", {each: each.replace("_", " ") for each in BASES}),
                    Box("alt", "One of several ways", hint="Such as a1", width="2xs"),
                    Box("part", "Only for", hint="One program or group"),
                    Box("confirmed_by", "Confirmed with"),
                    Box("confirmed_on", "Confirmed on", "date"),
                ),
            ),
        ),
    ),
    Section(
        "hours",
        "Hours",
        (
            Grid(
                "schedules",
                "Opening hours",
                "block of hours",
                (_DAYS, *_HOURS, Box("description", "Note"), _PLACE),
            ),
            _area("hours_description", "Hours in the provider’s words"),
        ),
    ),
    Section(
        "where",
        "Where",
        (
            Grid("at_locations", "Given at", "place", (_PLACE, Box("description", "Note"))),
            _select("reach", "Reach", REACHES, "site"),
            Grid("areas", "Areas served", "area", (Box("name", "County, city or state"),)),
            Box("residential", "People sleep here", "ternary"),
            Box("minors_on_site", "Children on site", "ternary"),
        ),
    ),
    Section(
        "licenses",
        "Licenses",
        (
            Grid(
                "licenses",
                "Licenses and certificates",
                "license",
                (
                    Box("name", "Name"),
                    Box("number", "Number", width="md"),
                    Box("expires_on", "Good until", "date"),
                ),
            ),
            Box("part_2_program", "42 CFR part 2 program: its name alone can tell of treatment", "yes"),
        ),
    ),
)
SECTIONS: Mapping[str, Sequence[Section]] = {
    "organization": _ORGANIZATION,
    "service": _SERVICE,
    "location": _LOCATION,
}

_ELSEWHERE = {
    "point": Box("point", "Point on the map"),
    "capacity": Box("capacity", "Room"),
    "held": Box("held", "Held for review"),
    "victim_services": Box("victim_services", "For survivors"),
}


def fields_on(subject: str) -> Iterator[Box | Grid]:
    """Every field of the form, in its order."""
    for section in SECTIONS[subject]:
        yield from section.fields


def field_named(subject: str, name: str) -> Box | Grid:
    """One field of a record; the point has a map, room the call log, a hold a button instead of a box."""
    return next(
        (each for each in fields_on(subject) if each.name == name), _ELSEWHERE.get(name, Box(name, name))
    )
