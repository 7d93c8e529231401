"""Links between services and places that merges have moved: the old id leads to what stands for it now."""

from uuid import UUID

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from resources.duplicates.merge import Merge
from resources.hsds.finding import TOLD
from resources.records.locations import Location
from resources.records.services import Service, ServiceAtLocation
from resources.records.standing import current


def kept_link(session: Session, link_id: UUID) -> UUID | None:
    """The link that stands for one whose service or place was merged; None where none is left."""
    link = session.get(ServiceAtLocation, link_id)
    ends = (link.service_id, link.location_id) if link else _ends_of_removed(session, link_id)
    if ends is None:
        return None
    place = current(session, Location, ends[1])
    given = current(session, Service, ends[0])
    if link and place and given and ends == (given.id, place.id):
        return link_id
    found = select(ServiceAtLocation.id).join(ServiceAtLocation.location).where(TOLD)
    found = found.where(
        ServiceAtLocation.service_id == (given.id if given else None),
        ServiceAtLocation.location_id == (place.id if place else None),
    )
    return session.scalar(found.order_by(ServiceAtLocation.id).limit(1))


def _ends_of_removed(session: Session, link_id: UUID) -> tuple[UUID, UUID] | None:
    """The service and the place of a link that a merge took away, because another one said the same."""
    merges = select(Merge.moved).where(Merge.undone_at.is_(None), Merge.subject.in_(("location", "service")))
    for moved in session.scalars(merges.where(cast(Merge.moved, String).contains(str(link_id)))):
        for gone in moved.get("removed", ()):
            if gone["table"] == ServiceAtLocation.__tablename__ and gone["values"]["id"] == str(link_id):
                return UUID(gone["values"]["service_id"]), UUID(gone["values"]["location_id"])
    return None
