"""Two records made one: what moved where, so that it can be undone; and pairs that were told apart for good."""

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
    # What hung on the merged record and hangs on the kept one now: {table: [{"id", "column", "before"}]}.
    moved: Mapped[dict[str, Any]]
    # The change of the kept record's fields, where some were taken from the merged one.
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_change.id"))
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    merged_at: Mapped[datetime]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    undone_at: Mapped[datetime | None]


class Verdict(Identified, Base):
    """What a coordinator said of a pair of providers that look alike; such a pair is not asked about again."""

    __tablename__ = "duplicate_verdict"

    a_organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    a_location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    b_organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    b_location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    # A label of resources.duplicates.comparing.
    label: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime]
