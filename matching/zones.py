"""Zones: whether a service lies clear of the circles printed on a person's order."""

from math import asin, cos, radians, sin, sqrt

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.conditions import RESIDENCE_ZONE, Conditions, Zone
from matching.offer import Offer, Place
from matching.reasons import Param, Reason

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the ellipsoid, IUGG


def zones(conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason for each zone that applies; where the person would not live, residence zones do not."""
    return [
        _against(zone, offer.place)
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


def _against(zone: Zone, place: Place | None) -> Reason:
    params: dict[str, Param] = {"kind": zone.kind}
    if place is None:
        return Reason("zone", UNKNOWN, "no_place", params)
    if zone.latitude is None or zone.longitude is None or zone.radius_m is None:
        return Reason("zone", UNKNOWN, "zone_unread", params)
    distance = sphere_distance_m((zone.latitude, zone.longitude), (place.latitude, place.longitude))
    params |= {"distance_m": distance, "radius_m": zone.radius_m, "precision_m": place.precision_m}
    if distance - place.precision_m > zone.radius_m:
        return Reason("zone", MET, "clear", params)
    if distance + place.precision_m < zone.radius_m:
        return Reason("zone", NOT_MET, "inside", params)
    return Reason("zone", UNKNOWN, "too_close", params)
