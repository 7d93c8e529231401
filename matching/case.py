"""Cases: one service and one person written down as JSON, to try a rule before it is published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from matching import areas, fixed_times, kept_clear, lenient
from matching.areas import Vertices
from matching.conditions import ASK, BARRED, Approved, Conditions, Curfew, Zone
from matching.facts import LISTS, REGISTRY, Facts, Offenses, Residence
from matching.measuring import METHODS, Measuring
from matching.names import fold
from matching.offer import Offer, Opening, Place
from resources.eligibility import BASES, GENDERS, Requirement, Value

Raw = Mapping[str, object]
ALT = re.compile(r"([a-z])\s*(\d{1,9})", re.ASCII)
YES_OR_NO = tuple(fact.name for fact in fields_of(Facts) if fact.type == bool | None)
OFFENSES = tuple(offense.name for offense in fields_of(Offenses))
# A requirement with this mode is answered "unknown": the provider asks something, and it cannot be read.
UNREADABLE = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A person, the conditions of the order, an offer, and the day of service (None: not known)."""

    facts: Facts
    conditions: Conditions
    offer: Offer
    on: date | None


def read_case(raw: Raw) -> Case:
    """The case, leniently: other keys are ignored, nulls are absent, what cannot be read is unknown."""
    return Case(
        read_facts(lenient.record(raw.get("facts"))),
        read_conditions(lenient.record(raw.get("conditions"))),
        read_offer(lenient.record(raw.get("service"))),
        lenient.day(raw.get("on")),
    )


def read_facts(raw: Raw) -> Facts:
    """What is known about the person."""
    offenses, home = lenient.record(raw.get("offenses")), lenient.record(raw.get("residence"))
    plain: dict[str, Any] = {name: lenient.flag(raw.get(name)) for name in YES_OR_NO}
    lists: dict[str, Any] = {name: lenient.names(raw.get(name)) for name in LISTS}
    return Facts(
        birth_date=lenient.day(raw.get("birth_date")),
        gender=lenient.choice(raw.get("gender"), GENDERS),
        offenses=Offenses(**{name: lenient.flag(offenses.get(name)) for name in OFFENSES}),
        registry=lenient.choice(raw.get("registry"), REGISTRY),
        sober_since=lenient.day(raw.get("sober_since")),
        residence=Residence(**{name: lenient.word(home.get(name)) for name in ("city", "county", "state")}),
        referral=_referral(raw.get("referral")),
        **plain,
        **lists,
    )


def read_conditions(raw: Raw) -> Conditions:
    """The conditions of the order."""
    return Conditions(
        curfew=_curfew(raw.get("curfew")),
        travel_minutes=lenient.number(raw.get("travel_minutes")) or 0,
        no_contact=lenient.flag(raw.get("no_contact")) is True,
        zones=tuple(_zone(lenient.record(zone)) for zone in lenient.items(raw.get("zones"))),
        approved=tuple(_approved(lenient.record(each)) for each in lenient.items(raw.get("approved"))),
        permitted_states=lenient.names(raw.get("permitted_states")) or (),
        fixed_times=tuple(
            fixed_times.read(lenient.record(each)) for each in lenient.items(raw.get("fixed_times"))
        ),
        kept_clear=tuple(
            filter(
                None,
                (kept_clear.read(lenient.record(each)) for each in lenient.items(raw.get("kept_clear"))),
            )
        ),
        measuring=_measuring(lenient.record(raw.get("measuring"))),
        confined_to=lenient.word(raw.get("confined_to")),
        minors=lenient.choice(raw.get("minors"), (ASK, BARRED)) or "",
        minors_law=lenient.word(raw.get("minors_law")) or "",
    )


def read_offer(raw: Raw) -> Offer:
    """The service, as far as it is judged."""
    return Offer(
        state=lenient.word(raw.get("state")),
        requirements=tuple(
            read_requirement(lenient.record(item)) for item in lenient.items(raw.get("requirements"))
        ),
        place=_place(lenient.record(raw.get("place"))),
        schedule=tuple(_opening(lenient.record(block)) for block in lenient.items(raw.get("schedule"))),
        residential=lenient.flag(raw.get("residential")) is True,
        minors_on_site=lenient.flag(raw.get("minors_on_site")) is True,
        victim_services=lenient.flag(raw.get("victim_services")) is True,
        open_to_all=lenient.flag(raw.get("open_to_all")) is True,
        needs=lenient.names(raw.get("needs")) or (),
    )


