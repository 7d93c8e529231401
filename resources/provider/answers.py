"""The provider's form: what it shows of a record, and what the answers would change."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import fields, validate

from agency.edge.forms import StrictSchema
from agency.errors import InvalidError
from agency.languages import to_translate
from resources.changes.closing import PAUSED, state
from resources.changes.fields import value_of
from resources.changes.schemas import STATUSES, UNITS, WEEKDAYS
from resources.provider.open_record import names_secret_place
from resources.records.organizations import Organization
from resources.records.services import Service

Shown = dict[str, Any]
TEXTS = {
    "organization": ("name", "alternate_name", "description", "email", "website"),
    "service": (
        *("name", "alternate_name", "description", "url", "email", "eligibility_description"),
        *("application_process", "fees_description", "hours_description", "season_from", "season_to"),
    ),
}
PHONE = ("number", "extension", "type", "description")
ROOM = ("available", "waiting_days", "waiting")
# Fields that come several times, a row of the page each.
REPEATED = (*(f"phone_{part}" for part in PHONE), "way_kind", "way_detail", "opens", "closes")
# A form has room for so many hours on each weekday, the first of them in sight.
BLOCKS_A_DAY, BLOCKS_IN_SIGHT = 4, 1
_STANDING = frozenset(("status", "closed_until"))
# Empty rows that a form offers beyond what is on record.
SPARE_ROWS = 2
MOST_ROWS = 60
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

WHO = to_translate("Please give your name: we ask you if something is not clear.")
BOTH_TIMES = to_translate("Give both times, when you open and when you close.")
BOTH_DAYS = to_translate("Give both days, or leave both empty.")
TOO_LONG = to_translate("This is too long.")
NO_DAY = to_translate("Write a day, such as 2027-01-31.")
ONLY_PAUSED = to_translate("Choose “Closed for a while” with this day, or leave the day empty.")


class SenderForm(StrictSchema):
    """Who sends something through a link, and what else they want to say."""

    who = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200, error=WHO),
        error_messages={"required": WHO},
    )
    note = fields.String(load_default="", validate=validate.Length(max=1000, error=TOO_LONG))


def _texts(subject: str) -> dict[str, Any]:
    """Fields for the texts of a record; one that is not on the form is not changed."""
    return {name: fields.String(load_default=None) for name in TEXTS[subject]}


def _rows(*names: str) -> dict[str, Any]:
    most = validate.Length(max=MOST_ROWS, error=TOO_LONG)
    return {name: fields.List(fields.String(), load_default=None, validate=most) for name in names}


FORMS = {
    "organization": SenderForm.from_dict(
        {
            "revision": fields.Integer(required=True),
            **_texts("organization"),
            **_rows(*(f"phone_{part}" for part in PHONE)),
        },
        name="OrganizationForm",
    ),
    "service": SenderForm.from_dict(
        {
            "revision": fields.Integer(required=True),
            **_texts("service"),
            "languages": fields.String(load_default=None),
            "status": fields.String(load_default=None, validate=validate.OneOf(STATUSES)),
            "closed_until": fields.String(load_default=None),
            "unit": fields.String(load_default="slots", validate=validate.OneOf(UNITS)),
            **{name: fields.String(load_default="") for name in ROOM},
            **_rows(*REPEATED),
        },
        name="ServiceForm",
    ),
}


def shown(of: Organization, record: Organization | Service) -> Shown:
    """What the form shows of a record, by field; a field that would tell a secret street is not in it."""
    subject = "service" if isinstance(record, Service) else "organization"
    found: Shown = {name: _lines(getattr(record, name)) for name in TEXTS[subject]}
    found["phones"] = value_of(record, "phones")
    if isinstance(record, Service):
        found["languages"] = ", ".join(record.languages)
        if record.status in STATUSES:
            found |= {"status": record.status, "closed_until": _day(record.closed_until)}
        found["access_ways"] = value_of(record, "access_ways")
        grid = week(value_of(record, "schedules"))
        if grid is not None:
            found["schedules"] = grid
    return {name: value for name, value in found.items() if not names_secret_place(of, _words(value))}


def proposed(record: Organization | Service, before: Shown, typed: Mapping[str, Any], today: date) -> Shown:
    """The fields that somebody answered otherwise than they were shown, in the shapes of resources.changes.fields."""
    subject = "service" if isinstance(record, Service) else "organization"
    after: Shown = {name: _lines(typed[name]) for name in TEXTS[subject] if typed[name] is not None}
    after["phones"] = _phones(typed)
    if isinstance(record, Service):
        after["languages"] = None if typed["languages"] is None else ", ".join(_listed(typed["languages"]))
        after["access_ways"] = _ways(typed, before.get("access_ways", []))
        after["schedules"] = _grid(typed)
        after |= {name: typed[name] for name in _STANDING}
    changed = {
        name: value
        for name, value in after.items()
        if name in before and value is not None and value != before[name]
    }
    _check_season(before | changed)
    if not _STANDING.isdisjoint(changed):
        rest = {name: said for name, said in changed.items() if name not in _STANDING}
        changed = rest | closing(before, changed, today)
    if "languages" in changed:
        changed["languages"] = _listed(changed["languages"])
    if "schedules" in changed:
        changed["schedules"] = schedules_of(changed["schedules"])
    if isinstance(record, Service) and any(typed[name].strip() for name in ROOM):
        changed["capacity"] = _room(typed, today)
    return changed


def week(schedules: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]] | None:
    """Opening hours as four blocks for each weekday; None where they are not so simple, and are told in words alone."""
    days: dict[str, list[tuple[str, str]]] = {day: [] for day in WEEKDAYS}
    for block in schedules:
        times = block["opens_at"], block["closes_at"]
        if block["location_id"] or block["description"] or not all(map(_CLOCK.fullmatch, times)):
            return None
        for day in block["byday"].split(","):
            if day not in days or len(days[day]) == BLOCKS_A_DAY:
                return None
            days[day].append(times)
    return [times for blocks in days.values() for times in _padded(sorted(blocks))]


def _padded(blocks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*blocks, *[("", "")] * (BLOCKS_A_DAY - len(blocks))]


def _grid(typed: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    if typed["opens"] is None or typed["closes"] is None:
        return None
    times = _together(typed, "opens", "closes")
    if len(times) != len(WEEKDAYS) * BLOCKS_A_DAY or any(
        bool(opens) != bool(closes) for opens, closes in times
    ):
        raise InvalidError("", {"schedules": [BOTH_TIMES]})
    days = [times[start : start + BLOCKS_A_DAY] for start in range(0, len(times), BLOCKS_A_DAY)]
    return [each for day in days for each in _padded(sorted(block for block in day if block[0]))]


def schedules_of(grid: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The blocks of a week, the days that are open alike in one."""
    blocks: dict[tuple[str, str], list[str]] = {}
    for at, times in enumerate(grid):
        if times[0]:
            blocks.setdefault(times, []).append(WEEKDAYS[at // BLOCKS_A_DAY])
    return [
        {
            "byday": ",".join(days),
            "opens_at": opens,
            "closes_at": closes,
            "description": "",
            "location_id": None,
        }
        for (opens, closes), days in blocks.items()
    ]


def closing(before: Shown, changed: Shown, today: date) -> Shown:
    """Whether a service is closed, and until when, where that is answered otherwise; only a pause has such a day."""
    now = before | changed
    if now["status"] != PAUSED:
        if changed.get("closed_until"):
            raise InvalidError("", {"closed_until": [ONLY_PAUSED]})
        return _unless(before, state(now["status"], None, today))
    try:
        until = date.fromisoformat(now["closed_until"]) if now["closed_until"] else None
    except ValueError as error:
        raise InvalidError("", {"closed_until": [NO_DAY]}) from error
    return _unless(before, state(PAUSED, until, today))


def _unless(before: Shown, after: Shown) -> Shown:
    """Both fields as they shall be; one that is as it was is no change, and none in a proposal."""
    return {name: said for name, said in after.items() if (said or "") != before[name]}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _phones(typed: Mapping[str, Any]) -> list[dict[str, str]] | None:
    names = [f"phone_{part}" for part in PHONE]
    if any(typed[name] is None for name in names):
        return None
    rows = [dict(zip(PHONE, row, strict=True)) for row in _together(typed, *names)]
    return [row for row in rows if row["number"] or row["description"]]


def _ways(typed: Mapping[str, Any], before: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The ways in; of one that stays what it is, the days, hours and numbers that the form does not show stay too."""
    if typed["way_kind"] is None or typed["way_detail"] is None:
        return None
    ways = []
    for at, (kind, detail) in enumerate(_together(typed, "way_kind", "way_detail")):
        known = before[at] if at < len(before) and before[at]["kind"] == kind else {}
        if kind:
            plain = dict.fromkeys(("party", "phone", "byday", "opens_at", "closes_at"), "")
            ways.append({**plain, **known, "kind": kind, "detail": detail})
    return ways


def _room(typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    said = {name: typed[name].strip() or None for name in ROOM}
    return {
        **said,
        "unit": typed["unit"],
        "said_on": today.isoformat(),
        "said_by": f"{typed['who']}, by link",
    }


def _check_season(values: Mapping[str, Any]) -> None:
    if bool(values.get("season_from")) != bool(values.get("season_to")):
        raise InvalidError("", {"season_from": [BOTH_DAYS]})


def _together(typed: Mapping[str, Any], *names: str) -> list[Any]:
    columns = [[_lines(each) for each in typed[name]] for name in names]
    if len({len(each) for each in columns}) != 1:
        raise InvalidError("", {names[0]: [TOO_LONG]})
    return list(zip(*columns, strict=True))


def _listed(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,;\n]", text) if each.strip()]


def _lines(text: str) -> str:
    """A text as it is compared: a browser ends lines otherwise than we do."""
    return text.replace("\r\n", "\n").strip()


def _words(value: Any) -> Iterable[str]:  # noqa: ANN401
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [word for each in value.values() for word in _words(each)]
    return [word for each in value or () for word in _words(each)] if isinstance(value, list | tuple) else []
