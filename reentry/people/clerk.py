"""Who enters what is kept of people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Clerk:
    """Who enters something, when, and for which office where what is entered names none."""

    staff_id: UUID | None
    office_id: UUID | None
    now: datetime
