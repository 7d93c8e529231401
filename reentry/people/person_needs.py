"""What a person needs, as assessed: each need becomes a section of the plan and a question to the directory."""

from sqlalchemy.orm import Mapped, mapped_column

from agency.keys.vault import SealedField
from agency.tables import Base
from reentry.people.records import PersonRecord

# What the client-safe view hides: who else looks at the screen must not learn of it.
NOT_ACROSS_THE_DESK = ("victim_services", "abuser_intervention")


class PersonNeed(PersonRecord, Base):
    """One need of one person; position is its order among the others, most pressing first."""

    __tablename__ = "person_need"

    position: Mapped[int] = mapped_column(default=0)

    # A slug of resources.needs.
    need = SealedField[str]("")
    note = SealedField[str]("")
