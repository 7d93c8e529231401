"""Invented cases, sound and odd, for property tests."""

import math
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from matching.case import OFFENSES, YES_OR_NO
from matching.facts import LISTS
from resources.eligibility import VOCABULARY, Kind

Raw = dict[str, Any]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**20),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
DAYS = st.dates().map(str)
CLOCKS = st.times().map(lambda moment: f"{moment:%H:%M}")
WORDS = st.sampled_from(
    ["Medicaid", "medicaid ", "Spanish", "methadone", "DSS", "Baltimore  City", "Maryland"]
)
LATITUDES = st.floats(39.0, 39.2)
LONGITUDES = st.floats(-76.7, -76.5)

VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TRUE: st.just(value=True),
    Kind.NUMBER: st.integers(0, 100),
    Kind.GENDER: st.sampled_from(["female", "male"]),
    Kind.TEXT: st.sampled_from(["required", "DSS", "must attend orientation"]),
    Kind.NAMES: st.lists(WORDS, min_size=1, max_size=3),
    Kind.TEXT_OR_NAMES: WORDS | st.lists(WORDS, min_size=1, max_size=3),
}


def requirement_of(rule: str, mode: str) -> st.SearchStrategy[Raw]:
    """A requirement of this rule and mode, as it may be stored."""
    return st.fixed_dictionaries(
        {
            "rule": st.just(rule),
            "mode": st.just(mode),
            "value": VALUES[VOCABULARY[rule].kind],
            "confirmed": st.booleans(),
        },
        optional={
            "basis": st.sampled_from(["statute", "doubtful"]),
            "alt": st.sampled_from(["a1", "a2", "a10", "b1"]),
            "part": st.just("classes"),
            "quote": st.just("men 18+"),
            "confirmed_by": st.just("Dana Example with the front desk"),
            "confirmed_on": DAYS,
        },
    )


REQUIREMENTS = st.sampled_from(
    [(rule, mode) for rule, term in VOCABULARY.items() for mode in term.modes]
).flatmap(lambda rule_and_mode: requirement_of(*rule_and_mode))

FACTS = st.fixed_dictionaries(
    {},
    optional={
        "birth_date": DAYS,
        "gender": st.sampled_from(["female", "male", "other"]),
        "registry": st.sampled_from(["none", "registered", "lifetime"]),
        "sober_since": DAYS,
        "referral": st.booleans() | WORDS,
        "offenses": st.fixed_dictionaries({}, optional={offense: st.booleans() for offense in OFFENSES}),
        "residence": st.fixed_dictionaries(
            {},
            optional={
                "city": st.sampled_from(["Baltimore", "Towson"]),
                "county": st.sampled_from(["Baltimore City", "Baltimore County"]),
                "state": st.sampled_from(["MD", "Virginia"]),
            },
        ),
    }
    | {name: st.booleans() for name in YES_OR_NO}
    | {name: st.lists(WORDS, max_size=2) for name in LISTS},
)

KINDS = st.sampled_from(["residence", "presence", "exclusion"])


@st.composite
def stars(draw: st.DrawFn) -> list[list[float]]:
    """A middle, and the corners of an area around it, some nearer and some farther, so that few are convex."""
    north, east = draw(LATITUDES), draw(LONGITUDES)
    reaches = draw(st.lists(st.floats(0.001, 0.1), min_size=3, max_size=9))
    turn = 2 * math.pi / len(reaches)
    return [[north, east]] + [
        [north + reach * math.sin(number * turn), east + reach * math.cos(number * turn)]
        for number, reach in enumerate(reaches)
    ]


AREAS = stars().map(lambda star: star[1:])


