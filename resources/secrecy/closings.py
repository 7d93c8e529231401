"""Places closed to protect somebody: each closing stands in the place's history, with why and what it said before."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from resources.changes.change import Change
from resources.changes.fields import subject_of, value_of
from resources.records.locations import Location

# Who closed it, where it was nobody of the staff.
_BY_ITSELF = "by itself"


def close(session: Session, place: Location, why: str, staff_id: UUID | None = None) -> None:
    """Tell a place to nobody from now on; why (HELD or ASKED) decides whether a release may show it again."""
    if place.confidential:
        return
    # A place that is not yet written has no defaults.
    place.precision = place.precision or ""
    fields: dict[str, Any] = {"confidential": {"before": False, "after": True}}
    if point := value_of(place, "point"):
        fields["point"] = {"before": point, "after": None}
    place.id = place.id or uuid4()
    place.confidential = True
    place.forget_point()
    place.revision = (place.revision or 0) + 1
    at = session.info["clock"].now()
    session.add(
        Change(
            subject=subject_of(place),
            subject_id=place.id,
            fields=fields,
            origin=why,
            proposed_by=staff_id,
            proposer="" if staff_id else _BY_ITSELF,
            proposed_at=at,
            decided_by=staff_id,
            decided_at=at,
            state="in_force",
        )
    )
