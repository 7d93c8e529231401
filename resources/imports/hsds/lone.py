"""Parts of HSDS records that come in tables without the records: added to what was imported before."""

from collections import defaultdict
from typing import Any

from resources.imports.batch import Batch, Entry, Key
from resources.imports.hsds.hanging import add_address, add_hours, add_link, add_phones, is_weekly
from resources.imports.hsds.reading import costs
from resources.imports.hsds.tables import LINK
from resources.imports.rows import SourceRow

LONE = (
    "This table came without its other tables: it adds to or changes what was imported before. It takes nothing away, "
    "but where it tells the hours of a service or one of its lists, it tells all of them."
)
Item = dict[str, Any]
_WITH_IDS = ("addresses", "phones")


class LoneParts:
    """What hangs on records that are in the directory and in none of the files."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        # What is said of a service, list by list, and the first row that says something.
        self._said: dict[Key, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
        self._first: dict[Key, SourceRow] = {}

    def add(self, row: SourceRow, table: str, item: Item, owner: Key) -> None:
        """Take a row's part in; item: as its schema read it, owner: the record it names."""
        if table in _WITH_IDS and not item.get("id"):
            self._batch.reject(row, "id", "missing", "The row has no id.")
        elif table == "addresses":
            add_address(self._batch, row, owner, item, item.pop("id"), main=True)
        elif table == "phones":
            add_phones(self._batch, row, self._holder(owner), [item], main=True)
        elif table == LINK:
            add_link(self._batch, row, owner, item, main=True)
        else:
            services = self._services(table, owner)
            for service in services:
                self._said[service][table].append(item)
            # The first row that speaks of a service stands for it.
            first = [self._first.setdefault(service, row) for service in services]
            if not any(each is row for each in first):
                self._batch.merge(row)

    def finish(self) -> None:
        """Make of what was gathered one change of each service."""
        for service, said in self._said.items():
            row = self._first[service]
            values, parts = _values(said)
            self._batch.add(Entry("service", service[1], row, values, {}, parts, partial=True))
            add_hours(self._batch, row, service, said["schedules"])

    def _holder(self, owner: Key) -> Key:
        return self._services("phones", owner)[0] if owner[0] == LINK else owner

    def _services(self, table: str, owner: Key) -> list[Key]:
        """The services that a row is about: hours of a location are those of each service there."""
        earlier = self._batch.earlier
        if earlier is None or owner[0] == "service":
            return [owner]
        there = owner[0] == LINK or (owner[0] == "location" and table == "schedules")
        return list(earlier.services.get(owner, [])) if there else []


def _values(said: dict[str, list[Item]]) -> tuple[Item, dict[str, list[Item]]]:
    values: Item = {}
    parts: dict[str, list[Item]] = {}
    if said["languages"]:
        values["languages"] = [each["name"] for each in said["languages"]]
    if said["required_documents"]:
        values["required_documents"] = [each["document"] for each in said["required_documents"]]
    if said["cost_options"]:
        general, parts["cost_options"] = costs(said["cost_options"])
        values |= general
    if said["service_areas"]:
        parts["areas"] = said["service_areas"]
    prose = [each["description"] or each["notes"] for each in said["schedules"] if not is_weekly(each)]
    if any(prose):
        values["hours_description"] = "\n".join(filter(None, prose))
    return values, parts
