"""When records were last changed: a directory that moves house with all it has keeps the dates it comes with.

Into a directory that had records before, whatever comes is new on the day it comes: programs that ask what changed
since their last visit must not miss it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from resources.imports.batch import Batch
from resources.records.directory_version import AT_ONCE
from resources.records.revisions import Modified
from resources.records.services import Service, ServiceAtLocation
from resources.records.sources import imported_id


def moment_of(words: object) -> datetime | None:
    """A moment as HSDS writes it (RFC 3339; UTC where no zone is told); None where it is none."""
    try:
        moment = datetime.fromisoformat(str(words))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_first(session: Session) -> bool:
    """Whether the directory never had a record: nobody can have asked it what changed since."""
    return session.scalar(select(Modified.subject_id).limit(1)) is None


def keep(session: Session, batch: Batch, source: str, now: datetime) -> None:
    """Date the services of a first import as their source does, never later than now.

    What is told of a service hangs on its provider and its places: they are as old as the oldest of their services.
    """
    session.flush()
    dated = {imported_id(source, *key): min(at, now) for key, at in batch.dated.items()}
    oldest = dict(dated)
    given_by = select(Service.id, Service.organization_id)
    given_at = select(ServiceAtLocation.service_id, ServiceAtLocation.location_id)
    for service_id, hung in (*session.execute(given_by), *session.execute(given_at)):
        oldest[hung] = min(dated.get(service_id, now), oldest.get(hung, now))
    _date(session, oldest)


def _date(session: Session, moments: Mapping[UUID, datetime]) -> None:
    rows = [{"subject_id": own, "at": at} for own, at in moments.items()]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        session.execute(delete(Modified).where(Modified.subject_id.in_([row["subject_id"] for row in some])))
        session.execute(insert(Modified), some)
