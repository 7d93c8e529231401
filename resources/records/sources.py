"""Where a directory record came from, so that the same file again changes nothing and a newer one updates."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Mapped, mapped_column

# The namespace of every imported record's key; never changes, or imports would duplicate.
NAMESPACE = UUID("6f0f4a52-7a3c-4c5e-9f6b-2c1f1f0a9d11")

STAFF = "staff"
# What was read from the provider's words here and nobody has decided on; no import touches it.
PROSE = "prose"


class Sourced:
    """A record with its origin: "staff" where it was entered here, else the name of the imported source."""

    source: Mapped[str] = mapped_column(default=STAFF)
    source_id: Mapped[str | None]
    # A digest of the source row, by which an unchanged row is recognized.
    fingerprint: Mapped[str | None]
    imported_at: Mapped[datetime | None]


def imported_id(source: str, kind: str, source_id: str) -> UUID:
    """The key of an imported record: always the same for the same record of the same source.

    A source that names its records by UUIDs, as HSDS does, means the same record wherever it stands: its name is kept.
    """
    try:
        return UUID(source_id)
    except ValueError:
        return uuid5(NAMESPACE, f"{source}\n{kind}\n{source_id}")
