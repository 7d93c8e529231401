"""How many open plans, unsent letters and appointments rest on each service, for those who keep the directory."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from agency.keys.ring import NONCE
from agency.keys.vault import Vault
from reentry.people.people import Person
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.records.standing import moved_ids

Record = TypeVar("Record", PlanStep, Referral)
# An IN list longer than this is slower than asking for everything.
TOGETHER = 500
NEVER = (b"", "")


@dataclass
class CaseReliance:
    """Counts over every open case, restricted ones too: their plans need a true directory as much as any.

    Only the number leaves this floor. Whoever is no longer supervised counts for nothing. How a step or referral
    stands lies sealed, so it is opened once for each time it was saved and remembered by the first bytes of the seal,
    which no two seals share.
    """

    _seen: dict[UUID, tuple[bytes, str]] = field(default_factory=dict)

    def open_plans(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the plans not replaced that have a live step resting on it; each plan counts once."""
        rows = (
            select(PlanStep.id, PlanStep.service_id, PlanStep.plan_id, _mark(PlanStep))
            .join(PlanStep.plan)
            .join(Person, Person.id == PlanStep.person_id)
            .where(PlanStep.service_id.is_not(None), Plan.status != "replaced", Person.status != "closed")
        )
        live = self._standing(session, PlanStep, rows, of, "live")
        return Counter(service_id for service_id, _plan in set(live))

    def unsent_letters(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the referrals that are still drafts."""
        return self._referrals(session, of, "draft")

    def appointments(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the referrals whose last word is an appointment."""
        return self._referrals(session, of, "appointment")

    def _referrals(self, session: Session, of: Collection[UUID] | None, state: str) -> Mapping[UUID, int]:
        rows = (
            select(Referral.id, Referral.service_id, Referral.id, _mark(Referral))
            .join(Referral.person)
            .where(Person.status != "closed")
        )
        return Counter(service_id for service_id, _ in self._standing(session, Referral, rows, of, state))

    def _standing(
        self,
        session: Session,
        model: type[Record],
        rows: Select[Any],
        of: Collection[UUID] | None,
        wanted: str,
    ) -> Iterator[tuple[UUID, UUID]]:
        """The service, as it is kept now, and the plan or referral of each row that stands as wanted."""
        moved = moved_ids(session)
        if of is not None:
            asked = set(of)
            rows = rows.where(model.service_id.in_(asked.union(own for own in moved if moved[own] in asked)))
        found = session.execute(rows).all()
        self._open(session, model, {row[0]: row[3] for row in found})
        for row_id, service_id, counted_id, _seal in found:
            if self._seen.get(row_id, NEVER)[1] == wanted:
                yield moved.get(service_id, service_id), counted_id

    def _open(self, session: Session, model: type[Record], seals: Mapping[UUID, bytes]) -> None:
        """Open what was saved since it was last looked at."""
        unknown = [row_id for row_id, seal in seals.items() if self._seen.get(row_id, NEVER)[0] != seal]
        vault: Vault = session.info["vault"]
        for start in range(0, len(unknown), TOGETHER):
            rows = session.scalars(select(model).where(model.id.in_(unknown[start : start + TOGETHER]))).all()
            vault.preload(session, [row.person_id for row in rows])
            for row in rows:
                self._seen[row.id] = (seals[row.id], _stands(row))


def _mark(model: type[Record]) -> Any:  # noqa: ANN401 - a function of SQL
    return func.substr(model.sealed, 1, NONCE)


def _stands(row: PlanStep | Referral) -> str:
    if isinstance(row, Referral):
        return row.state
    return "live" if row.live else "given up"
