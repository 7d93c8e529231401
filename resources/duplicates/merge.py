"""Two records made one: what moved where, so that it can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class Merge(Identified, Base):
    """One record that stands for another from now on; the other keeps its id, which leads to the kept one."""

    __tablename__ = "directory_merge"

    # organization, service or location.
    subject: Mapped[str]
    kept_id: Mapped[UUID] = mapped_column(index=True)
    merged_id: Mapped[UUID] = mapped_column(index=True)
    # What became of rows beside the fields in the change: {table: [{"id", "column", "before", "after"}]}.
    moved: Mapped[dict[str, Any]]
    # The change of the kept record's fields, where some were taken from the merged one.
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_change.id"))
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    merged_at: Mapped[datetime]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    undone_at: Mapped[datetime | None]
