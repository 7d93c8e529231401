"""HSDS 3 read record by record; as JSON it comes in one file or a folder of them, as tables see tabular."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from resources.geography.postal_addresses import AddressKind, PostalAddress, parse_address
from resources.imports.batch import Batch, Entry, Key
from resources.imports.dates import moment_of
from resources.imports.files import SourceFile
from resources.imports.hsds.documents import organizations_in
from resources.imports.hsds.hanging import add_address, add_hours, add_link, add_phones, is_weekly
from resources.imports.hsds.schema import LocationSchema, OrganizationSchema, ServiceSchema, first_fault
from resources.imports.labels import needs_of_words, rows_of
from resources.imports.places import accept_point, located, warn_of_secrecy
from resources.imports.rows import SourceRow
from resources.records.sources import PROSE
from resources.secrecy.survivors import looks_like_victim_services

SUFFIXES = (".json", ".ndjson", ".jsonl")
# The kinds of which the files hold everything they know.
COMPLETE = frozenset(("phone", "address", "schedule", "requirement", "service_at_location"))
# What other tables than that of the services say of a service.
_OF_LISTS = (
    *("languages", "required_documents", "cost_cents", "cost_period", "hours_description", "reach"),
    *("open_to_all", "residential", "minors_on_site", "closed_until", "season_from", "season_to"),
)
# Rows of their own.
_CHILDREN = ("locations", "services")
_PLAIN = ("name", "alternate_name", "description", "email", "website")


def read(files: Iterable[SourceFile], batch: Batch) -> None:
    """Take in every organization of the files with its locations and services, each counted as one source row."""
    batch.complete |= COMPLETE
    for file in files:
        for number, item in enumerate(organizations_in(file), 1):
            _organization(batch, file.name, number, item)


def _organization(batch: Batch, file: str, number: int, item: object) -> None:
    row = SourceRow(file, number, item if isinstance(item, dict) else {})
    own = read_organization(batch, row, item)
    for kind, read_one in (("locations", read_location), ("services", read_service)):
        children = row.values.get(kind) or []
        for at, child in enumerate(children if isinstance(children, list) else [children]):
            read_one(
                batch,
                SourceRow(file, number, child if isinstance(child, dict) else {}),
                child,
                own,
                f"{kind}.{at}",
            )


def read_organization(batch: Batch, row: SourceRow, item: object) -> Key:
    """Take in an organization without its locations and services; the key it would have."""
    batch.read(row)
    own: Key = ("organization", str(row.values.get("id") or ""))
    data = _validated(batch, row, OrganizationSchema(), item, "", own)
    if data is not None and own in batch.entries:
        _repeat(batch, row, own)
    elif data is not None:
        values = {name: data[name] for name in _PLAIN}
        if not batch.partial:
            said = data["reentry"].get("serves_survivors_and_offenders")
            values["serves_survivors_and_offenders"] = bool(said)
        batch.add(Entry("organization", own[1], row, values, partial=batch.partial))
        add_phones(batch, row, own, data["phones"])
    return own


def _repeat(batch: Batch, row: SourceRow, own: Key) -> None:
    first = batch.entries[own].row
    batch.repeat(
        row, first, first.values, {name: row.values[name] for name in row.values if name not in _CHILDREN}
    )


def _validated(
    batch: Batch, row: SourceRow, schema: Schema, item: object, path: str, own: Key
) -> dict[str, Any] | None:
    try:
        loaded: dict[str, Any] = schema.load(item)  # type: ignore[arg-type]
    except ValidationError as error:
        field, message = first_fault(error.normalized_messages())  # type: ignore[no-untyped-call]
        batch.reject(row, ".".join(part for part in (path, field) if part), "invalid", message, own)
        return None
    return loaded


def read_location(batch: Batch, row: SourceRow, item: object, parent: Key, path: str = "") -> None:
    """Take in a location with all that hangs on it; path says where in the file it stands."""
    own: Key = ("location", str(row.values.get("id") or ""))
    batch.read(row)
    if own in batch.entries:
        _repeat(batch, row, own)
        return
    if not batch.belongs(row, path or "organization_id", parent, own):
        return
    data = _validated(batch, row, LocationSchema(), item, path, own)
    if data is None:
        return
    values = {
        name: data[name]
        for name in ("name", "alternate_name", "description", "transportation", "location_type")
    }
    addresses = [_parsed(each) for each in data["addresses"]]
    secret = any(each.kind is AddressKind.CONFIDENTIAL for each in addresses)
    if secret:
        warn_of_secrecy(batch, row)
    confidential = values["confidential"] = secret or bool(data["reentry"].get("confidential"))
    entry = batch.add(
        Entry("location", own[1], row, values, {"organization_id": parent}, partial=batch.partial)
    )
    for at, address in enumerate(data["addresses"]):
        add_address(batch, row, own, address, address.pop("id", f"{own[1]}:{at}"))
    if not confidential and (known := located(data)):
        values |= known
    elif not confidential:
        first = next(iter(addresses), None)
        values |= accept_point(batch, row, data.get("latitude"), data.get("longitude"), first)
    add_phones(batch, entry.row, own, data["phones"])


def _parsed(address: Mapping[str, Any]) -> PostalAddress:
    return parse_address(
        f"{address['address_1']} {address['address_2']}".strip(),
        city=address["city"],
        state=address["state_province"],
        postal_code=address["postal_code"],
    )


def read_service(batch: Batch, row: SourceRow, item: object, parent: Key, path: str = "") -> None:
    """Take in a service with all that hangs on it; path says where in the file it stands."""
    own: Key = ("service", str(row.values.get("id") or ""))
    batch.read(row)
    if own in batch.entries:
        _repeat(batch, row, own)
        return
    if not batch.belongs(row, path or "organization_id", parent, own):
        return
    data = _validated(batch, row, ServiceSchema(), item, path, own)
    if data is None or not _places_known(batch, row, data, parent, path, own):
        return
    extension = data.get("reentry")
    values, parts = _service_values(data, extension or {})
    if extension is None:
        words = "\n".join((data["description"], data["eligibility_description"]))
        names = (data["name"], data["alternate_name"], batch.provider_name(parent))
        values |= {} if data["service_at_locations"] else {"reach": "telephone"}
        needs = needs_of_words(data["name"], words)
        held = looks_like_victim_services(names, words, needs=needs)
        values["victim_services"] = values["held"] = held
        parts["needs"] = rows_of(needs, held=held)
        values["part_2_program"] = "substance_use_treatment" in needs
    if partial := batch.partial and batch.is_earlier(own):
        values, parts = _only_own(values)
    batch.add(Entry("service", own[1], row, values, {"organization_id": parent}, parts, partial=partial))
    if at := moment_of(data["last_modified"]):
        batch.dated[own] = at
    add_phones(batch, row, own, data["phones"])
    _beside(batch, row, own, data, extension or {})


def _only_own(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Of a service that came without the tables of its lists: what its own columns say."""
    kept = {name: value for name, value in values.items() if name not in _OF_LISTS}
    if not kept.get("part_2_program"):
        kept.pop("part_2_program", None)
    return kept, {}


