"""Plans: the release plan that a board decides on, and the support plan that a court follows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.tables import Base
from agency.vault import SealedField
from reentry.people import Person
from reentry.plan_steps import PlanStep
from reentry.records import PersonRecord

KINDS = {"release": "Release plan", "support": "Support plan"}
STATUSES = {"draft": "Draft", "submitted": "Submitted", "approved": "Approved", "replaced": "Replaced"}


class Plan(PersonRecord, Base):
    """One plan of one person: sections with text, steps with owners and dates."""

    __tablename__ = "plan"

    # release for parole, support for probation.
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    # Section slug → {"text": …, "waived": reason}; what is absent has not been written yet.
    sections = SealedField[dict[str, dict[str, Any]]]({})

    person: Mapped[Person] = relationship()
    steps: Mapped[list[PlanStep]] = relationship(back_populates="plan", order_by=PlanStep.position)

    __mapper_args__ = {"version_id_col": version}
