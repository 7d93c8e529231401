"""What a provider requires, excludes and accepts, as rules with the words they rest on."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified
from resources.records.sources import Sourced


class ServiceRequirement(Identified, Sourced, Base):
    """One rule of one service, in the words of resources.eligibility.

    It counts as unconfirmed until confirmed_on says when somebody asked the provider, and confirmed_by who asked whom.
    """

    __tablename__ = "service_requirement"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    rule: Mapped[str]
    mode: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    # Exactly as the provider wrote or said it.
    quote: Mapped[str] = mapped_column(default="")
    # statute, funding, stated_policy or doubtful; empty where nobody has judged it.
    basis: Mapped[str] = mapped_column(default="")
    # A letter and a number: one branch of one list of alternatives.
    alt: Mapped[str] = mapped_column(default="")
    # The one program or group the rule binds; such a rule informs and decides nothing.
    part: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None]
