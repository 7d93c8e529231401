"""The time a coordinator has for verification, and the clocks of a record's parts."""

from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base


class Budget(Base):
    """One row: hours a week for calls, minutes a call takes, months in which every record shall have had its turn.

    Half a day makes about 35 calls; a full cycle takes 12 months by default.
    """

    __tablename__ = "verification_budget"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    hours_per_week: Mapped[float] = mapped_column(default=4.0)
    minutes_per_call: Mapped[float] = mapped_column(default=7.0)
    cycle_months: Mapped[int] = mapped_column(default=12)
