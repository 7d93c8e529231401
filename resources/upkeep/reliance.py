"""What relies on a service: known to a higher floor, which tells the directory no more of it than a number."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


class Reliance(Protocol):
    """Says how many plans and letters a change of a service touches; a service that touches none is left out."""

    def open_plans(self, session: Session) -> Mapping[UUID, int]:
        """By service, the plans still worked on or standing that have a live step resting on it."""

    def unsent_letters(self, session: Session) -> Mapping[UUID, int]:
        """By service, the referrals drafted to it and not sent yet."""
