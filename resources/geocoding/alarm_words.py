"""An alarm about a point in one sentence, and how sure a position is, in feet and miles."""

from resources.geocoding.alarms import Alarm, AlarmKind
from resources.geocoding.positions import SOURCES, Position
from resources.pages.record import length

_SENTENCES = {
    AlarmKind.ZERO: "The point is 0, which is where a failed search puts it.",
    AlarmKind.SWAPPED: "Latitude and longitude are swapped.",
    AlarmKind.OUTSIDE_COUNTRY: "The point lies outside the country.",
    AlarmKind.OUTSIDE_STATE: "The point lies outside {about}.",
    AlarmKind.STATE_CONTRADICTS_ZIP: "The address names a state in which ZIP code {about} does not lie.",
    AlarmKind.FAR_FROM_ZIP: "The point lies {away} from the middle of ZIP code {about}.",
    AlarmKind.WRONG_CITY: "The point lies on the street of the same name in {about}, {away} away.",
    AlarmKind.DEFAULT_POINT: "The point is the very middle of {about}: what a search gives that found no street.",
    AlarmKind.ONE_POINT: "{about} different buildings stand on this one point.",
}


def sentence(alarm: Alarm) -> str:
    """What is wrong, as one says it."""
    away = length(alarm.meters) if alarm.meters is not None else "far"
    return _SENTENCES[alarm.kind].format(about=alarm.about, away=away)


def certainty(position: Position) -> str:
    """How sure a position is and who says so: "within 200 feet, by the street’s house numbers"."""
    return f"within {length(position.precision_m)}, {SOURCES.get(position.source, position.source)}"
