"""HSDS objects as the tables of the standard's tabular form: one row an object, lists in tables of their own."""

import json
from collections.abc import Iterable
from typing import Any

Object = dict[str, Any]
# A list of an object: the table its items stand in, and how a row names the object it belongs to.
_TABLES = {
    "services": "services",
    "locations": "locations",
    "phones": "phones",
    "addresses": "addresses",
    "schedules": "schedules",
    "service_areas": "service_areas",
    "service_at_locations": "service_at_location",
    "languages": "languages",
    "required_documents": "required_documents",
    "cost_options": "cost_options",
    "attributes": "attributes",
}
# What this product adds, and where it stands: a service's under its id.
EXTENSION = "reentry"


def flattened(organizations: Iterable[Object]) -> dict[str, list[list[Any]]]:
    """Each table by its name, its header first; a table in which nothing stands is left out."""
    rows: dict[str, list[Object]] = {}
    for each in organizations:
        _put(rows, "organizations", each)
    _name_terms(rows)
    return {name: _with_header(found) for name, found in rows.items()}


def _put(rows: dict[str, list[Object]], table: str, item: Object) -> None:
    own: Object = {}
    for name, value in item.items():
        if name in _TABLES:
            for inner in value:
                _put(rows, _TABLES[name], inner)
        elif name == EXTENSION:
            rows.setdefault(EXTENSION, []).extend(_extension(item["id"], value))
        elif name == "taxonomy_term":
            rows.setdefault("taxonomy_terms", []).append(value)
        else:
            own[name] = value
    rows.setdefault(table, []).append(own)


def _extension(service_id: str, value: Object) -> Iterable[Object]:
    """One row for each thing said: which, and as JSON what."""
    for name, said in value.items():
        yield {"service_id": service_id, "name": name, "value": json.dumps(said, ensure_ascii=False)}


def _name_terms(rows: dict[str, list[Object]]) -> None:
    if "taxonomy_terms" in rows:
        rows["taxonomy_terms"] = list({each["id"]: each for each in rows["taxonomy_terms"]}.values())


def _with_header(found: list[Object]) -> list[list[Any]]:
    header = list(dict.fromkeys(name for row in found for name in row))
    return [header, *([row.get(name, "") for name in header] for row in found)]
