"""Ohana's tables of which the directory keeps no records of their own: judged like the others, counted as merged."""

from resources.imports.batch import Batch, Key
from resources.imports.ohana.contacts import hour_of
from resources.imports.ohana.dates import date_of, no_date
from resources.imports.ohana.tables import Tables, owner_of
from resources.imports.rows import SourceRow

_YES, _NO = ("true", "1", "yes", "t"), ("false", "0", "no", "f")


def read_programs(batch: Batch, tables: Tables) -> None:
    """Programs of a provider are named by the services that are part of them."""
    for row in tables.rows("programs"):
        parent: Key = ("organization", row.text("organization_id"))
        if not row.text("name"):
            batch.reject(row, "name", "missing", "The program has no name.")
        elif batch.belongs(row, "organization_id", parent):
            batch.merge(row)
            tables.programs[row.text("id")] = row.text("name")


def read_mail_addresses(batch: Batch, tables: Tables) -> None:
    """Where mail goes is not kept: the directory says where one goes oneself."""
    for row in tables.rows("mail_addresses"):
        empty = next((name for name in ("address_1", "city") if not row.text(name)), "")
        what = "street" if empty == "address_1" else empty
        fault = (empty, "missing", f"The address has no {what}.") if empty else None
        if batch.belongs_sound(row, "location_id", ("location", row.text("location_id")), fault):
            batch.merge(row)
    _tell_unkept(batch, tables, "mail_addresses")


def read_holidays(batch: Batch, tables: Tables) -> None:
    """Hours on single days are not kept: the directory knows the usual week."""
    for row in tables.rows("holiday_schedules"):
        owner = owner_of(row)
        faults = [*_dates(row), *_holiday_hours(row)]
        if owner is None or owner[0] == "organization":
            batch.reject(row, "location_id", "no_parent", "It does not say whose holiday this is.")
        elif faults:
            batch.reject(row, *faults[0])
            for fault in faults[1:]:
                batch.warn(row, *fault)
        elif batch.belongs(row, f"{owner[0]}_id", owner):
            batch.merge(row)
    _tell_unkept(batch, tables, "holiday_schedules")


def _dates(row: SourceRow) -> list[tuple[str, str, str]]:
    faults = []
    for name in ("start_date", "end_date"):
        if not row.text(name):
            faults.append((name, "missing", f"The holiday has no {name.replace('_', ' ')}."))
        elif date_of(row.text(name)) is None:
            faults.append((name, "invalid", no_date(row.text(name))))
    return faults


def _holiday_hours(row: SourceRow) -> list[tuple[str, str, str]]:
    """A day is either closed or has hours."""
    closed = row.text("closed").casefold()
    if closed in _YES:
        return []
    unsaid = [] if closed in _NO else [("closed", "invalid", "It does not say whether it is closed then.")]
    return unsaid + [
        (name, *_unread(row.text(name)))
        for name in ("opens_at", "closes_at")
        if hour_of(row.text(name)) is None
    ]


def _unread(text: str) -> tuple[str, str]:
    """Why a time of a day that is open is none: a code and the words."""
    if text:
        return (
            "invalid",
            f"It is open then, and “{text[:40]}” is no time that can be read; write it as 9:30 AM.",
        )
    return "missing", "It is open then, and this time is missing."


def _tell_unkept(batch: Batch, tables: Tables, name: str) -> None:
    if name in tables:
        message = "This directory keeps nothing of this table; its sound rows change nothing."
        batch.warn_of_file(f"{name}.csv", "not_kept", message)
