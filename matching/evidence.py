"""Evidence: what came of the people sent to a service before; counts alone, no person is in it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

# What is held to be so before anybody was sent: as if ten people had been, and half of it had come off.
PRIOR_PEOPLE = 10
PRIOR_SUM = 5.0
# Of fewer people no number is told: it might tell of one of them.
FEWEST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many people sent to a service finished, finished in part (scored a half) and left early (scored nothing).

    A referral that was declined or canceled is no evidence, neither for nor against.
    """

    finished: int = 0
    partly: int = 0
    left: int = 0

    def __add__(self, other: "Evidence") -> "Evidence":
        """Of two records of one service together."""
        return Evidence(self.finished + other.finished, self.partly + other.partly, self.left + other.left)

    @property
    def people(self) -> int:
        """Of how many the outcome is known."""
        return self.finished + self.partly + self.left

    @property
    def told(self) -> bool:
        """Whether the numbers may be shown."""
        return self.people >= FEWEST_TOLD

    def smoothed(self) -> float:
        """The mean outcome between 0 and 1, drawn to a half while few people were sent."""
        return (self.finished + 0.5 * self.partly + PRIOR_SUM) / (self.people + PRIOR_PEOPLE)


class Past(Protocol):
    """What a higher floor knows of past referrals."""

    def key(self, session: Session) -> Hashable:
        """Another value whenever the evidence may be different; cheap to ask for."""
        ...

    def by_service(self, session: Session) -> Mapping[UUID, Evidence]:
        """The evidence of every service that has any."""
        ...


class NoPast:
    """Nobody was ever sent anywhere."""

    def key(self, session: Session) -> Hashable:  # noqa: ARG002
        """Always the same."""
        return None

    def by_service(self, session: Session) -> Mapping[UUID, Evidence]:  # noqa: ARG002
        """Nothing."""
        return {}