def _places_known(
    batch: Batch, row: SourceRow, data: dict[str, Any], parent: Key, path: str, own: Key
) -> bool:
    """Whether every place of a service is a location of these files; a location given in full is taken in first."""
    for at, place in enumerate(data["service_at_locations"]):
        where = f"{path}.service_at_locations.{at}"
        if isinstance(full := place.get("location"), dict):
            place["location_id"] = place.get("location_id") or str(full.get("id") or "")
            if ("location", place["location_id"]) not in batch.entries:
                read_location(batch, SourceRow(row.file, row.number, full), full, parent, where)
        if not batch.belongs(row, f"{where}.location_id", ("location", place.get("location_id", "")), own):
            return False
    return True


def costs(options: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What everybody pays, which is a price for nobody in particular; and the prices that are told with their words."""
    general: dict[str, Any] = {}
    others = []
    for each in options:
        cents = None if each["amount"] is None else round(each["amount"] * 100)
        if cents is not None and not each["option"] and not general:
            general = {"cost_cents": cents, "cost_period": each["amount_description"]}
        elif words := each["option"] or each["amount_description"]:
            period = each["amount_description"] if each["option"] else ""
            others.append({"option": words, "amount_cents": cents, "period": period})
    return general, others


def _service_values(
    data: dict[str, Any], extension: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    names = (
        "name",
        "alternate_name",
        "description",
        "url",
        "email",
        "status",
        "application_process",
        "fees_description",
    )
    values = {name: data[name] for name in (*names, "alert", "eligibility_description", "assurer_email")}
    values["languages"] = [language["name"] for language in data["languages"]]
    values["required_documents"] = [document["document"] for document in data["required_documents"]]
    general, prices = costs(data["cost_options"])
    values |= general
    for name in (
        "reach",
        "victim_services",
        "open_to_all",
        "part_2_program",
        "residential",
        "minors_on_site",
        "closed_until",
    ):
        if name in extension:
            values[name] = extension[name]
    if "season" in extension:
        values["season_from"], values["season_to"] = extension["season"]["from"], extension["season"]["to"]
    prose = [block["description"] or block["notes"] for block in data["schedules"] if not is_weekly(block)]
    values["hours_description"] = "\n".join(filter(None, (extension.get("hours_description", ""), *prose)))
    values["assured_date"] = data.get("assured_date")
    values["extra"] = (
        {"interpretation_services": data["interpretation_services"]}
        if data["interpretation_services"]
        else {}
    )
    parts = {
        "cost_options": prices,
        "needs": extension.get("needs", []),
        "areas": data["service_areas"],
        "capacities": extension.get("capacity", []),
        "access_ways": extension.get("access", []),
        "licenses": extension.get("licenses", []),
    }
    return values, parts


def _beside(
    batch: Batch, row: SourceRow, own: Key, data: dict[str, Any], extension: Mapping[str, Any]
) -> None:
    """The records that hang on a service: its places, hours and requirements."""
    mine: dict[str, Key] = {"service_id": own}
    for place in data["service_at_locations"]:
        add_link(batch, row, own, place)
    add_hours(batch, row, own, data["schedules"])
    for at, rule in enumerate(extension.get("requirements", [])):
        values = {
            name: getattr(rule, name) or ""
            for name in ("rule", "mode", "quote", "basis", "alt", "part", "confirmed_by")
        }
        values |= {"position": at, "confirmed_on": rule.confirmed_on}
        values["value"] = list(rule.value) if isinstance(rule.value, tuple) else rule.value
        words = json.dumps([values[name] for name in ("rule", "mode", "value", "alt", "part")])
        waits = rule.source == PROSE
        batch.add(Entry("requirement", f"{own[1]}:{words}", row, values, mine, main=False, waits=waits))
