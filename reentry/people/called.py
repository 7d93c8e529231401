"""People by name as somebody types: their names opened once for each version of a record, not at every key pressed.

Who may see whom is asked of the database every time. Names stay in the memory of the service alone, which holds the
keys anyway, and whoever is no longer on record, erased by order or not, is forgotten at the next search.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.access.permissions import Viewer
from agency.keys.vault import Vault
from reentry.people import people
from reentry.people.people import Person


@dataclass(frozen=True, slots=True)
class _Opened:
    version: int
    words: str
    order: tuple[str, str]


class OpenedNames:
    """What the people on record are called, each as of a version of the record."""

    def __init__(self) -> None:
        self._names: Mapping[UUID, _Opened] = {}

    def __len__(self) -> int:
        return len(self._names)

    def called(self, session: Session, viewer: Viewer, words: str, limit: int) -> list[Person]:
        """The first of those this viewer may see whose name, other name or record number has the words in it."""
        wanted = people.plain(words)
        shown = people.open_to(viewer, "person.read").label("shown")
        rows = session.execute(select(Person.id, Person.version, shown)).all()
        versions = {id_: version for id_, version, _ in rows}
        mine = [id_ for id_, _, may_see in rows if may_see]
        known = {id_: name for id_, name in self._names.items() if versions.get(id_) == name.version}
        known |= _opened(session, [id_ for id_ in mine if id_ not in known])
        self._names = known
        found = sorted((id_ for id_ in mine if wanted in known[id_].words), key=lambda id_: known[id_].order)
        return people.in_order(people.by_ids(session, found[:limit]))


def _opened(session: Session, ids: Sequence[UUID]) -> dict[UUID, _Opened]:
    if not ids:
        return {}
    vault: Vault = session.info["vault"]
    vault.preload(session, ids)
    return {
        each.id: _Opened(each.version, people.names_of(each), people.order_of(each))
        for each in people.by_ids(session, ids)
    }
