"""Ohana's organizations, locations and addresses."""

import re

from resources.details.web_addresses import email_address
from resources.geography.postal_addresses import AddressKind, PostalAddress, parse_address
from resources.imports.batch import Batch, Entry, Key
from resources.imports.ohana.dates import date_of, no_date
from resources.imports.ohana.tables import Tables, is_named, own_key, texts, website
from resources.imports.places import accept_point, county_of, warn_of_secrecy
from resources.imports.rows import SourceRow
from resources.imports.wording import name_key


def read_organizations(batch: Batch, tables: Tables) -> None:
    """Take in the providers."""
    for row in tables.rows("organizations"):
        own = own_key(batch, row, "organization")
        founded = row.text("date_incorporated")
        if own and founded and date_of(founded) is None:
            batch.reject(row, "date_incorporated", "invalid", no_date(founded), own)
        elif own and is_named(batch, row, own):
            values = texts(row, "name", "alternate_name", "description")
            values |= {"email": email_address(row.text("email")), "website": website(batch, row)}
            batch.add(Entry("organization", own[1], row, values))


def read_locations(batch: Batch, tables: Tables) -> None:
    """Take in the places of the providers."""
    for row in tables.rows("locations"):
        own = own_key(batch, row, "location")
        parent: Key = ("organization", row.text("organization_id"))
        if own and is_named(batch, row, own) and batch.belongs(row, "organization_id", parent, own):
            values: dict[str, object] = {
                **texts(row, "name", "alternate_name", "description", "transportation")
            }
            values["location_type"] = (
                "virtual" if row.text("virtual").casefold() in ("true", "1", "yes", "t") else "physical"
            )
            values["confidential"] = False
            batch.add(Entry("location", own[1], row, values, {"organization_id": parent}))


def read_addresses(batch: Batch, tables: Tables) -> None:
    """Take in the addresses of the places, and the coordinates that fit them."""
    for row in tables.rows("addresses"):
        where: Key = ("location", row.text("location_id"))
        parsed = _parsed(row, "address_1")
        lacking = not row.text("city") and parsed.kind is AddressKind.STREET
        fault = ("city", "missing", "The address has no city.") if lacking else None
        if batch.belongs_sound(row, "location_id", where, fault):
            _address(batch, tables, row, where, parsed)
    for entry in batch.of_kind("location"):
        if not entry.values["confidential"]:
            latitude, longitude = (entry.row.text(name) for name in ("latitude", "longitude"))
            address = tables.addresses.get(entry.name)
            entry.values.update(accept_point(batch, entry.row, latitude, longitude, address))


def _parsed(row: SourceRow, *lines: str) -> PostalAddress:
    return parse_address(
        " ".join(filter(None, map(row.text, lines))),
        city=row.text("city"),
        state=row.text("state_province"),
        postal_code=row.text("postal_code"),
    )


def _address(batch: Batch, tables: Tables, row: SourceRow, where: Key, parsed: PostalAddress) -> None:
    """Take in the address of a location; "Confidential" in place of a street makes the location so."""
    said = {
        name: row.text(name) for name in ("address_1", "address_2", "city", "state_province", "postal_code")
    }
    whole = _parsed(row, "address_1", "address_2") if said["address_2"] else parsed
    tables.addresses[where] = whole
    if whole.kind is AddressKind.CONFIDENTIAL:
        warn_of_secrecy(batch, row)
        _hide(batch, row, where)
        said |= {"address_1": "", "address_2": ""}
    if said["address_2"] and _same_unit(parsed.unit or "", said["address_2"]):
        said["address_1"] = parsed.street or said["address_1"]
    county = parsed.county or county_of(said["postal_code"], state=said["state_province"])
    values = said | {"region": county, "country": (row.text("country") or "US").upper()}
    entry = Entry("address", f"of {where[1]}", row, values, {"location_id": where})
    if batch.add(entry) is not entry:
        batch.reject(row, "location_id", "second_address", f"Location {where[1]} has an address already.")


def _hide(batch: Batch, row: SourceRow, where: Key) -> None:
    """Make a location of the files, or one imported before, confidential."""
    hidden = Entry("location", where[1], row, {"confidential": True}, main=False, partial=True)
    batch.add(hidden).values["confidential"] = True


def _same_unit(one: str, other: str) -> bool:
    """Whether a suite or floor that ends the street is only repeated ("#250", "Suite 250")."""
    numbers = re.findall(r"\d+", one)
    return bool(one) and (
        name_key(one) == name_key(other) or (bool(numbers) and numbers == re.findall(r"\d+", other))
    )