def read_requirement(raw: Raw) -> Requirement:
    """A requirement; one that cannot be read in full stays, to be answered unknown."""
    mode = lenient.choice(raw.get("mode"), ("must", "cannot", "accepts"))
    read: dict[str, Any] = {
        "value": _value(raw.get("value")),
        "alt": _alt(raw.get("alt")),
        "part": lenient.word(raw.get("part")),
    }
    unread = any(read[key] is None and lenient.says_something(raw.get(key)) for key in read)
    return Requirement(
        rule=fold(lenient.word(raw.get("rule")) or "other"),
        mode=UNREADABLE if unread or mode is None else mode,
        value=read["value"],
        confirmed=lenient.flag(raw.get("confirmed")) is True,
        basis=lenient.choice(raw.get("basis"), BASES),
        alt=read["alt"],
        part=read["part"],
        quote=lenient.word(raw.get("quote")),
        source=lenient.word(raw.get("source")),
        confirmed_by=lenient.word(raw.get("confirmed_by")),
        confirmed_on=lenient.day(raw.get("confirmed_on")),
    )


def _referral(raw: object) -> bool | str | None:
    return raw if isinstance(raw, bool) else lenient.word(raw)


def _value(raw: object) -> Value:
    if isinstance(raw, bool | str):
        return raw
    return lenient.names(raw) if isinstance(raw, list) else lenient.number(raw, lowest=-lenient.LARGEST)


def _alt(raw: object) -> str | None:
    found = ALT.fullmatch(raw.strip().lower()) if isinstance(raw, str) else None
    return f"{found[1]}{int(found[2])}" if found else None


def _curfew(raw: object) -> Curfew | None:
    """A curfew that is there but cannot be read leaves the hours unknown; an empty one is none."""
    ends = lenient.record(raw)
    if raw is None or (isinstance(raw, dict) and all(end is None for end in ends.values())):
        return None
    return Curfew(lenient.moment(ends.get("from")), lenient.moment(ends.get("to")))


def _zone(raw: Raw) -> Zone:
    return Zone(
        fold(lenient.word(raw.get("kind")) or ""),
        lenient.number(raw.get("latitude"), -90, 90),
        lenient.number(raw.get("longitude"), -180, 180),
        lenient.number(raw.get("radius_m")),
        _area(raw.get("polygon")),
    )


def _area(raw: object) -> Vertices | None:
    """The corners of an area; none where none are said, None where they cannot be read."""
    if raw is None or raw == []:
        return ()
    pairs = [lenient.items(each) for each in lenient.items(raw)]
    corners = [
        (lenient.number(pair[0], -90, 90), lenient.number(pair[1], -180, 180))
        for pair in pairs
        if len(pair) == 2
    ]
    read = tuple((north, east) for north, east in corners if north is not None and east is not None)
    return read if len(read) == len(pairs) and not areas.fault(read) else None


def _approved(raw: Raw) -> Approved:
    days = tuple(str(day).strip().upper() for day in lenient.items(raw.get("days")))
    purpose = fold(lenient.word(raw.get("purpose")) or "")
    return Approved(days, lenient.moment(raw.get("from")), lenient.moment(raw.get("to")), purpose)


def _measuring(raw: Raw) -> Measuring:
    method = lenient.choice(raw.get("method"), tuple(METHODS)) or "points"
    half_width, detour = lenient.number(raw.get("half_width_m")), lenient.number(raw.get("detour"), 1)
    return Measuring(method, half_width or 0.0, detour or 1.0)


def _place(raw: Raw) -> Place | None:
    latitude = lenient.number(raw.get("latitude"), -90, 90)
    longitude = lenient.number(raw.get("longitude"), -180, 180)
    precision = 0 if raw.get("precision_m") is None else lenient.number(raw["precision_m"])
    if latitude is None or longitude is None or precision is None:
        return None
    return Place(latitude, longitude, precision)


def _opening(raw: Raw) -> Opening:
    days = tuple(str(day).strip().upper() for day in lenient.items(raw.get("days")))
    return Opening(days, lenient.moment(raw.get("opens")), lenient.moment(raw.get("closes")))
