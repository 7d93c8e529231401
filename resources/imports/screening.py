"""What records say of each other: places of held services are confidential, and places say how one is reached."""

from resources.imports.batch import Batch, Entry
from resources.postal_addresses import AddressKind, parse_address

_POINT = ("latitude", "longitude", "precision", "precision_m", "position_source")
_REACH = {AddressKind.STATEWIDE: "statewide", AddressKind.TELEPHONE_ONLY: "telephone"}


def screen(batch: Batch) -> None:
    """Settle for every service of the batch what its places say, and for every place what its services say."""
    for link in batch.of_kind("service_at_location"):
        service = batch.entries.get(link.parents["service_id"])
        location = batch.entries.get(link.parents["location_id"])
        if service and location:
            _reach(batch, service, location)
            if service.values.get("held"):
                location.values["confidential"] = True
    for location in batch.of_kind("location"):
        if location.values.get("confidential"):
            for column in _POINT:
                location.values.pop(column, None)


def _reach(batch: Batch, service: Entry, location: Entry) -> None:
    address = batch.entries.get(("address", f"of {location.key}"))
    if "reach" in service.values or address is None:
        return
    kind = parse_address(address.values["address_1"]).kind if address.values["address_1"] else None
    if kind in _REACH:
        service.values["reach"] = _REACH[kind]
