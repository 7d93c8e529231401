"""Ohana's services, labeled by the categories of the same folder."""

from collections.abc import Iterable
from typing import Any

from resources.details.languages import languages
from resources.details.web_addresses import email_address
from resources.geography.postal_addresses import AddressKind
from resources.imports.batch import Batch, Entry, Key
from resources.imports.hsds.schema import STATUSES
from resources.imports.labels import (
    Category,
    Needs,
    is_residential,
    joined,
    needs_beside_labels,
    needs_of_categories,
    needs_of_words,
    rows_of,
)
from resources.imports.ohana.tables import Tables, is_named, own_key, texts, website
from resources.imports.rows import SourceRow
from resources.imports.wording import list_of
from resources.secrecy.survivors import looks_like_victim_services

_REACH = {AddressKind.STATEWIDE: "statewide", AddressKind.TELEPHONE_ONLY: "telephone"}


def read_categories(batch: Batch, tables: Tables) -> None:
    """Terms label services and are no records of their own, so their rows count as merged."""
    rows = [*tables.rows("categories"), *tables.rows("taxonomy")]
    terms = {row.text("taxonomy_id"): row for row in rows}
    for row in rows:
        if not row.text("name") or not row.text("taxonomy_id"):
            batch.reject(
                row,
                "name" if row.text("taxonomy_id") else "taxonomy_id",
                "missing",
                "A category needs an id and a name.",
            )
            continue
        above: list[str] = []
        term = row
        while (parent := terms.get(term.text("parent_id"))) is not None and len(above) < len(terms):
            above.append(parent.text("name"))
            term = parent
        if row.text("parent_id") and row.text("parent_id") not in terms:
            batch.reject(
                row,
                "parent_id",
                "unknown_parent",
                f"There is no category {row.text('parent_id')} above this one.",
            )
            continue
        batch.merge(row)
        category = Category(row.text("name"), tuple(above), row.text("type").casefold() == "situation")
        for key in filter(None, (row.text("id"), row.text("taxonomy_id"))):
            tables.categories.setdefault(key, category)


def read_services(batch: Batch, tables: Tables) -> None:
    """Take in the services, each at its place; a service without a place is rejected."""
    for row in tables.rows("services"):
        own = own_key(batch, row, "service")
        where: Key = ("location", row.text("location_id"))
        if own and is_named(batch, row, own) and batch.belongs(row, "location_id", where, own):
            parent = batch.provider_of(where)
            values, parts = _service(batch, row, _labels(row, tables), batch.provider_name(parent))
            values["reach"] = _reach(tables, where)
            if program := tables.programs.get(row.text("program_id")):
                values["extra"] = {**values["extra"], "program": program}
            known = batch.is_earlier(own)
            if known:
                _leave_to_other_tables(values, parts)
            entry = Entry("service", own[1], row, values, {"organization_id": parent}, parts, partial=known)
            batch.add(entry)
            places = {"service_id": own, "location_id": where}
            batch.add(Entry("service_at_location", f"{own[1]}@{where[1]}", row, {}, places, main=False))


def _leave_to_other_tables(values: dict[str, Any], parts: dict[str, list[dict[str, object]]]) -> None:
    """Without addresses and categories beside them, services say nothing new of what those decided."""
    del values["reach"], parts["needs"]
    for name in ("residential", "part_2_program"):
        if not values[name]:
            del values[name]


def _reach(tables: Tables, where: Key) -> str:
    """What stands in place of an address may say that there is none to go to."""
    address = tables.addresses.get(where)
    return _REACH.get(address.kind, "site") if address else "site"


def _service(
    batch: Batch, row: SourceRow, labels: list[Category], provider: str
) -> tuple[dict[str, Any], dict[str, list[dict[str, object]]]]:
    needs = _needs(row, labels)
    values: dict[str, Any] = {
        **texts(row, "name", "alternate_name", "description", "application_process"),
        **_judged(row, labels, provider, needs),
        "url": website(batch, row),
        "email": email_address(row.text("email")),
        "status": _status(batch, row),
        "fees_description": row.text("fees"),
        "eligibility_description": row.text("eligibility"),
        "languages": languages(row.text("languages")),
        "required_documents": list_of(row.text("required_documents")),
        "part_2_program": "substance_use_treatment" in needs,
        "extra": _extra(row, labels),
    }
    parts: dict[str, list[dict[str, object]]] = {
        "needs": rows_of(needs, held=bool(values["held"])) or rows_of({"other": True}, held=False),
        "areas": [{"name": name} for name in dict.fromkeys(list_of(row.text("service_areas")))],
    }
    return values, parts


def _labels(row: SourceRow, tables: Tables) -> list[Category]:
    said = [*list_of(row.text("taxonomy_ids")), *list_of(row.text("category_ids"))]
    # Repetitions stay: what was said twice weighs more.
    keys = [*dict.fromkeys(said), *tables.labels.get(row.text("id"), [])]
    return [tables.categories[key] for key in keys if key in tables.categories]


def _needs(row: SourceRow, labels: list[Category]) -> Needs:
    name, description = row.text("name"), row.text("description")
    if labeled := needs_of_categories(labels):
        return joined(labeled, needs_beside_labels(name, description))
    return needs_of_words(name, description) or {"other": True}


def _judged(row: SourceRow, labels: list[Category], provider: str, needs: Needs) -> dict[str, object]:
    """What decides about disclosure: whether it serves survivors, whether people live there."""
    words = f"{row.text('description')}\n{row.text('eligibility')}"
    names = (row.text("name"), row.text("alternate_name"), provider)
    held = looks_like_victim_services(names, words, [label.name for label in labels], needs)
    about = [label.name for label in labels if not label.of_people]
    residential = is_residential(about, f"{row.text('name')} {words}")
    return {"held": held, "victim_services": held, "residential": residential}


def _status(batch: Batch, row: SourceRow) -> str:
    status = row.text("status").casefold() or "active"
    if status in STATUSES:
        return status
    message = f"“{status}” is no status we know; the service counts as active."
    batch.warn(row, "status", "unknown_status", message)
    return "active"


def _extra(row: SourceRow, labels: Iterable[Category]) -> dict[str, object]:
    said = {
        name: row.text(name)
        for name in (
            "keywords",
            "audience",
            "wait_time",
            "interpretation_services",
            "accepted_payments",
            "languages",
        )
    }
    names = list(dict.fromkeys(label.name for label in labels))
    return {name: text for name, text in said.items() if text} | ({"categories": names} if names else {})
