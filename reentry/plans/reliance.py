"""How many open plans, unsent letters and appointments rest on each service, for those who keep the directory."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

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


@dataclass
class CaseReliance:
    """Counts over every open case, restricted ones too: their plans need a true directory as much as any.

    Only the number leaves this floor. Whoever is no longer supervised counts for nothing. How a step or referral
    stands lies sealed, so it is opened once for each time it was saved and remembered by the first bytes of the seal,
    which no two seals share.
    """

    _steps: dict[bytes, str] = field(default_factory=dict)
    _referrals: dict[bytes, str] = field(default_factory=dict)

    def open_plans(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the plans not replaced that have a live step resting on it; each plan counts once."""
        rows = (
            _rows(PlanStep, PlanStep.plan_id, of, session)
            .join(PlanStep.plan)
            .join(Person, Person.id == PlanStep.person_id)
            .where(PlanStep.service_id.is_not(None), Plan.status != "replaced", Person.status != "closed")
        )
        return _count(session, PlanStep, rows, self._steps, "live", forget=of is None)

    def unsent_letters(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the referrals that are still drafts."""
        return self._in_state(session, of, "draft")

    def appointments(self, session: Session, of: Collection[UUID] | None = None) -> Mapping[UUID, int]:
        """By service, the referrals whose last word is an appointment."""
        return self._in_state(session, of, "appointment")

    def _in_state(self, session: Session, of: Collection[UUID] | None, state: str) -> Mapping[UUID, int]:
        rows = (
            _rows(Referral, Referral.id, of, session).join(Referral.person).where(Person.status != "closed")
        )
        return _count(session, Referral, rows, self._referrals, state, forget=of is None)


def _rows(
    model: type[Record], counted: InstrumentedAttribute[UUID], of: Collection[UUID] | None, session: Session
) -> Select[Any]:
    """The seal, service, counted record and own id of each row, as text: ids are read for the few that need it."""
    seal = func.substr(model.sealed, 1, NONCE)
    rows = select(
        seal,
        cast(model.service_id, String),
        cast(counted, String).label("counted"),
        cast(model.id, String).label("own"),
    )
    if of is None:
        return rows
    moved, asked = moved_ids(session), set(of)
    return rows.where(model.service_id.in_(asked.union(own for own in moved if moved[own] in asked)))


def _count(
    session: Session,
    model: type[Record],
    rows: Select[Any],
    seen: dict[bytes, str],
    wanted: str,
    *,
    forget: bool,
) -> Mapping[UUID, int]:
    """By service, as it is kept now, how many different records are counted in rows that stand as wanted."""
    found = [(bytes(seal), *ids) for seal, *ids in session.execute(rows)]
    _open(session, model, [UUID(row_id) for seal, _, _, row_id in found if seal not in seen], seen)
    standing = {(service, counted) for seal, service, counted, _ in found if seen.get(seal) == wanted}
    if forget:
        for seal in seen.keys() - {seal for seal, *_ in found}:
            del seen[seal]
    moved = moved_ids(session)
    ids = {service: UUID(service) for service in {service for service, _ in standing}}
    kept = {service: moved.get(service_id, service_id) for service, service_id in ids.items()}
    return Counter(
        service_id for service_id, _ in {(kept[service], counted) for service, counted in standing}
    )


def _open(session: Session, model: type[Record], unknown: Sequence[UUID], seen: dict[bytes, str]) -> None:
    """Open what was saved since it was last looked at."""
    vault: Vault = session.info["vault"]
    for start in range(0, len(unknown), TOGETHER):
        wanted = select(model).where(model.id.in_(unknown[start : start + TOGETHER])).options(lazyload("*"))
        rows = session.scalars(wanted).all()
        vault.preload(session, [row.person_id for row in rows])
        seen.update((row.sealed[:NONCE], _stands(row)) for row in rows)


def _stands(row: PlanStep | Referral) -> str:
    if isinstance(row, Referral):
        return row.state
    return "live" if row.live else "given up"
