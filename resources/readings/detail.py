"""A detail that was read from a service's words and waits: nothing of it is in force before somebody accepts it."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base


class ReadDetail(Base):
    """What one text of a service says of its cost, season, languages, addresses on the web or telephones."""

    __tablename__ = "read_detail"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    # One of resources.readings.kinds.
    kind: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    text_id: Mapped[UUID] = mapped_column(index=True)
    # Where it stands among what was read from the text.
    position: Mapped[int]
    # {"fields": {field: value or rows to add}, "quote": the exact words}.
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The change that put it in force; none while it waits.
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_change.id"))

    @property
    def waits(self) -> bool:
        """Whether nobody has accepted it here."""
        return self.change_id is None
