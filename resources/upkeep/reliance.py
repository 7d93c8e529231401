"""What relies on a service: known to a higher floor, which tells the directory no more of it than a number."""

from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


class Reliance(Protocol):
    """Says how much a change of a service touches; a service that touches nothing is left out.

    of: the services asked about; None for all. What was merged counts for the record that is kept.
    """

    def open_plans(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the plans still worked on or standing that have a live step resting on it."""

    def unsent_letters(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the referrals drafted to it and not sent yet."""

    def appointments(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the referrals with an appointment there that nobody has kept or missed yet."""
