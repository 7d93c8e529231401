"""What a service costs, where that is not one price for everybody (HSDS cost_option)."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class CostOption(Identified, Base):
    """One price among several, or a scale: for whom or for what, in the provider's words."""

    __tablename__ = "cost_option"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    option: Mapped[str]
    # 0 is free; none where it depends, as on a sliding scale.
    amount_cents: Mapped[int | None]
    # For what stretch of time, or for what, as in service.cost_period.
    period: Mapped[str] = mapped_column(default="")
