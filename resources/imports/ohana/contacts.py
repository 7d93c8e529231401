"""Ohana's people, telephone numbers and opening hours, each with the record it hangs on."""

import re

from resources.details.telephone import TelephoneNumber, read_numbers, unclear
from resources.imports.batch import Batch, Entry, Key
from resources.imports.ohana.tables import Tables, owner_of
from resources.imports.rows import SourceRow

_DAYS = {
    day[:3].casefold(): day[:2].upper()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
}
_HOUR = re.compile(r"^(\d{1,2})(?::([0-5]\d))?(?::\d\d)?\s*([ap])?\.?m?\.?$", re.IGNORECASE)


def read_contacts(batch: Batch, tables: Tables) -> None:
    """People of a provider are kept beside their telephone numbers, so their rows count as merged."""
    for row in tables.rows("contacts"):
        parent = owner_of(row)
        if not row.text("name"):
            batch.reject(row, "name", "missing", "The person has no name.")
        elif parent is None:
            batch.reject(row, "organization_id", "no_parent", "It does not say where this person works.")
        elif batch.belongs(row, f"{parent[0]}_id", parent):
            batch.merge(row)
            tables.people[row.text("id")] = row


def read_phones(batch: Batch, tables: Tables) -> None:
    """Take in the numbers; those of people who are not in the files stay with their organization."""
    for row in tables.rows("phones"):
        person = tables.people.get(row.text("contact_id"))
        owner = owner_of(row) or (owner_of(person) if person else None)
        if not re.search(r"\w", row.text("number")):
            batch.reject(row, "number", "missing", "There is no number in this row.")
        elif "number_type" in row.values and not row.text("number_type"):
            batch.reject(
                row, "number_type", "missing", "It does not say whether this is a voice or a fax number."
            )
        elif owner is None:
            batch.reject(row, *_nobodys(batch, row))
        elif batch.belongs(row, f"{owner[0]}_id", owner):
            _phone(batch, row, owner, person)


def _nobodys(batch: Batch, row: SourceRow) -> tuple[str, str, str]:
    """Why a number has no owner: the field, the code and the words."""
    person = row.text("contact_id")
    if person and batch.earlier is not None:
        message = (
            f"The number is that of contact {person[:60]}, and the directory keeps no people of their own. "
            "Import it in one folder with contacts.csv and organizations.csv."
        )
        return "contact_id", "unknown_parent", message
    return "organization_id", "no_parent", "It does not say whose number this is."


def _phone(batch: Batch, row: SourceRow, owner: Key, person: SourceRow | None) -> None:
    said = (row.text("department"), *((person.text("name"), person.text("title")) if person else ()))
    about = ", ".join(filter(None, said))
    about = "" if re.fullmatch(r"phone( \d+)?|main", about, re.IGNORECASE) else about
    added = [
        _number(batch, row, owner, number)
        for number in read_numbers(row.text("number"), row.text("number_type").casefold(), about)
    ]
    if not any(added):
        batch.merge(row)


def _number(batch: Batch, row: SourceRow, owner: Key, number: TelephoneNumber) -> bool:
    """Whether a number is new to its owner; a repetition is not kept."""
    if not number.clear:
        batch.warn(row, "number", "phone_unclear", unclear(number))
    values = number.columns(row.text("extension"))
    key = f"{owner[0]} {owner[1]}: {number.number} {values['extension']} {number.type}"
    entry = Entry("phone", key, row, values, {f"{owner[0]}_id": owner})
    return batch.add(entry) is entry


def read_schedules(batch: Batch, tables: Tables) -> None:
    """Take in the opening hours of services; those of a location are the hours of every service there."""
    there: dict[Key, list[Key]] = {}
    for link in batch.of_kind("service_at_location"):
        there.setdefault(link.parents["location_id"], []).append(link.parents["service_id"])
    if batch.earlier:
        for key, services in batch.earlier.services.items():
            there.setdefault(key, []).extend(each for each in services if each not in there[key])
    for row in tables.rows("regular_schedules"):
        values = {"byday": _DAYS.get(row.text("weekday")[:3].casefold())}
        values |= {name: hour_of(row.text(name)) for name in ("opens_at", "closes_at")}
        owner = owner_of(row)
        if wrong := next((name for name, value in values.items() if value is None), None):
            batch.reject(row, *_unread(row, wrong))
        elif owner is None or owner[0] == "organization":
            batch.reject(row, "service_id", "no_parent", "It does not say whose hours these are.")
        elif batch.belongs(row, f"{owner[0]}_id", owner):
            _hours(batch, row, owner, [owner] if owner[0] == "service" else there.get(owner, []), values)


def _unread(row: SourceRow, name: str) -> tuple[str, str, str]:
    """What is wrong with hours: the column, a code and the words."""
    column, what = {
        "byday": ("weekday", "day"),
        "opens_at": ("opens_at", "opening time"),
        "closes_at": ("closes_at", "closing time"),
    }[name]
    if not (written := row.text(column)):
        return column, "missing", f"The row has no {what}."
    example = "Monday" if column == "weekday" else "9:30 AM"
    return column, "invalid", f"“{written[:40]}” is no {what} that can be read; write it as {example}."


def _hours(
    batch: Batch, row: SourceRow, owner: Key, services: list[Key], values: dict[str, str | None]
) -> None:
    if not services:
        message = "No service is given at this location, so nothing has these hours."
        batch.reject(row, "location_id", "no_service", message)
        return
    added = False
    for service in services:
        parents = {"service_id": service} | ({"location_id": owner} if owner[0] == "location" else {})
        key = f"{service[1]}@{owner[0]} {owner[1]}: {values['byday']} {values['opens_at']}-{values['closes_at']}"
        entry = Entry("schedule", key, row, dict(values), parents)
        added = batch.add(entry) is entry or added
        if batch.earlier:
            # Its other hours give way to these.
            batch.add(Entry("service", service[1], row, {}, main=False, partial=True))
    if not added:
        batch.merge(row)


def hour_of(text: str) -> str | None:
    """HH:MM of a time as people write it ("9:30", "5 PM")."""
    found = _HOUR.match(text.strip())
    if not found:
        return None
    hour, half = int(found[1]), (found[3] or "").casefold()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{hour:02}:{found[2] or '00'}" if hour < 24 else None
