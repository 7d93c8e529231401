"""Place rules: how the agency measures distances on orders, and what law it applies to places where children are.

None of it draws a circle: what the order does not print is no zone. The usual distance is told beside the form, with
its source, to whoever reads an order that names none.
"""

from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy.orm import Session, object_session

from agency.offices import Agency
from matching.conditions import ASK, Conditions
from matching.measuring import BY_POINTS, Measuring
from reentry.people import conditions, known_facts
from reentry.people.people import Person

METERS_PER_FOOT = 0.3048
METHODS = {
    "points": "From point to point",
    "property_lines": "From property line to property line",
    "route": "From door to door, along the way",
}


@dataclass(frozen=True)
class PlaceRules:
    """The agency's way of measuring and its usual distance (none: there is none), whose rule that is, and minors' law.

    Lengths in feet, as they are entered; minors: "ask" or "barred", and minors_law the law that was read for it.
    """

    method: str = "points"
    half_width_ft: float = 0.0
    detour: float = 1.0
    usual_distance_ft: float | None = None
    source: str = ""
    minors: str = ASK
    minors_law: str = ""

    @property
    def measuring(self) -> Measuring:
        """The way of measuring, in meters; what it does not use is not in it."""
        if self.method == "property_lines":
            return Measuring(self.method, half_width_m=self.half_width_ft * METERS_PER_FOOT)
        return Measuring(self.method, detour=self.detour) if self.method == "route" else BY_POINTS


def of(session: Session) -> PlaceRules:
    """The agency's rules; the usual ones where it has none of its own."""
    agency = session.get(Agency, 1)
    return PlaceRules(**agency.place_rules) if agency else PlaceRules()


def change(agency: Agency, rules: PlaceRules) -> list[str]:
    """Take these rules from now on; returns what changed."""
    before = PlaceRules(**agency.place_rules)
    names = (field.name for field in fields(PlaceRules))
    changed = sorted(name for name in names if getattr(before, name) != getattr(rules, name))
    # The usual rules written out are no change, and a change has its entry in the trail.
    if changed:
        agency.place_rules = asdict(rules)
    return changed


def conditions_for(person: Person, rules: PlaceRules | None = None) -> Conditions:
    """The person's conditions, judged as the agency has laid down; rules are read where the caller has none at hand."""
    session = object_session(person)
    rules = rules or (of(session) if session else PlaceRules())
    ordered = conditions.terms_of(person.conditions, person.travel_minutes)
    return replace(ruled(ordered, rules), confined_to=_confined_to(person))


def ruled(ordered: Conditions, rules: PlaceRules) -> Conditions:
    """Conditions of an order, to be judged as the agency has laid down."""
    law = rules.minors_law if rules.minors != ASK else ""
    return replace(ordered, measuring=rules.measuring, minors=rules.minors, minors_law=law)


def _confined_to(person: Person) -> str | None:
    """The state that is left with permission only: on parole, or under a travel condition; else none."""
    limited = any(each.kind == "travel" for each in conditions.in_force(person.conditions))
    if person.kind != "parole" and not limited:
        return None
    state: str | None = person.place.get("state")
    return state or known_facts.facts_of(person.known_facts).residence.state or person.office.state
