"""Choices of before it was said in plain on which version of the directory they were judged are opened once for it."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, lazyload

from agency.keys.vault import Vault
from reentry.plans.steps import PlanStep

# So many are opened together.
TOGETHER = 500


def date_choices(session: Session) -> None:
    """Say it of each of them; what nobody judged stays without."""
    wanted = select(PlanStep).where(PlanStep.directory_version.is_(None), PlanStep.service_id.is_not(None))
    steps = session.scalars(wanted.options(lazyload("*"))).all()
    for start in range(0, len(steps), TOGETHER):
        _date(session, steps[start : start + TOGETHER])


def _date(session: Session, steps: Sequence[PlanStep]) -> None:
    vault: Vault = session.info["vault"]
    vault.preload(session, [step.person_id for step in steps])
    known = [{"step": step.id, "judged_on": step.judged_on} for step in steps if step.judged_on]
    if known:
        row = update(PlanStep).where(PlanStep.id == bindparam("step"))
        # Nothing that anybody wrote is changed by it: the steps count no save, and the trail says nothing.
        session.connection().execute(row.values(directory_version=bindparam("judged_on")), known)
