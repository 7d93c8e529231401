"""What an import brings beside services for survivors, and places whose records ask to be kept back: held, and told."""

from datetime import datetime

from sqlalchemy.orm import Session

from resources.changes.editing import Author
from resources.imports.batch import Batch, Entry
from resources.records.services import Service
from resources.records.sources import imported_id
from resources.secrecy import neighbors, secret_places

_ASKED = (
    "The record of “{}” asks that its address be told to nobody: it is kept confidential until you open it."
)


def screen(session: Session, batch: Batch, source: str, now: datetime) -> None:
    """Hold what shares a telephone, a street or its name with a service for survivors; tell the coordinator of each.

    What was there before on both sides, and what staff went over with the provider, is not held by itself: it is
    proposed on the desk.
    """
    session.flush()
    entries = {imported_id(source, *each.name): each for each in batch.of_kind("service")}
    for shared in neighbors.find(session):
        service, other = (session.get_one(Service, each) for each in (shared.service_id, shared.with_id))
        if now in (service.imported_at, other.imported_at) and not service.assured_with:
            neighbors.hold(session, service.id, Author(None, now, source))
            _tell(batch, entries.get(service.id), _words(service, shared.what, other))
    for service in secret_places.asking(session):
        entry = entries.get(service.id)
        if entry is not None and service.imported_at == now:
            batch.warn(entry.row, "", "address_kept_back", _ASKED.format(service.name))
    session.flush()


def _words(service: Service, what: str, other: Service) -> str:
    return (
        f"“{service.name}” shares its {what} with “{other.name}”, a service for survivors or held as one: it is "
        "held, and its place is kept confidential, until the coordinator releases it."
    )


def _tell(batch: Batch, entry: Entry | None, message: str) -> None:
    if entry is not None:
        batch.warn(entry.row, "", "held", message)
    else:
        batch.warn_of_file(batch.rows[0].file if batch.rows else "", "held", message)