CIRCLES = st.fixed_dictionaries(
    {
        "kind": KINDS,
        "latitude": LATITUDES,
        "longitude": LONGITUDES,
        "radius_m": st.floats(1, 20_000),
    }
)
ZONES = CIRCLES | st.fixed_dictionaries({"kind": KINDS, "polygon": AREAS})
STATES = st.sampled_from(["MD", "Virginia"])
WEEKDAYS = st.lists(st.sampled_from(["MO", "SU"]), min_size=1, max_size=2)
APPROVED = st.fixed_dictionaries(
    {"days": WEEKDAYS, "from": CLOCKS, "to": CLOCKS, "purpose": st.sampled_from(["any", "work", "medical"])}
)
MEASURING = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["points", "property_lines", "route"]),
        "half_width_m": st.floats(0, 900),
        "detour": st.floats(1, 2),
    }
)
HOURS = st.sampled_from(["00:00", "09:00", "17:00", "22:30"]) | CLOCKS
# Few ids, so that some are those of a service at hand.
IDS = st.integers(0, 14).map(lambda number: str(UUID(int=number)))
FIXED_TIMES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["work", "reporting", "court", "appointment"]),
        "days": WEEKDAYS,
        "from": HOURS,
        "to": HOURS,
    },
    optional={"travel_minutes": st.integers(0, 120), "movable": st.booleans(), "at": IDS},
)
KEPT_CLEAR = st.fixed_dictionaries(
    {"service_id": IDS, "certain": st.booleans()}, optional={"location_id": IDS}
)
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "curfew": st.fixed_dictionaries({"from": CLOCKS, "to": CLOCKS}),
        "travel_minutes": st.integers(0, 800),
        "no_contact": st.booleans(),
        "zones": st.lists(ZONES, max_size=2),
        "approved": st.lists(APPROVED, max_size=2),
        "permitted_states": st.lists(STATES, max_size=1),
    },
)
# What the agency has laid down beside the order, the week, and places to keep clear of.
RULED = st.fixed_dictionaries(
    {},
    optional={
        "measuring": MEASURING,
        "confined_to": STATES,
        "minors": st.sampled_from(["ask", "barred"]),
        "minors_law": st.just("Criminal Procedure §11-722"),
        "fixed_times": st.lists(FIXED_TIMES, max_size=3),
        "kept_clear": st.lists(KEPT_CLEAR, max_size=3),
    },
)
JUDGED_CONDITIONS = st.builds(lambda order, ruled: order | ruled, CONDITIONS, RULED)
PLACES = st.fixed_dictionaries(
    {"latitude": LATITUDES, "longitude": LONGITUDES}, optional={"precision_m": st.floats(0, 5000)}
)
OPENINGS = st.fixed_dictionaries(
    {"days": st.lists(st.sampled_from(["MO", "SU"]), min_size=1), "opens": CLOCKS, "closes": CLOCKS}
)
SERVICES = st.fixed_dictionaries(
    {"state": st.sampled_from(["MD", "Virginia"]), "requirements": st.lists(REQUIREMENTS, max_size=5)},
    optional={
        "place": PLACES,
        "schedule": st.lists(OPENINGS, max_size=3),
        "residential": st.booleans(),
        "minors_on_site": st.booleans(),
        "victim_services": st.booleans(),
        "open_to_all": st.booleans(),
        "needs": st.lists(st.sampled_from(["jobs", "housing"]), max_size=2),
    },
)
CASES = st.fixed_dictionaries(
    {
        "id": st.text(max_size=3),
        "on": DAYS,
        "facts": FACTS,
        "conditions": JUDGED_CONDITIONS,
        "service": SERVICES,
    }
)


@st.composite
def odd_cases(draw: st.DrawFn) -> Raw:
    """A case in which some values, at any depth, are not what they should be."""
    case: Raw = draw(CASES)
    return {key: _spoiled(draw, value) for key, value in case.items()}


def _spoiled(draw: st.DrawFn, value: Any) -> Any:
    if draw(st.integers(0, 9)) == 0:
        return draw(ODD)
    if isinstance(value, dict):
        return {key: _spoiled(draw, inner) for key, inner in value.items()}
    return [_spoiled(draw, inner) for inner in value] if isinstance(value, list) else value
