"""Zones: whether a service lies clear of the circles and areas printed on a person's order."""

from math import asin, cos, radians, sin, sqrt

from matching.answers import MET, NOT_MET, UNKNOWN, Answer
from matching.areas import EARTH_RADIUS_M, gap_m
from matching.conditions import RESIDENCE_ZONE, Conditions, Zone
from matching.measuring import Measuring
from matching.offer import Offer, Place
from matching.reasons import Param, Reason

CODES = {MET: "clear", NOT_MET: "inside", UNKNOWN: "too_close"}


def zones(conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason for each zone that applies; where the person would not live, residence zones do not."""
    return [
        against(zone, offer.place, conditions.measuring)
        for zone in conditions.zones
        if offer.residential or zone.kind != RESIDENCE_ZONE
    ]


def sphere_distance_m(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Meters over the sphere between two points, each latitude and longitude in degrees (haversine)."""
    north, other_north = radians(here[0]), radians(there[0])
    half_north = sin((other_north - north) / 2)
    half_east = sin(radians(there[1] - here[1]) / 2)
    chord = half_north**2 + cos(north) * cos(other_north) * half_east**2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def against(zone: Zone, place: Place | None, measuring: Measuring) -> Reason:
    """How a place lies to one zone, as the agency measures."""
    params: dict[str, Param] = {"kind": zone.kind}
    if place is None:
        return Reason("zone", UNKNOWN, "no_place", params)
    if zone.polygon:
        return _against_area(zone.polygon, place, measuring, params)
    if zone.polygon is None or zone.latitude is None or zone.longitude is None or zone.radius_m is None:
        return Reason("zone", UNKNOWN, "zone_unread", params)
    distance = sphere_distance_m((zone.latitude, zone.longitude), (place.latitude, place.longitude))
    params |= {"distance_m": distance, "radius_m": zone.radius_m, "precision_m": place.precision_m}
    answer = UNKNOWN
    if distance - place.precision_m - measuring.lots_m > zone.radius_m:
        answer = MET
    elif (distance + place.precision_m) * measuring.stretch < zone.radius_m:
        answer = NOT_MET
    return Reason("zone", answer, CODES[answer], params | _method(measuring))


def _against_area(
    area: tuple[tuple[float, float], ...], place: Place, measuring: Measuring, params: dict[str, Param]
) -> Reason:
    """An area is entered or not: not the way there counts, but whose lot reaches over its edge."""
    gap = gap_m(area, (place.latitude, place.longitude))
    answer: Answer = UNKNOWN
    if gap - place.precision_m - measuring.lots_m > 0:
        answer = MET
    elif gap + place.precision_m < 0:
        answer = NOT_MET
    params |= {"distance_m": abs(gap), "precision_m": place.precision_m}
    return Reason(
        "zone", answer, f"{CODES[answer]}_area", params | (_method(measuring) if measuring.lots_m else {})
    )


def _method(measuring: Measuring) -> dict[str, Param]:
    """How it was measured, where that is not from point to point."""
    if measuring.method == "points":
        return {}
    return {"method": measuring.method, "lots_m": measuring.lots_m, "detour": measuring.stretch}
