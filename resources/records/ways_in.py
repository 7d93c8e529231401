"""How one gets into a service: the call is the work."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified

WAYS = {
    "walk_in": "Walk in",
    "phone_interview": "Phone interview, also from inside",
    "application": "Application",
    "access_point": "Through the coordinated-entry access point",
    "court_order": "Court order",
    "named_referrer": "Referral by a named party",
    "appointment": "By appointment",
}


class AccessWay(Identified, Base):
    """One way in, with what a caller must know."""

    __tablename__ = "access_way"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    # One of WAYS.
    kind: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    # Who it leads through: the access point, the court, the named referrer.
    party: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    # When one can walk in or call: days as in HSDS ("MO,WE") and HH:MM, local time; empty: not said.
    byday: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[str] = mapped_column(default="")
    closes_at: Mapped[str] = mapped_column(default="")
