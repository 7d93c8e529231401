"""What looks like a service for survivors: held, its places told to nobody, until the coordinator releases it."""

from sqlalchemy.orm import Session

from resources.changes.change import HELD
from resources.imports.batch import Batch, Entry, Key
from resources.imports.present import Present
from resources.records.locations import Location
from resources.secrecy import closings


class Holding:
    """The services that one import holds; what was released earlier stays released."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._held: set[Key] = set()

    def hold(self, entry: Entry) -> None:
        """Note that a service is held from now on, and tell the coordinator."""
        self._held.add(entry.name)
        message = (
            f"“{entry.values['name']}” looks like a service for survivors: it is held, and its place is kept "
            "confidential, until the coordinator releases it."
        )
        self._batch.warn(entry.row, "", "held", message)

    def hide_places(self, session: Session, present: Present) -> None:
        """Let nobody know the places of what was held just now."""
        for link in self._batch.of_kind("service_at_location"):
            if link.parents["service_id"] in self._held:
                place = session.get_one(Location, present.parents(link)["location_id"])
                closings.close(session, place, HELD)
