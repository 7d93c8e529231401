"""What is in the directory before an import: this source's records by their keys, other sources', and merged ones."""

from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.imports.batch import Entry
from resources.imports.kinds import MODELS
from resources.records.sources import imported_id
from resources.records.standing import moved_ids


class Present:
    """The directory as an import finds it."""

    def __init__(self, session: Session, source: str) -> None:
        self.source = source
        # By kind and key of this source's records: the digest of what it said of them last.
        self.known: dict[str, dict[UUID, str | None]] = {}
        # Records that came from another source, or were entered here, under the name this file gives them too.
        self._elsewhere: set[UUID] = set()
        # Records that were merged here, and what stands for them.
        self.moved: dict[UUID, UUID] = moved_ids(session)
        for kind, model in MODELS.items():
            found = session.execute(select(model.id, model.fingerprint).where(model.source == source))
            self.known[kind] = {row.id: row.fingerprint for row in found}
            self._elsewhere |= set(session.scalars(select(model.id).where(model.source != source)))

    @cached_property
    def ids(self) -> set[UUID]:
        """The keys of all records of this source."""
        return {own for known in self.known.values() for own in known}

    def id_of(self, entry: Entry) -> UUID:
        """The key of an entry's record, the same in every import of this source."""
        return imported_id(self.source, *entry.name)

    def parents(self, entry: Entry) -> dict[str, UUID]:
        """The keys of the records that an entry belongs to, by column; of a merged one that of what stands for it."""
        named = {column: imported_id(self.source, *parent) for column, parent in entry.parents.items()}
        return {column: self.moved.get(own, own) for column, own in named.items()}

    def is_elsewhere(self, entry: Entry) -> bool:
        """Whether it is, or hangs on, a record that another source brought or that was merged: it stays as it is."""
        own = self.id_of(entry)
        if own in self.moved:
            return True
        if entry.kind not in ("service", "location") and not self._named(entry).isdisjoint(self.moved):
            return True
        return not self._elsewhere.isdisjoint({own, *self.parents(entry).values()})

    def _named(self, entry: Entry) -> set[UUID]:
        return {imported_id(self.source, *parent) for parent in entry.parents.values()}
