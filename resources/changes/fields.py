"""The fields of a record that can be changed by hand: what each says now, as JSON, and how a new value is put in."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import InstanceState
from sqlalchemy.orm.base import instance_state

from agency.tables import Moment
from resources.records.capacity import Capacity
from resources.records.cost_options import CostOption
from resources.records.licenses import License
from resources.records.locations import SAID, Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.sources import STAFF, Sourced
from resources.records.ways_in import AccessWay

Record = Organization | Service | Location
MODELS: Mapping[str, type[Record]] = {
    "organization": Organization,
    "service": Service,
    "location": Location,
}
# A point that a person put on the map is good to a house.
CONFIRMED_POINT_M = 15.0
# By what a row of a list is known as the one that a source brought.
_ORIGIN = ("id", "source", "source_id", "fingerprint", "imported_at")
POINT = ("latitude", "longitude", "precision", "precision_m", "position_source")


@dataclass(frozen=True)
class Rows:
    """A field that is a list of rows of its own table: which columns of them are its value."""

    model: type[Any]
    columns: tuple[str, ...]


_PHONES = Rows(Phone, ("number", "extension", "type", "description"))
# What was said last about room; what was said before it stays in the record.
_ROOM = Rows(Capacity, ("said_on", "said_by", "unit", "available", "waiting_days", "waiting"))
LISTS: Mapping[str, Mapping[str, Rows]] = {
    "organization": {"phones": _PHONES},
    "service": {
        "phones": _PHONES,
        "needs": Rows(ServiceNeed, ("need", "main")),
        "areas": Rows(ServiceArea, ("name",)),
        "schedules": Rows(Schedule, ("byday", "opens_at", "closes_at", "description", "location_id")),
        "requirements": Rows(
            ServiceRequirement,
            ("rule", "mode", "value", "quote", "basis", "alt", "part", "confirmed_by", "confirmed_on"),
        ),
        "access_ways": Rows(
            AccessWay, ("kind", "detail", "party", "phone", "byday", "opens_at", "closes_at")
        ),
        "cost_options": Rows(CostOption, ("option", "amount_cents", "period")),
        "licenses": Rows(License, ("name", "number", "expires_on")),
        "at_locations": Rows(ServiceAtLocation, ("location_id", "description")),
    },
    "location": {
        "phones": _PHONES,
        "addresses": Rows(
            Address, ("address_1", "address_2", "city", "region", "state_province", "postal_code", "country")
        ),
    },
}
SCALARS: Mapping[str, tuple[str, ...]] = {
    "organization": (
        *("name", "alternate_name", "description", "email", "website"),
        "serves_survivors_and_offenders",
    ),
    "service": (
        *("name", "alternate_name", "description", "url", "email", "status", "closed_until", "alert"),
        *("application_process", "fees_description", "cost_cents", "cost_period", "eligibility_description"),
        *("hours_description", "languages", "required_documents", "reach", "residential", "minors_on_site"),
        *("open_to_all", "part_2_program", "season_from", "season_to", "capacity", "held", "victim_services"),
    ),
    "location": (
        *("location_type", "name", "alternate_name", "description", "transportation", "confidential"),
        "point",
    ),
}


def subject_of(record: Record) -> str:
    """What kind of record it is: organization, service or location."""
    return next(name for name, model in MODELS.items() if isinstance(record, model))


def fields_of(subject: str) -> tuple[str, ...]:
    """Every field of such a record that can be changed."""
    return (*SCALARS[subject], *LISTS[subject])


def value_of(record: Record, field: str) -> Any:  # noqa: ANN401 - the shape is the field's
    """What a field says now, as JSON."""
    rows = LISTS[subject_of(record)].get(field)
    if rows:
        return in_order(rows, [_row_value(row, rows) for row in getattr(record, field)])
    if field == "point" and isinstance(record, Location):
        return _point(record)
    if field == "capacity" and isinstance(record, Service):
        return _row_value(record.capacities[0], _ROOM) if record.capacities else None
    return _plain(getattr(record, field))


def rows_of(record: Record, field: str) -> list[tuple[Any, dict[str, Any]]]:
    """The rows of a list, each with what it says, in no order that means anything."""
    rows = LISTS[subject_of(record)][field]
    return [(row, _row_value(row, rows)) for row in getattr(record, field)]


def origins_of(record: Record, field: str, value: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Of the rows of a list that go where it becomes a value: what each says, and which row of which source it is."""
    rows = LISTS[subject_of(record)].get(field)
    if rows is None or not issubclass(rows.model, Sourced):
        return []
    said = ((row, _row_value(row, rows)) for row in getattr(record, field))
    return [
        {"said": each, **{name: _plain(getattr(row, name)) for name in _ORIGIN}}
        for row, each in said
        if each not in value and row.source != STAFF
    ]


