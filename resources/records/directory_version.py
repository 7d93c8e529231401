"""The directory's version: counts its changes and notes which records they touched, and when.

So a match can say which state of the directory was judged, and what was read of it once is brought up to date by
reading the touched records alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, event, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.unitofwork import UOWTransaction

from agency.tables import Base
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.revisions import Modified
from resources.records.services import Service, ServiceAtLocation

# A unit of work that touches more, as an import does, is noted as touching everything.
MANY = 2_000
# No database takes a list of any length.
AT_ONCE = 2_000
# So many versions back it is known what was touched.
REMEMBERED = 5_000
SUBJECTS: dict[type[Base], str] = {Organization: "organization", Location: "location", Service: "service"}


class DirectoryVersion(Base):
    """One row; number grows with every unit of work that changes a directory record.

    What is kept about the keeping (calls, batches, budgets) is no record: it changes no match.
    """

    __tablename__ = "directory_version"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int] = mapped_column(default=0)


class DirectoryTouch(Base):
    """A record that the change to a version touched, by itself or by something that hangs on it."""

    __tablename__ = "directory_touch"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(index=True)
    # organization, location or service; everything: more than were noted one by one.
    subject: Mapped[str]
    subject_id: Mapped[UUID | None]


def current(session: Session) -> int:
    """The number of changes the directory has seen."""
    version = session.get(DirectoryVersion, 1)
    # A session lets go of a row that nobody holds, and a list asks for it once for each person in it.
    session.info["directory_version"] = version
    return version.number if version else 0


def settled(session: Session) -> int:
    """The last version that is whole: while this unit of work changes the directory, the one before."""
    return current(session) - ("directory_touched" in session.info)


@dataclass(frozen=True)
class Touches:
    """When services were last touched: by service the latest version that did; before known_from it may be any."""

    known_from: int
    latest: Mapping[UUID, int]

    def since(self, number: int, service_id: UUID) -> bool:
        """Whether a service may be different since a version."""
        return number < self.known_from or number < self.latest.get(service_id, 0)


def touched_since(session: Session, number: int) -> set[UUID] | None:
    """The services that may be different since a version, those gone too; None where it is all or not known."""
    found = touches(session, number)
    return None if number < found.known_from else set(found.latest)


def touches(session: Session, number: int) -> Touches:
    """What was touched since a version, and when last."""
    rows = DirectoryTouch.number > number
    all_at = session.scalar(
        select(func.max(DirectoryTouch.number)).where(rows, DirectoryTouch.subject_id.is_(None))
    )
    last = func.max(DirectoryTouch.number)
    touched, of = DirectoryTouch.subject_id, DirectoryTouch.subject
    asked = (
        select(touched, last).where(rows, of == "service").group_by(touched),
        select(Service.id, last)
        .join(DirectoryTouch, touched == Service.organization_id)
        .where(rows, of == "organization")
        .group_by(Service.id),
        select(ServiceAtLocation.service_id, last)
        .join(DirectoryTouch, touched == ServiceAtLocation.location_id)
        .where(rows, of == "location")
        .group_by(ServiceAtLocation.service_id),
    )
    latest: dict[UUID, int] = {}
    for query in asked:
        for service_id, at in session.execute(query):
            if service_id is not None:
                latest[service_id] = max(at, latest.get(service_id, 0))
    return Touches(max(all_at or 0, current(session) - REMEMBERED), latest)


@event.listens_for(Session, "before_flush")
def _count(session: Session, _context: object, _instances: object) -> None:
    if "directory_touched" in session.info or not any(map(_is_record, _rows(session))):
        return
    session.info["directory_touched"] = set()
    version = session.get(DirectoryVersion, 1, with_for_update=True)
    if version is None:
        session.add(DirectoryVersion(number=1))
        session.info["directory_number"] = 1
        return
    version.number += 1
    session.info["directory_number"] = version.number
    if version.number % REMEMBERED == 0:
        session.execute(delete(DirectoryTouch).where(DirectoryTouch.number < version.number - REMEMBERED))


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    """What was touched, now that new records have their ids."""
    known: set[tuple[str, UUID | None]] = session.info.get("directory_touched", set())
    touched = {each for row in _rows(session) if _is_record(row) for each in _touched(row)}
    _date(session, {subject_id for _, subject_id in touched})
    if not touched or ("everything", None) in known:
        return
    fresh = touched - known if len(touched | known) <= MANY else {("everything", None)}
    known |= fresh
    if fresh:
        number = session.info["directory_number"]
        session.connection().execute(
            insert(DirectoryTouch),
            [
                {"number": number, "subject": subject, "subject_id": subject_id}
                for subject, subject_id in fresh
            ],
        )


def _date(session: Session, touched: set[UUID]) -> None:
    """Write down that these records changed now; each once in a unit of work, whose changes are of one moment."""
    dated: set[UUID] = session.info.setdefault("directory_dated", set())
    fresh = sorted(touched - dated)
    if not fresh:
        return
    dated |= touched
    at, connection = session.info["clock"].now(), session.connection()
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        connection.execute(delete(Modified).where(Modified.subject_id.in_(some)))
        connection.execute(insert(Modified), [{"subject_id": each, "at": at} for each in some])


def _rows(session: Session) -> Iterable[object]:
    return [*session.new, *session.dirty, *session.deleted]


def _is_record(row: object) -> bool:
    """Whether it is part of what the directory says; how the directory is kept is no change of it."""
    return type(row).__module__.startswith("resources.records.") and not isinstance(row, DirectoryVersion)


def _touched(row: object) -> Iterator[tuple[str, UUID]]:
    for model, subject in SUBJECTS.items():
        if isinstance(row, model):
            yield subject, row.id  # type: ignore[attr-defined]
            return
    for subject in SUBJECTS.values():
        subject_id = getattr(row, f"{subject}_id", None)
        if subject_id is not None:
            yield subject, subject_id
