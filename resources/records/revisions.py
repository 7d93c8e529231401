"""Revisions: each change of a record counts one, so that two people who edit at once are told of each other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from agency.tables import Base


class Modified(Base):
    """When a record was last changed by anybody: by hand, by an import, by a merge, by something that hangs on it."""

    __tablename__ = "directory_modified"

    # An organization, a location or a service; it may be gone.
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Revised:
    """A record that counts its changes, by hand or by import, and knows when the last one was."""

    id: Mapped[UUID]
    revision: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def modified(cls) -> Mapped[Modified | None]:  # noqa: N805 - SQLAlchemy asks the class
        """When it was last changed itself; what is told of a service hangs on its organization and places too."""
        return relationship(
            primaryjoin=lambda: foreign(Modified.subject_id) == cls.id, viewonly=True, uselist=False
        )
