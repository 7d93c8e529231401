"""The shelf: the newest catalog and its index, kept between questions and brought up to date when they are asked."""

from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from matching.catalog import Catalog, load, read_services
from resources.records import directory_version

if TYPE_CHECKING:
    from matching.columns.index import Index


@dataclass
class Shelf:
    """Keeps the newest catalog; reads what has changed when the directory has changed."""

    _newest: Catalog | None = None
    _index: "Index | None" = None

    def __post_init__(self) -> None:
        self._reading = Lock()

    def catalog(self, session: Session) -> Catalog:
        """The catalog of the directory's present version."""
        with self._reading:
            return self._catalog(session)

    def index(self, session: Session, today: date) -> "Index":
        """The same catalog laid out for many questions, as of a day."""
        # Compiled code takes a moment to load, which only who asks much should wait for.
        from matching.columns.index import Index

        with self._reading:
            catalog = self._catalog(session)
            if self._index is None or self._index.today != today:
                self._index = Index(catalog, today)
            return self._index

    def _catalog(self, session: Session) -> Catalog:
        known, now = self._newest, directory_version.current(session)
        if known is not None and known.version == now:
            return known
        changed = directory_version.touched_since(session, known.version) if known else None
        if known is None or changed is None or len(changed) > directory_version.MANY:
            self._newest, self._index = load(session), None
        else:
            offers = read_services(session, changed)
            self._newest = known.renewed(now, changed, offers)
            self._index = self._index.renewed(self._newest, changed, offers) if self._index else None
        return self._newest
