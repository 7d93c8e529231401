"""HSDS 3 in tables, a file each: nested as its JSON is, and read by the same rules."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, ValidationError

from resources.imports.batch import Batch, Key
from resources.imports.files import SourceFile
from resources.imports.hsds.reading import COMPLETE, read_location, read_organization, read_service
from resources.imports.hsds.reentry_schema import ServiceReentrySchema
from resources.imports.hsds.schema import (
    AddressSchema,
    AreaSchema,
    CostSchema,
    DocumentSchema,
    LanguageSchema,
    PhoneSchema,
    PlaceSchema,
    ScheduleSchema,
    first_fault,
)
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.tables import read_table, source_rows

Item = dict[str, Any]
LINK = "service_at_location"
# What must be there for a table's rows to be understood.
_NEEDED = {
    "organizations": {"id", "name"},
    "services": {"id", "name", "organization_id"},
    "locations": {"id"},
    LINK: {"service_id", "location_id"},
    "reentry": {"service_id", "name", "value"},
}
# What hangs on another record: the list it is in JSON, and how one of it is read.
_PARTS: dict[str, tuple[str, type[Schema]]] = {
    "addresses": ("addresses", AddressSchema),
    "phones": ("phones", PhoneSchema),
    "schedules": ("schedules", ScheduleSchema),
    "languages": ("languages", LanguageSchema),
    "required_documents": ("required_documents", DocumentSchema),
    "cost_options": ("cost_options", CostSchema),
    "service_areas": ("service_areas", AreaSchema),
    LINK: ("service_at_locations", PlaceSchema),
}
# Links wait until it is known which locations go in.
_HANGING = [name for name in _PARTS if name != LINK]
# HSDS knows them; this directory keeps nothing of them beside what the service says itself.
_NOT_KEPT = (
    *("accessibility", "attributes", "contacts", "funding", "metadata", "meta_table_descriptions"),
    *("organization_identifiers", "programs", "taxonomies", "taxonomy_terms"),
)
# The nearest record that a row names has it.
_OWNERS = ("service", LINK, "location", "organization")
_HOLDERS = {"addresses": ("location",), LINK: ("service",)}
# Export writes a quote before what a spreadsheet would run as a formula.
_NEUTRALIZED = re.compile(r"^'(?=[=+\-@\t\r])")
_OTHER_NAMES = {"service_at_locations": LINK}


def table_name(file: SourceFile) -> str:
    """The table a file holds, by its name; empty if it is none of HSDS."""
    name = _OTHER_NAMES.get(file.stem, file.stem)
    return name if file.suffix == ".csv" and name in {*_NEEDED, *_PARTS, *_NOT_KEPT} else ""


def read(files: Iterable[SourceFile], batch: Batch) -> None:
    """Take in every row of the tables; what hangs on a record is counted as merged into it."""
    batch.complete |= COMPLETE
    _Tables(files, batch).read()


class _Tables:
    """The rows of one folder by table, and the objects that the records of its parts become."""

    def __init__(self, files: Iterable[SourceFile], batch: Batch) -> None:
        self.batch = batch
        self.rows: dict[str, list[SourceRow]] = defaultdict(list)
        for file in files:
            if name := table_name(file):
                self.rows[name] += _rows(file, name)
            elif file.stem != "datapackage":
                message = "This file is none of the tables of HSDS; it was not read."
                batch.warn_of_file(file.name, "file_not_read", message)
        self.links = {row.text("id"): row for row in self.rows[LINK]}
        self.owners = {row.text("id"): row.text("organization_id") for row in self.rows["services"]}
        self.services_at: dict[str, list[str]] = defaultdict(list)
        for row in self.rows[LINK]:
            self.services_at[row.text("location_id")].append(row.text("service_id"))
        self.places = {row.text("id") for row in self.rows["locations"]}
        self.parts: dict[Key, Item] = defaultdict(dict)
        # Rows that are sound by themselves, and go in with the record they belong to.
        self.hanging: list[tuple[SourceRow, str, Key]] = []

    def read(self) -> None:
        """Parts first, so that the records are whole when their turn comes; then parents before children."""
        for name in (*_HANGING, *_NOT_KEPT):
            for row in self.rows[name]:
                self._part(name, self.batch.read(row))
        for row in self.rows["reentry"]:
            self._extension(self.batch.read(row))
        self._records()
        # What hangs on a link waits until it is known what became of the link.
        for row, field, owner in sorted(self.hanging, key=lambda each: each[2][0] == LINK):
            if self.batch.belongs(row, field, owner, self._as_link(row)):
                self.batch.merge(row)
        self._tell_of_unkept()

    def _records(self) -> None:
        for row in self.rows["organizations"]:
            read_organization(self.batch, row, self._whole("organization", row))
        for row in self.rows["locations"]:
            parent: Key = ("organization", row.text("organization_id") or self._lent(row.text("id")))
            read_location(self.batch, row, self._whole("location", row), parent)
        for row in self.rows[LINK]:
            where: Key = ("location", row.text("location_id"))
            if self.batch.belongs(self.batch.read(row), "location_id", where, self._as_link(row)):
                self._part(LINK, row)
        for row in self.rows["services"]:
            provider: Key = ("organization", row.text("organization_id"))
            read_service(self.batch, row, self._whole("service", row), provider)

    def _part(self, name: str, row: SourceRow) -> None:
        if name in _NOT_KEPT:
            self._unkept(row)
            return
        listed, schema = _PARTS[name]
        item = _item(row)
        try:
            schema().load(item)
        except ValidationError as error:
            self.batch.reject(row, *_fault(error))
            return
        field, owner = self._owner(row, _HOLDERS.get(name, _OWNERS))
        if not owner[1] and row.text("phone_id"):
            # In which languages one number is answered is not kept.
            self.batch.merge(row)
            return
        self.hanging.append((row, field, owner))
        for holder in self._holders(name, owner):
            self.parts[holder].setdefault(listed, []).append(item)

    def _unkept(self, row: SourceRow) -> None:
        field, owner = self._owner(row, _OWNERS)
        if owner[1]:
            self.hanging.append((row, field, owner))
        else:
            self.batch.merge(row)

    def _extension(self, row: SourceRow) -> None:
        """What this product adds, one thing a row: of a service, or of a location by its id in the same column."""
        name, own = row.text("name"), row.text("service_id")
        owner: Key = ("location" if own in self.places else "service", own)
        try:
            value = json.loads(row.text("value"))
        except (ValueError, RecursionError):
            self.batch.reject(row, "value", "invalid", "This is not sound JSON.")
            return
        if owner[0] == "service" and (wrong := ServiceReentrySchema().validate({name: value})):
            self.batch.reject(row, *_fault(ValidationError(wrong)))
            return
        self.parts[owner].setdefault("reentry", {})[name] = value
        self.hanging.append((row, "service_id", owner))

    def _owner(self, row: SourceRow, kinds: Iterable[str]) -> tuple[str, Key]:
        """The record a row belongs to, and the column that says so."""
        named = [(f"{kind}_id", (kind, key)) for kind in kinds if (key := row.text(f"{kind}_id"))]
        first = next(iter(kinds))
        return named[0] if named else (f"{first}_id", (first, ""))

    def _holders(self, name: str, owner: Key) -> list[Key]:
        """The records in whose lists a part stands: hours of a location are those of each service there."""
        kind, key = owner
        if kind == LINK:
            return [("service", self.links[key].text("service_id"))] if key in self.links else []
        if kind == "location" and name == "schedules":
            return [("service", service) for service in self.services_at[key]]
        return [owner]

    def _as_link(self, row: SourceRow) -> Key | None:
        """What a row is known by where it links a service to a location."""
        return (LINK, row.text("id")) if row.text("id") and self.links.get(row.text("id")) is row else None

    def _lent(self, location: str) -> str:
        """The provider of a location that names none: that of the first service given there."""
        return next((self.owners[each] for each in self.services_at[location] if each in self.owners), "")

    def _whole(self, kind: str, row: SourceRow) -> Item:
        return _item(row) | self.parts.get((kind, row.text("id")), {})

    def _tell_of_unkept(self) -> None:
        # Our own tables say the same once more under "reentry".
        own = {"attributes", "taxonomies", "taxonomy_terms"} if self.rows["reentry"] else set()
        for name in _NOT_KEPT:
            if self.rows[name] and name not in own:
                message = "This directory keeps nothing of this table; its rows change nothing."
                self.batch.warn_of_file(self.rows[name][0].file, "not_kept", message)


def _rows(file: SourceFile, name: str) -> list[SourceRow]:
    table = read_table(file)
    header = [cell.strip().casefold() for cell in table[0]] if table else []
    if missing := _NEEDED.get(name, set()) - set(header):
        raise UnusableFileError(f"{file.name} lacks the columns {', '.join(sorted(missing))}.")
    told = ([_NEUTRALIZED.sub("", cell) for cell in cells] for cells in table)
    return list(source_rows(file.name, list(told), header))


def _item(row: SourceRow) -> Item:
    return {name: value for name, value in row.values.items() if value}


def _fault(error: ValidationError) -> tuple[str, str, str]:
    field, message = first_fault(error.normalized_messages())  # type: ignore[no-untyped-call]
    return field, "invalid", message
