"""The directory's version: counts its changes, so that a match can say which state of it was judged."""

from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.tables import Base


class DirectoryVersion(Base):
    """One row; number grows with every unit of work that changes a directory record."""

    __tablename__ = "directory_version"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int] = mapped_column(default=0)


def current(session: Session) -> int:
    """The number of changes the directory has seen."""
    version = session.get(DirectoryVersion, 1)
    return version.number if version else 0


@event.listens_for(Session, "before_flush")
def _count(session: Session, _context: object, _instances: object) -> None:
    if session.info.get("directory_counted"):
        return
    rows = [*session.new, *session.dirty, *session.deleted]
    if any(type(row).__module__.startswith("resources.records.") for row in rows):
        session.info["directory_counted"] = True
        version = session.get(DirectoryVersion, 1)
        if version is None:
            session.add(DirectoryVersion(number=1))
        else:
            version.number += 1
