"""The shelf: the newest catalog and its index, kept between questions and brought up to date when they are asked."""

import gc
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import Session

from matching import weights
from matching.catalog import NOTHING_KNOWN, Catalog, load, read_services
from matching.columns.index import Index
from matching.evidence import Evidence, NoPast, Past
from resources.records import directory_version

# At midnight it is two days at once in an agency with offices in two time zones.
DAYS_KEPT = 2


@dataclass
class Shelf:
    """Keeps the newest catalog; reads what has changed when the directory, or what came of referrals, has changed."""

    past: Past = field(default_factory=NoPast)
    _newest: Catalog | None = None
    _seen: Hashable = None
    _evidence: Mapping[UUID, Evidence] = field(default_factory=lambda: NOTHING_KNOWN)
    _indexes: dict[date, Index] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._reading = Lock()

    def catalog(self, session: Session) -> Catalog:
        """The catalog of the directory's present version."""
        with self._reading:
            return self._catalog(session)

    def index(self, session: Session, today: date) -> Index:
        """The same catalog laid out for quick answers, as of a day and by the agency's weights."""
        with self._reading:
            catalog, now = self._catalog(session), weights.current(session)
            index = self._indexes.pop(today, None)
            if index is None or index.weights != now:
                index = Index(catalog, today, now)
            kept = [*self._indexes.items()][-DAYS_KEPT + 1 :]
            self._indexes = dict([*kept, (today, index)])
            return index

    def _catalog(self, session: Session) -> Catalog:
        known, seen = self._newest, (directory_version.current(session), self.past.key(session))
        if known is not None and seen == self._seen:
            return known
        evidence = self.past.by_service(session)
        changed = self._changed(session, known, evidence) if known else None
        if known is None or changed is None or len(changed) > directory_version.MANY:
            self._newest, self._indexes = load(session, evidence), {}
            # A hundred thousand offers stay; whoever collects what is no longer used need not look through them again.
            gc.freeze()
        else:
            offers = read_services(session, changed, evidence)
            self._newest = renewed = known.renewed(directory_version.current(session), changed, offers)
            self._indexes = {
                day: index.renewed(renewed, changed, offers) for day, index in self._indexes.items()
            }
        self._seen, self._evidence = seen, evidence
        return self._newest

    def _changed(
        self, session: Session, known: Catalog, evidence: Mapping[UUID, Evidence]
    ) -> set[UUID] | None:
        """The services that may be different since a catalog; None where it may be all of them."""
        touched = directory_version.touched_since(session, known.version)
        if touched is None:
            return None
        heard_of = {*evidence, *self._evidence}
        return touched | {each for each in heard_of if evidence.get(each) != self._evidence.get(each)}
