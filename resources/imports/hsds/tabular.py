"""HSDS 3 in tables, a file each: nested as its JSON is, and read by the same rules."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, ValidationError

from resources.imports.batch import Batch, Key
from resources.imports.earlier import EarlierFrom, earlier_of, nothing_earlier
from resources.imports.files import SourceFile
from resources.imports.hsds.lone import LONE, LoneParts
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
from resources.imports.hsds.tables import LINK, NOT_KEPT, OWNERS, Tables
from resources.imports.rows import SourceRow

Item = dict[str, Any]
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
_HOLDERS = {"addresses": ("location",), LINK: ("service",)}


def read(
    files: Iterable[SourceFile],
    batch: Batch,
    earlier: EarlierFrom = nothing_earlier,
    source: str = "",
) -> None:
    """Take in every row of the tables; what hangs on a record is counted as merged into it.

    Without organizations among them they hang on what was imported before, from the source that is told or found.
    """
    tables = Tables(files, batch)
    batch.partial = not tables.whole
    if tables.lone:
        batch.earlier = earlier_of(earlier(), tables.named(), source, tables.first)
        batch.warn_of_file(tables.first, "lone_table", LONE)
        batch.complete |= {"schedule"} if tables.rows["schedules"] else set()
    elif tables.whole:
        batch.complete |= COMPLETE
    _Folder(tables, batch).read()


class _Folder:
    """The rows of one folder by table, and the objects that the records of its parts become."""

    def __init__(self, tables: Tables, batch: Batch) -> None:
        self.batch, self.rows, self.lone = batch, tables.rows, LoneParts(batch)
        self.links = {row.text("id"): row for row in self.rows[LINK]}
        self.owners = {row.text("id"): row.text("organization_id") for row in self.rows["services"]}
        self.services_at: dict[str, list[str]] = defaultdict(list)
        for row in self.rows[LINK]:
            self.services_at[row.text("location_id")].append(row.text("service_id"))
        self.places = {row.text("id") for row in self.rows["locations"]}
        self.parts: dict[Key, Item] = defaultdict(dict)
        # Rows that are sound by themselves, and go in with the record they belong to.
        self.hanging: list[tuple[SourceRow, str, str, Key]] = []

    def read(self) -> None:
        """Parts first, so that the records are whole when their turn comes; then parents before children."""
        for name in (*_HANGING, *NOT_KEPT):
            for row in self.rows[name]:
                self._part(name, self.batch.read(row))
        for row in self.rows["reentry"]:
            self._extension(self.batch.read(row))
        self._records()
        # What hangs on a link waits until it is known what became of the link.
        for row, name, field, owner in sorted(self.hanging, key=lambda each: each[3][0] == LINK):
            if self.batch.belongs(row, field, owner, self._as_link(row)):
                self._hang(row, name, owner)
        self.lone.finish()
        self._tell_of_unkept()

    def _hang(self, row: SourceRow, name: str, owner: Key) -> None:
        """A row went in with its record, unless that record came before and the row without it."""
        if owner in self.batch.entries or name not in _PARTS or not self.batch.is_earlier(owner):
            self.batch.merge(row)
        else:
            self.lone.add(row, name, dict(_PARTS[name][1]().load(_item(row))), owner)

    def _records(self) -> None:
        for row in self.rows["organizations"]:
            read_organization(self.batch, row, self._whole("organization", row))
        for row in self.rows["locations"]:
            read_location(self.batch, row, self._whole("location", row), self._provider("location", row))
        for row in self.rows[LINK]:
            where: Key = ("location", row.text("location_id"))
            if self.batch.belongs(self.batch.read(row), "location_id", where, self._as_link(row)):
                self._part(LINK, row)
        for row in self.rows["services"]:
            read_service(self.batch, row, self._whole("service", row), self._provider("service", row))

    def _part(self, name: str, row: SourceRow) -> None:
        if name in NOT_KEPT:
            self._unkept(name, row)
            return
        listed, schema = _PARTS[name]
        item = _item(row)
        try:
            schema().load(item)
        except ValidationError as error:
            self.batch.reject(row, *_fault(error))
            return
        field, owner = self._owner(row, _HOLDERS.get(name, OWNERS))
        if not owner[1] and row.text("phone_id"):
            # In which languages one number is answered is not kept.
            self.batch.merge(row)
            return
        self.hanging.append((row, name, field, owner))
        for holder in self._holders(name, owner):
            self.parts[holder].setdefault(listed, []).append(item)

    def _unkept(self, name: str, row: SourceRow) -> None:
        field, owner = self._owner(row, OWNERS)
        if owner[1]:
            self.hanging.append((row, name, field, owner))
        else:
            self.batch.merge(row)

    def _extension(self, row: SourceRow) -> None:
        """What this product adds, one thing a row: of a service, or of a location by its id in the same column."""
        if not self.rows["services"] and not self.rows["locations"]:
            message = (
                "This goes in only with the services it is about: import it in one folder with services.csv."
            )
            self.batch.reject(row, "service_id", "no_services", message)
            return
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
        self.hanging.append((row, "reentry", "service_id", owner))

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

    def _provider(self, kind: str, row: SourceRow) -> Key:
        """The provider of a record: the one it names, that of its services, or the one it has in the directory."""
        key = row.text("organization_id") or (self._lent(row.text("id")) if kind == "location" else "")
        known = self.batch.earlier.providers.get((kind, row.text("id"))) if self.batch.earlier else None
        return ("organization", key) if key or known is None else known

    def _lent(self, location: str) -> str:
        """The provider of a location that names none: that of the first service given there."""
        return next((self.owners[each] for each in self.services_at[location] if each in self.owners), "")

    def _whole(self, kind: str, row: SourceRow) -> Item:
        return _item(row) | self.parts.get((kind, row.text("id")), {})

    def _tell_of_unkept(self) -> None:
        # Our own tables say the same once more under "reentry".
        own = {"attributes", "taxonomies", "taxonomy_terms"} if self.rows["reentry"] else set()
        for name in NOT_KEPT:
            if self.rows[name] and name not in own:
                message = "This directory keeps nothing of this table; its rows change nothing."
                self.batch.warn_of_file(self.rows[name][0].file, "not_kept", message)


def _item(row: SourceRow) -> Item:
    return {name: value for name, value in row.values.items() if value}


def _fault(error: ValidationError) -> tuple[str, str, str]:
    field, message = first_fault(error.normalized_messages())  # type: ignore[no-untyped-call]
    return field, "invalid", message
