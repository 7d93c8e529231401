"""What hangs on a record of HSDS: addresses, links of services to places, weekly hours, telephone numbers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from resources.details.telephone import read_numbers, unclear
from resources.imports.batch import Batch, Entry, Key
from resources.imports.places import county_of
from resources.imports.rows import SourceRow


def add_address(
    batch: Batch, row: SourceRow, where: Key, address: dict[str, Any], key: str, *, main: bool = False
) -> None:
    """Take in an address of a location."""
    address.pop("address_type")
    address["region"] = address["region"] or county_of(
        address["postal_code"], state=address["state_province"]
    )
    batch.add(Entry("address", key, row, address, {"location_id": where}, main=main))


def add_link(
    batch: Batch, row: SourceRow, service: Key, place: Mapping[str, Any], *, main: bool = False
) -> None:
    """Take in that a service is given at a place."""
    where: Key = ("location", place["location_id"])
    key = place.get("id") or f"{service[1]}@{where[1]}"
    parents = {"service_id": service, "location_id": where}
    said = {"description": place["description"]}
    batch.add(Entry("service_at_location", key, row, said, parents, main=main))


def add_hours(batch: Batch, row: SourceRow, service: Key, blocks: Iterable[Mapping[str, Any]]) -> None:
    """Take in the weekly hours of a service; it has no others of its source."""
    for at, block in enumerate(filter(is_weekly, blocks)):
        values: dict[str, Any] = {name: _hour(block[name]) for name in ("opens_at", "closes_at")}
        values |= {"byday": re.sub(r"\s", "", block["byday"]).strip(","), "description": block["description"]}
        there: Key = ("location", block["location_id"])
        known = there in batch.entries or batch.is_earlier(there)
        parents = {"service_id": service} | ({"location_id": there} if known else {})
        batch.add(Entry("schedule", f"{service[1]}:{at}", row, values, parents, main=False))


def is_weekly(block: Mapping[str, Any]) -> bool:
    """Whether a schedule is one of days and hours, and not of words."""
    return bool(
        block["byday"].strip() and block["opens_at"] and block["closes_at"] and block["freq"] == "WEEKLY"
    )


def _hour(text: str) -> str:
    hours, minutes = text.strip().split(":")[:2]
    return f"{int(hours):02}:{minutes[:2]}"


def add_phones(
    batch: Batch, row: SourceRow, owner: Key, phones: Iterable[Mapping[str, Any]], *, main: bool = False
) -> None:
    """Take in the telephone numbers of a record."""
    for at, phone in enumerate(phones):
        for number in read_numbers(phone["number"], phone["type"], phone["description"]):
            if not number.clear:
                batch.warn(row, "phones", "phone_unclear", unclear(number))
            values = number.columns(str(phone.get("extension") or ""))
            key = phone.get("id") or f"{owner[0]}:{owner[1]}:{at}"
            batch.add(
                Entry("phone", f"{key}:{number.number}", row, values, {f"{owner[0]}_id": owner}, main=main)
            )
