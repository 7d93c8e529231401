"""HSDS 3 JSON: one file, or a folder of them, each an organization, a list of them, or an API's page of either."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from marshmallow import ValidationError

from resources.imports.batch import Batch, Entry, Key
from resources.imports.files import SourceFile
from resources.imports.hsds_schema import LocationSchema, OrganizationSchema, ServiceSchema, first_fault
from resources.imports.labels import needs_of_words
from resources.imports.places import accept_point, county_of
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.survivors import looks_like_victim_services
from resources.imports.tables import clean, decode
from resources.imports.telephone import read_numbers

SUFFIXES = (".json",)
_PLAIN = ("name", "alternate_name", "description", "email", "website")


def read(files: Iterable[SourceFile], batch: Batch) -> None:
    """Take in every organization of the files with its locations and services, each counted as one source row."""
    batch.complete |= {"phone", "address", "schedule", "requirement", "service_at_location"}
    for file in files:
        for number, item in enumerate(_items(file), 1):
            _organization(batch, file.name, number, item)


def load_json(file: SourceFile) -> Any:  # noqa: ANN401 - JSON is anything
    """The content of a JSON file; UnusableFileError says in which line it breaks off."""
    text = decode(file.name, file.read())
    try:
        return json.loads(text, parse_constant=_no_such_number)
    except json.JSONDecodeError as error:
        raise UnusableFileError(f"{file.name} is not sound JSON: line {error.lineno}, {error.msg.casefold()}.") from error
    except (RecursionError, ValueError) as error:
        raise UnusableFileError(f"{file.name} is not sound JSON: {error}.") from error


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def _items(file: SourceFile) -> list[Any]:
    """The organizations of a file; a service that carries its organization is turned inside out."""
    content = _cleaned(load_json(file))
    if isinstance(content, dict) and isinstance(content.get("contents"), list):
        content = content["contents"]
    items = content if isinstance(content, list) else [content]
    if not any(isinstance(item, dict) and {"name", "organization"} & item.keys() for item in items):
        raise UnusableFileError(f"{file.name} holds no HSDS organizations: neither names nor services are in it.")
    return [
        {**item["organization"], "services": [item]} if isinstance(item, dict) and isinstance(item.get("organization"), dict) else item
        for item in items
    ]


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {key: _cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


def _organization(batch: Batch, file: str, number: int, item: Any) -> None:  # noqa: ANN401
    row = batch.read(SourceRow(file, number, item if isinstance(item, dict) else {}))
    own: Key = ("organization", str(row.values.get("id") or ""))
    data = _validated(batch, row, OrganizationSchema(), item, "", own)
    if data is not None and own in batch.entries:
        batch.merge(row)
    elif data is not None:
        values = {name: data[name] for name in _PLAIN}
        values["serves_survivors_and_offenders"] = bool(data["reentry"].get("serves_survivors_and_offenders"))
        batch.add(Entry("organization", own[1], row, values))
        _phones(batch, row, own, data["phones"])
    for kind, read_one in (("locations", _location), ("services", _service)):
        children = row.values.get(kind) or []
        for at, child in enumerate(children if isinstance(children, list) else [children]):
            read_one(batch, SourceRow(file, number, child if isinstance(child, dict) else {}), child, own, f"{kind}.{at}")


def _validated(batch: Batch, row: SourceRow, schema: Any, item: Any, path: str, own: Key) -> dict[str, Any] | None:  # noqa: ANN401
    try:
        loaded: dict[str, Any] = schema.load(item)
    except ValidationError as error:
        field, message = first_fault(error.normalized_messages())
        batch.reject(row, ".".join(part for part in (path, field) if part), "invalid", message, own)
        return None
    return loaded


def _location(batch: Batch, row: SourceRow, item: Any, parent: Key, path: str) -> None:  # noqa: ANN401
    own: Key = ("location", str(row.values.get("id") or ""))
    batch.read(row)
    if own in batch.entries:
        batch.merge(row)
        return
    if not batch.belongs(row, path, parent, own):
        return
    data = _validated(batch, row, LocationSchema(), item, path, own)
    if data is None:
        return
    values = {name: data[name] for name in ("name", "alternate_name", "description", "transportation", "location_type")}
    confidential = values["confidential"] = bool(data["reentry"].get("confidential"))
    entry = batch.add(Entry("location", own[1], row, values, {"organization_id": parent}))
    for at, address in enumerate(data["addresses"]):
        address.pop("address_type")
        key = address.pop("id", f"{own[1]}:{at}")
        address["region"] = address["region"] or county_of(address["postal_code"])
        batch.add(Entry("address", key, row, address, {"location_id": own}, main=False))
    first = data["addresses"][0] if data["addresses"] else {}
    if not confidential:
        values |= accept_point(batch, row, data.get("latitude"), data.get("longitude"), first.get("state_province"), first.get("postal_code"))
    _phones(batch, entry.row, own, data["phones"])


def _service(batch: Batch, row: SourceRow, item: Any, parent: Key, path: str) -> None:  # noqa: ANN401
    own: Key = ("service", str(row.values.get("id") or ""))
    batch.read(row)
    if own in batch.entries:
        batch.merge(row)
        return
    if not batch.belongs(row, path, parent, own):
        return
    data = _validated(batch, row, ServiceSchema(), item, path, own)
    if data is None or not _places_known(batch, row, data, parent, path, own):
        return
    extension = data.get("reentry")
    values, parts = _service_values(data, extension or {})
    if extension is None:
        words = "\n".join((data["description"], data["eligibility_description"]))
        names = (data["name"], data["alternate_name"], batch.entries[parent].values["name"])
        values["victim_services"] = values["held"] = looks_like_victim_services(names, words)
        parts["needs"] = [{"need": need, "main": main} for need, main in needs_of_words(data["name"], words).items()]
        values["part_2_program"] = any(need["need"] == "substance_use_treatment" for need in parts["needs"])
    batch.add(Entry("service", own[1], row, values, {"organization_id": parent}, parts))
    _phones(batch, row, own, data["phones"])
    _beside(batch, row, own, data, extension or {})


def _places_known(batch: Batch, row: SourceRow, data: dict[str, Any], parent: Key, path: str, own: Key) -> bool:
    """Whether every place of a service is a location of these files; a location given in full is taken in first."""
    for at, place in enumerate(data["service_at_locations"]):
        where = f"{path}.service_at_locations.{at}"
        if isinstance(full := place.get("location"), dict):
            place["location_id"] = place.get("location_id") or str(full.get("id") or "")
            if ("location", place["location_id"]) not in batch.entries:
                _location(batch, SourceRow(row.file, row.number, full), full, parent, where)
        if not batch.belongs(row, f"{where}.location_id", ("location", place.get("location_id", "")), own):
            return False
    return True


def _service_values(data: dict[str, Any], extension: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    names = ("name", "alternate_name", "description", "url", "email", "status", "application_process", "fees_description")
    values = {name: data[name] for name in (*names, "alert", "eligibility_description", "assurer_email")}
    values["languages"] = [language["name"] for language in data["languages"]]
    values["required_documents"] = [document["document"] for document in data["required_documents"]]
    if data["cost_options"]:
        cost = data["cost_options"][0]
        values |= {"cost_cents": round(cost["amount"] * 100), "cost_period": cost["amount_description"]}
    for name in ("reach", "victim_services", "open_to_all", "part_2_program", "residential", "minors_on_site", "closed_until"):
        if name in extension:
            values[name] = extension[name]
    prose = [block["description"] or block["notes"] for block in data["schedules"] if not _weekly(block)]
    values["hours_description"] = "\n".join(filter(None, (extension.get("hours_description", ""), *prose)))
    values["assured_date"] = data.get("assured_date")
    values["extra"] = {"interpretation_services": data["interpretation_services"]} if data["interpretation_services"] else {}
    parts = {
        "needs": extension.get("needs", []),
        "areas": data["service_areas"],
        "capacities": extension.get("capacity", []),
        "access_ways": extension.get("access", []),
        "licenses": extension.get("licenses", []),
    }
    return values, parts


def _beside(batch: Batch, row: SourceRow, own: Key, data: dict[str, Any], extension: Mapping[str, Any]) -> None:
    """The records that hang on a service: its places, hours and requirements."""
    mine: dict[str, Key] = {"service_id": own}
    for place in data["service_at_locations"]:
        where: Key = ("location", place["location_id"])
        said = {"description": place["description"]}
        batch.add(Entry("service_at_location", f"{own[1]}@{where[1]}", row, said, mine | {"location_id": where}, main=False))
    for at, block in enumerate(filter(_weekly, data["schedules"])):
        values = {name: _hour(block[name]) for name in ("opens_at", "closes_at")}
        values |= {"byday": re.sub(r"\s", "", block["byday"]).strip(","), "description": block["description"]}
        batch.add(Entry("schedule", f"{own[1]}:{at}", row, values, mine, main=False))
    for at, rule in enumerate(extension.get("requirements", [])):
        values = {name: getattr(rule, name) or "" for name in ("rule", "mode", "quote", "basis", "alt", "part", "confirmed_by")}
        values |= {"position": at, "confirmed_on": rule.confirmed_on}
        values["value"] = list(rule.value) if isinstance(rule.value, tuple) else rule.value
        batch.add(Entry("requirement", f"{own[1]}:{at}", row, values, mine, main=False))


def _weekly(block: Mapping[str, Any]) -> bool:
    return bool(block["byday"].strip() and block["opens_at"] and block["closes_at"] and block["freq"] == "WEEKLY")


def _hour(text: str) -> str:
    hours, minutes = text.strip().split(":")[:2]
    return f"{int(hours):02}:{minutes[:2]}"


def _phones(batch: Batch, row: SourceRow, owner: Key, phones: Iterable[Mapping[str, Any]]) -> None:
    for at, phone in enumerate(phones):
        for number in read_numbers(phone["number"], phone["type"], phone["description"]):
            if not number.clear:
                batch.warn(row, "phones", "phone_unclear", f"“{number.number}” cannot be read as a telephone number; it is kept as written.")
            extension = str(phone.get("extension") or "") or number.extension
            values = {"number": number.number, "type": number.type, "extension": extension, "description": number.description}
            key = phone.get("id") or f"{owner[0]}:{owner[1]}:{at}"
            batch.add(Entry("phone", f"{key}:{number.number}", row, values, {f"{owner[0]}_id": owner}, main=False))

