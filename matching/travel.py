"""Travel: about how long a way takes, reckoned here from the straight line; an estimate, and called one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from marshmallow import Schema, ValidationError, fields, post_load, validate
from sqlalchemy.orm import Session

from agency.errors import SettingsError
from agency.languages import to_translate
from matching.engine import METERS_PER_MILE
from matching.wording import Wording

SHIPPED = Path(__file__).with_name("travel_paces.json")
# An agency's own table lies under this name in its data folder and outranks ours, one means of transport by another.
OWN = "travel_paces.json"
MEANS: Mapping[str, str] = {
    "none": to_translate("on foot"),
    "bicycle": to_translate("by bicycle"),
    "bus": to_translate("by bus"),
    "car": to_translate("by car"),
}
# Nobody knows it to the minute; and what takes longer is another kind of journey.
STEP, LONGEST = 5, 240


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one gets on, how many times the straight line the way is, and the minutes of waiting or parking."""

    miles_per_hour: float
    detour: float
    wait_minutes: float


class PaceSchema(Schema):
    """One row of the table; what it does not know is refused."""

    miles_per_hour = fields.Float(required=True, validate=validate.Range(min=0, min_inclusive=False, max=100))
    detour = fields.Float(required=True, validate=validate.Range(min=1, max=10))
    wait_minutes = fields.Float(required=True, validate=validate.Range(min=0, max=240))

    @post_load
    def build(self, data: dict[str, float], **_: object) -> Pace:
        """Makes the value."""
        return Pace(**data)


def paces(folder: Path | None = None) -> Mapping[str, Pace]:
    """The table by means of transport; folder is the agency's data folder. SettingsError where it cannot be read."""
    found = _read(SHIPPED)
    own = folder / OWN if folder else None
    return found | _read(own) if own and own.is_file() else found


def of(session: Session) -> Mapping[str, Pace]:
    """The table this service was started with."""
    found: Mapping[str, Pace] = session.info.get("paces") or paces()
    return found


def minutes(distance_m: float | None, means: str, table: Mapping[str, Pace]) -> int | None:
    """About how many minutes one way, in fives; None where distance or means of transport is not known."""
    pace = table.get(means)
    if distance_m is None or pace is None:
        return None
    riding = distance_m / METERS_PER_MILE * pace.detour / pace.miles_per_hour * 60
    return max(STEP, STEP * round((pace.wait_minutes + riding) / STEP))


def told(distance_m: float | None, means: str, table: Mapping[str, Pace], wording: Wording) -> str:
    """The way in words, "about 25 min by bus (estimate)"; empty where it is not known."""
    lasts = minutes(distance_m, means, table)
    if lasts is None:
        return ""
    by = wording.translate(MEANS[means])
    if lasts > LONGEST:
        return wording.translate(to_translate("more than 4 hours %(mode)s (estimate)")) % {"mode": by}
    says = wording.translate(to_translate("about %(minutes)s min %(mode)s (estimate)"))
    return says % {"minutes": lasts, "mode": by}


def told_from_office(reckoned: float, means: str, office: str, asked_on: date, wording: Wording) -> str:
    """A way that a routing server reckoned from an office, with the office and the day: no estimate of ours."""
    says = wording.translate(
        to_translate("%(minutes)s min %(mode)s from the %(office)s (routing server, asked %(on)s)")
    )
    by, on = wording.translate(MEANS[means]), wording.day(asked_on)
    return says % {"minutes": max(1, round(reckoned)), "mode": by, "office": office, "on": on}


def _read(path: Path) -> dict[str, Pace]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if unknown := set(raw) - set(MEANS):
            raise ValueError(f"{sorted(unknown)} is no means of transport")
        return {means: PaceSchema().load(row) for means, row in raw.items()}
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise SettingsError(f"{path.name} cannot be read as a table of travel: {error}") from error
