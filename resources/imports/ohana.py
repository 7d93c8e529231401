"""Ohana's CSV tables (HSDS 1): organizations, locations, addresses, services, phones, hours and categories."""

import re
from collections.abc import Callable, Iterable, Iterator

from resources.imports.batch import Batch, Entry, Key
from resources.imports.files import SourceFile
from resources.imports.hsds_json import load_json
from resources.imports.hsds_schema import STATUSES
from resources.imports.labels import Category, is_residential, needs_of_categories, needs_of_words
from resources.imports.places import accept_point, county_of
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.survivors import looks_like_victim_services
from resources.imports.tables import read_table, source_rows
from resources.imports.telephone import read_numbers
from resources.imports.wording import email_address, languages, list_of, web_address
from resources.postal_addresses import AddressKind, parse_address

# What each table must have for its rows to be understood.
TABLES = {
    "organizations": {"id", "name"},
    "locations": {"id", "organization_id", "name"},
    "addresses": {"location_id", "address_1", "city"},
    "categories": {"taxonomy_id", "name"},
    "taxonomy": {"taxonomy_id", "name"},
    "services": {"id", "location_id", "name"},
    "contacts": {"id", "name"},
    "phones": {"number"},
    "regular_schedules": {"weekday", "opens_at", "closes_at"},
}
_CATEGORY_LABELS = "service_categories"
_DAYS = {day[:3].casefold(): day[:2].upper() for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
_HOUR = re.compile(r"^(\d{1,2})(?::([0-5]\d))?(?::\d\d)?\s*([ap])?\.?m?\.?$", re.IGNORECASE)
_KINDS = {"addresses": "address", "phones": "phone", "regular_schedules": "schedule", "services": "service_at_location"}

Read = Callable[["Batch", "Tables"], None]


def table_name(file: SourceFile) -> str:
    """The table a file holds, by its name ("organizations.csv", "ohana_services.csv"); empty if it is none."""
    name = file.stem.removeprefix("ohana_")
    return name if file.suffix == ".csv" and name in TABLES else ""


class Tables:
    """The tables of one folder, by name, and the words its categories are known by."""

    def __init__(self, files: Iterable[SourceFile], batch: Batch) -> None:
        self.batch = batch
        self.categories: dict[str, Category] = {}
        self.labels: dict[str, list[str]] = {}
        self.people: dict[str, SourceRow] = {}
        self._files: dict[str, SourceFile] = {}
        for file in files:
            name = table_name(file)
            if name:
                self._files[name] = file
            elif file.stem == _CATEGORY_LABELS and file.suffix == ".json":
                self.labels = _labels(file)
            elif file.suffix in (".csv", ".json", ".xlsx"):
                batch.warn_of_file(file.name, "file_not_read", "This file is none of the tables that are imported; it was not read.")

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def rows(self, name: str) -> Iterator[SourceRow]:
        """The rows of a table, each counted; nothing where the folder has no such table."""
        file = self._files.get(name)
        if file is None:
            return
        table = read_table(file)
        header = [cell.strip().casefold() for cell in table[0]] if table else []
        missing = TABLES[name] - set(header)
        if missing:
            raise UnusableFileError(f"{file.name} lacks the columns {', '.join(sorted(missing))}.")
        for row in source_rows(file.name, table, header):
            self.batch.read(row)
            if any(row.values.values()):
                yield row
            else:
                self.batch.reject(row, "", "blank_row", "The row is empty.")


def read(files: Iterable[SourceFile], batch: Batch) -> None:
    """Take in every row of the tables, parents before children."""
    tables = Tables(files, batch)
    if "organizations" not in tables:
        raise UnusableFileError("There is no organizations.csv among the files, and everything else hangs on it.")
    batch.complete |= {kind for name, kind in _KINDS.items() if name in tables}
    for read_table_of in (_categories, _organizations, _locations, _addresses, _services, _contacts, _phones, _schedules):
        read_table_of(batch, tables)


def _labels(file: SourceFile) -> dict[str, list[str]]:
    content = load_json(file)
    if not isinstance(content, dict):
        raise UnusableFileError(f"{file.name} should map the id of each service to a list of category ids.")
    return {str(key): [str(item) for item in items] for key, items in content.items() if isinstance(items, list)}


def _categories(batch: Batch, tables: Tables) -> None:
    """Terms label services and are no records of their own, so their rows count as merged."""
    rows = [*tables.rows("categories"), *tables.rows("taxonomy")]
    terms = {row.text("taxonomy_id"): row for row in rows}
    for row in rows:
        if not row.text("name") or not row.text("taxonomy_id"):
            batch.reject(row, "name" if row.text("taxonomy_id") else "taxonomy_id", "missing", "A category needs an id and a name.")
            continue
        above, term = [], row
        while (parent := terms.get(term.text("parent_id"))) is not None and len(above) < len(terms):
            above.append(parent.text("name"))
            term = parent
        if row.text("parent_id") and row.text("parent_id") not in terms:
            batch.reject(row, "parent_id", "unknown_parent", f"There is no category {row.text('parent_id')} above this one.")
            continue
        batch.merge(row)
        category = Category(row.text("name"), tuple(above))
        for key in filter(None, (row.text("id"), row.text("taxonomy_id"))):
            tables.categories.setdefault(key, category)


def _organizations(batch: Batch, tables: Tables) -> None:
    for row in tables.rows("organizations"):
        own = _own(batch, row, "organization")
        if own and _named(batch, row, own):
            values = _texts(row, "name", "alternate_name", "description")
            values |= {"email": email_address(row.text("email")), "website": _website(batch, row)}
            batch.add(Entry("organization", own[1], row, values))


def _locations(batch: Batch, tables: Tables) -> None:
    for row in tables.rows("locations"):
        own = _own(batch, row, "location")
        parent: Key = ("organization", row.text("organization_id"))
        if own and _named(batch, row, own) and batch.belongs(row, "organization_id", parent, own):
            values: dict[str, object] = {**_texts(row, "name", "alternate_name", "description", "transportation")}
            values["location_type"] = "virtual" if row.text("virtual").casefold() in ("true", "1", "yes", "t") else "physical"
            values["confidential"] = False
            batch.add(Entry("location", own[1], row, values, {"organization_id": parent}))


def _addresses(batch: Batch, tables: Tables) -> None:
    for row in tables.rows("addresses"):
        where: Key = ("location", row.text("location_id"))
        if batch.belongs(row, "location_id", where):
            read_address(batch, row, where)
    for entry in batch.of_kind("location"):
        if not entry.values["confidential"]:
            address = batch.entries.get(("address", f"of {entry.key}"))
            state, postal_code = (address.values["state_province"], address.values["postal_code"]) if address else ("", "")
            found = accept_point(batch, entry.row, entry.row.text("latitude"), entry.row.text("longitude"), state, postal_code)
            entry.values.update(found)


def read_address(batch: Batch, row: SourceRow, where: Key) -> None:
    """Take in the address of a location; "Confidential" in place of a street makes the location so."""
    said = {name: row.text(name) for name in ("address_1", "address_2", "city", "state_province", "postal_code")}
    parsed = parse_address(said["address_1"], city=said["city"], state=said["state_province"], postal_code=said["postal_code"])
    if parsed.kind is AddressKind.CONFIDENTIAL:
        batch.entries[where].values["confidential"] = True
        said |= {"address_1": "", "address_2": ""}
    county = parsed.county or county_of(said["postal_code"])
    values = said | {"region": county, "country": (row.text("country") or "US").upper()}
    entry = Entry("address", f"of {where[1]}", row, values, {"location_id": where})
    if batch.add(entry) is not entry:
        batch.reject(row, "location_id", "second_address", f"Location {where[1]} has an address already.")


def _services(batch: Batch, tables: Tables) -> None:
    for row in tables.rows("services"):
        own = _own(batch, row, "service")
        where: Key = ("location", row.text("location_id"))
        if own and _named(batch, row, own) and batch.belongs(row, "location_id", where, own):
            parent = batch.entries[where].parents["organization_id"]
            values, parts = _service(batch, row, tables, batch.entries[parent])
            batch.add(Entry("service", own[1], row, values, {"organization_id": parent}, parts))
            places = {"service_id": own, "location_id": where}
            batch.add(Entry("service_at_location", f"{own[1]}@{where[1]}", row, {}, places, main=False))


def _service(
    batch: Batch, row: SourceRow, tables: Tables, provider: Entry
) -> tuple[dict[str, object], dict[str, list[dict[str, object]]]]:
    keys = dict.fromkeys([*list_of(row.text("taxonomy_ids")), *list_of(row.text("category_ids"))])
    labels = [tables.categories[key] for key in [*keys, *tables.labels.get(row.text("id"), [])] if key in tables.categories]
    words = f"{row.text('description')}\n{row.text('eligibility')}"
    by_words = needs_of_words(row.text("name"), row.text("description"))
    needs = needs_of_categories(labels) or by_words
    held = looks_like_victim_services(
        (row.text("name"), row.text("alternate_name"), provider.values["name"]), words, [label.name for label in labels]
    )
    status = row.text("status").casefold() or "active"
    if status not in STATUSES:
        batch.warn(row, "status", "unknown_status", f"“{status}” is no status we know; the service counts as active.")
    values: dict[str, object] = {
        **_texts(row, "name", "alternate_name", "description", "application_process"),
        "url": _website(batch, row),
        "email": email_address(row.text("email")),
        "status": status if status in STATUSES else "active",
        "fees_description": row.text("fees"),
        "eligibility_description": row.text("eligibility"),
        "languages": languages(row.text("languages")),
        "required_documents": list_of(row.text("required_documents")),
        "residential": is_residential([label.name for label in labels], words),
        "part_2_program": "substance_use_treatment" in needs,
        "victim_services": held,
        "held": held,
        "extra": _extra(row, labels),
    }
    parts: dict[str, list[dict[str, object]]] = {
        "needs": [{"need": need, "main": main} for need, main in (needs or {"other": True}).items()],
        "areas": [{"name": name} for name in dict.fromkeys(list_of(row.text("service_areas")))],
    }
    return values, parts


def _extra(row: SourceRow, labels: Iterable[Category]) -> dict[str, object]:
    said = {name: row.text(name) for name in ("keywords", "audience", "wait_time", "interpretation_services", "accepted_payments", "languages")}
    names = list(dict.fromkeys(label.name for label in labels))
    return {name: text for name, text in said.items() if text} | ({"categories": names} if names else {})


def _contacts(batch: Batch, tables: Tables) -> None:
    """People of a provider are kept beside their telephone numbers, so their rows count as merged."""
    for row in tables.rows("contacts"):
        parent = _owner(row)
        if not row.text("name"):
            batch.reject(row, "name", "missing", "The person has no name.")
        elif parent is None:
            batch.reject(row, "organization_id", "no_parent", "It does not say where this person works.")
        elif batch.belongs(row, f"{parent[0]}_id", parent):
            batch.merge(row)
            tables.people[row.text("id")] = row


def _phones(batch: Batch, tables: Tables) -> None:
    for at, row in enumerate(tables.rows("phones"), 1):
        person = tables.people.get(row.text("contact_id"))
        owner = _owner(row) or (_owner(person) if person else None)
        if not re.search(r"\w", row.text("number")):
            batch.reject(row, "number", "missing", "There is no number in this row.")
        elif owner is None:
            batch.reject(row, "organization_id", "no_parent", "It does not say whose number this is.")
        elif batch.belongs(row, f"{owner[0]}_id", owner):
            _phone(batch, row, owner, row.text("id") or str(at), person)


def _phone(batch: Batch, row: SourceRow, owner: Key, key: str, person: SourceRow | None) -> None:
    about = ", ".join(filter(None, (row.text("department"), person and person.text("name"), person and person.text("title"))))
    about = "" if re.fullmatch(r"phone( \d+)?|main", about, re.IGNORECASE) else about
    for number in read_numbers(row.text("number"), row.text("number_type").casefold(), about):
        if not number.clear:
            batch.warn(row, "number", "phone_unclear", f"“{number.number}” cannot be read as a telephone number; it is kept as written.")
        extension = row.text("extension") or number.extension
        values = {"number": number.number, "type": number.type, "extension": extension, "description": number.description}
        same = ("phone", f"{owner[0]} {owner[1]}: {number.number} {extension} {number.type}")
        entry = Entry(*same, row, values, {f"{owner[0]}_id": owner})
        if batch.add(entry) is not entry:
            batch.merge(row)


def _schedules(batch: Batch, tables: Tables) -> None:
    for row in tables.rows("regular_schedules"):
        day = _DAYS.get(row.text("weekday")[:3].casefold())
        hours = {name: _hour(row.text(name)) for name in ("opens_at", "closes_at")}
        wrong = next((name for name, hour in hours.items() if hour is None), None if day else "weekday")
        owner = _owner(row)
        if wrong:
            batch.reject(row, wrong, "invalid", f"“{row.text(wrong)}” is no {'day' if wrong == 'weekday' else 'time'} we can read.")
        elif owner is None or owner[0] == "organization":
            batch.reject(row, "service_id", "no_parent", "It does not say whose hours these are.")
        elif batch.belongs(row, f"{owner[0]}_id", owner):
            _hours(batch, row, owner, {"byday": day, **hours})


def _hours(batch: Batch, row: SourceRow, owner: Key, values: dict[str, object]) -> None:
    """Hours of a location are those of every service there."""
    there = [entry.parents["service_id"] for entry in batch.of_kind("service_at_location") if entry.parents["location_id"] == owner]
    if owner[0] == "location" and not there:
        batch.reject(row, "location_id", "no_service", "No service is given at this location, so nothing has these hours.")
    for service in [owner] if owner[0] == "service" else there:
        parents = {"service_id": service} | ({"location_id": owner} if owner[0] == "location" else {})
        key = f"{service[1]}@{owner[0]} {owner[1]}: {values['byday']} {values['opens_at']}-{values['closes_at']}"
        entry = Entry("schedule", key, row, dict(values), parents)
        if batch.add(entry) is not entry:
            batch.merge(row)


def _own(batch: Batch, row: SourceRow, kind: str) -> Key | None:
    """The key of a row's own record; None, and the row rejected, where it has none or another row has it."""
    own: Key = (kind, row.text("id"))
    if not own[1]:
        batch.reject(row, "id", "missing", "The row has no id.")
    elif own in batch.entries:
        batch.reject(row, "id", "repeated_id", f"Row {batch.entries[own].row.number} has the id {own[1]} already.")
    else:
        return own
    return None


def _named(batch: Batch, row: SourceRow, own: Key) -> bool:
    if not row.text("name"):
        batch.reject(row, "name", "missing", f"The {own[0]} has no name.", own)
    return bool(row.text("name"))


def _owner(row: SourceRow) -> Key | None:
    """The nearest record a row names: its service, else its location, else its organization."""
    return next(((kind, key) for kind in ("service", "location", "organization") if (key := row.text(f"{kind}_id"))), None)


def _texts(row: SourceRow, *names: str) -> dict[str, object]:
    return {name: row.text(name) for name in names}


def _website(batch: Batch, row: SourceRow) -> str:
    written = row.text("website")
    address = web_address(written)
    if written and not address:
        batch.warn(row, "website", "no_web_address", f"“{written[:80]}” is no web address; it is left out.")
    return address


def _hour(text: str) -> str | None:
    """HH:MM of a time as people write it ("9:30", "5 PM")."""
    found = _HOUR.match(text.strip())
    if not found:
        return None
    hour, half = int(found[1]), (found[3] or "").casefold()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{hour:02}:{found[2] or '00'}" if hour < 24 else None
