"""What every record about a person has in common: it lies sealed under that person's key."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from agency.keys.vault import Sealed


class PersonRecord(Sealed):
    """A row that belongs to one person and is destroyed with that person's key."""

    __record__ = "person_id"

    @declared_attr
    def person_id(cls) -> Mapped[UUID]:  # noqa: N805
        """Whose record it is."""
        return mapped_column(ForeignKey("person.id"), index=True)

    @property
    def record_id(self) -> UUID:
        """The person's key opens it."""
        return self.person_id
