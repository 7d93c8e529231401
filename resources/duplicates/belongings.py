"""What hangs on a record and comes along when another one stands for it: its services, calls, room, confirmations."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.changes.fields import Record, subject_of
from resources.changes.provider_link import ProviderLink
from resources.duplicates.moves import Moves
from resources.records.capacity import Capacity
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Location
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceAtLocation
from resources.upkeep.batches import BatchedCall
from resources.upkeep.calls import Assurance, Call

_MOVING: Mapping[str, tuple[tuple[type[Any], str], ...]] = {
    "organization": (
        (Service, "organization_id"),
        (Location, "organization_id"),
        (ProviderLink, "organization_id"),
    ),
    "service": (
        (Capacity, "service_id"),
        (DoNotRefer, "service_id"),
        (Call, "service_id"),
        (Assurance, "service_id"),
        (BatchedCall, "service_id"),
    ),
    "location": ((Schedule, "location_id"), (ServiceAtLocation, "location_id")),
}
# Rows of which a record has one for each: a place its service, a batch its service, a service its part confirmed.
_ONCE: Mapping[type[Any], str] = {
    ServiceAtLocation: "service_id",
    BatchedCall: "batch_id",
    Assurance: "part",
}
# Of two such rows the one that says more stays: the call that was made, the newer confirmation; else the kept record's.
_SAYS: Mapping[type[Any], Callable[[Any], Any]] = {
    BatchedCall: lambda row: row.call_id is not None,
    Assurance: lambda row: row.on,
}
_VERIFIED = ("assured_date", "assured_with", "assurer_email")


def bring(moves: Moves, kept: Record, merged: Record) -> None:
    """Let all that hangs on a record hang on the one that stands for it; of two confirmations the newer stays."""
    for model, column in _MOVING[subject_of(kept)]:
        for row in moves.session.scalars(select(model).where(getattr(model, column) == merged.id)).all():
            twin = _twin(moves.session, row, column, kept)
            if twin is not None and not _outranks(row, twin):
                moves.remove(row)
                continue
            if twin is not None:
                moves.remove(twin)
                moves.session.flush()  # its place is free only then
            moves.put(row, column, kept.id)
    if isinstance(kept, Service) and isinstance(merged, Service):
        _bring_verification(moves, kept, merged)


def _bring_verification(moves: Moves, kept: Service, merged: Service) -> None:
    """Remembered, not put: the record may be verified again before the merge is taken back.

    What a person of this agency confirmed is not moved by the date that a list gives itself, however new.
    """
    if merged.assured_date and _verified(merged) > _verified(kept):
        for name in _VERIFIED:
            moves.remember(kept, name)
            setattr(kept, name, getattr(merged, name))


def _verified(service: Service) -> tuple[date, date]:
    """When it was last verified here, and else what its list says."""
    return service.verified_on or date.min, service.assured_date or date.min


def _outranks(row: Any, twin: Any) -> bool:  # noqa: ANN401
    says = _SAYS.get(type(row))
    return says is not None and says(row) > says(twin)


def _twin(session: Session, row: Any, column: str, kept: Record) -> Any:  # noqa: ANN401
    """The kept record's row of the same: the service at that place, the call in that batch, the part assured."""
    alike = _ONCE.get(type(row))
    if alike is None:
        return None
    model: Any = type(row)
    found = select(model).where(
        getattr(model, column) == kept.id, getattr(model, alike) == getattr(row, alike)
    )
    return session.scalar(found)