def put(record: Record, field: str, value: Any, origins: Sequence[Mapping[str, Any]] = ()) -> None:  # noqa: ANN401
    """Let a field say something else; rows that stay as they are keep their identity.

    origins: of rows that come back, which they were.
    """
    rows = LISTS[subject_of(record)].get(field)
    if rows:
        moved = field == "addresses" and moves(value_of(record, field), value)
        _put_rows(record, field, rows, value, origins)
        if moved and isinstance(record, Location):
            record.forget_point()
    elif field == "point" and isinstance(record, Location):
        _put_point(record, value)
    elif field == "capacity" and isinstance(record, Service):
        _put_room(record, value)
    else:
        setattr(record, field, _typed(record, field)(value))
        if field == "confidential" and value and isinstance(record, Location):
            record.forget_point()


def in_order(rows: Rows, value: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in one order, so that equal lists are equal; rules have an order of their own."""
    if "position" in rows.model.__mapper__.columns:
        return list(value)
    return sorted(value, key=lambda row: json.dumps(row, sort_keys=True))


def moves(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> bool:
    """Whether new addresses lie elsewhere: a suite or the county's name put right moves nothing."""
    return [_where(each) for each in before] != [_where(each) for each in after]


def _where(address: Mapping[str, Any]) -> list[Any]:
    return [address[name] for name in ("address_1", "city", "state_province", "postal_code")]


def _row_value(row: object, rows: Rows) -> dict[str, Any]:
    return {column: _plain(getattr(row, column)) for column in rows.columns}


def _plain(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _put_rows(
    record: Record,
    field: str,
    rows: Rows,
    value: list[dict[str, Any]],
    origins: Sequence[Mapping[str, Any]],
) -> None:
    present, came = list(getattr(record, field)), list(origins)
    wanted = []
    for position, each in enumerate(value):
        kept = next((row for row in present if _row_value(row, rows) == each), None)
        if kept is None:
            origin = next((one for one in came if one["said"] == each), None)
            kept = rows.model(**_columns(rows.model, each), **_columns(rows.model, origin or {}))
            if origin:
                came.remove(origin)
        else:
            present.remove(kept)
        if "position" in rows.model.__mapper__.columns:
            kept.position = position
        wanted.append(kept)
    setattr(record, field, wanted)


def _columns(model: type[Any], said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _column(model, name)(each) for name, each in said.items() if name != "said"}


def _put_room(service: Service, value: dict[str, Any] | None) -> None:
    """What is said of room comes before what was said earlier; taken back, the earlier counts again."""
    known = [_row_value(row, _ROOM) for row in service.capacities]
    if value is not None and value not in known:
        service.capacities.insert(0, Capacity(**_columns(Capacity, value)))
    else:
        del service.capacities[: len(known) if value is None else known.index(value)]


def _typed(record: Record, field: str) -> Callable[[Any], Any]:
    state: InstanceState[Any] = instance_state(record)
    return _column(state.mapper.class_, field)


def _column(model: type[Any], name: str) -> Callable[[Any], Any]:
    kind = model.__mapper__.columns[name].type
    try:
        python = datetime if isinstance(kind, Moment) else kind.python_type
    except NotImplementedError:
        return lambda value: value
    reading: Mapping[type, Callable[[Any], Any]] = {
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
        UUID: UUID,
    }
    read = reading.get(python, lambda value: value)
    return lambda value: None if value is None else read(value)


def _point(place: Location) -> dict[str, Any] | None:
    """What somebody said of where the place is; a point that was reckoned from the address is nobody's word."""
    if place.latitude is None or place.position_source not in SAID:
        return None
    return {name: getattr(place, name) for name in POINT}


def _put_point(place: Location, value: dict[str, Any] | None) -> None:
    if value is None or place.confidential:
        place.forget_point()
        return
    for name in POINT:
        setattr(place, name, value[name])
