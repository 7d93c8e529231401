"""Since when a case is touched: the day that the differences name themselves, or the record's last change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reentry.touched.differences import TOGETHER
from reentry.touched.touched import Touched
from resources.changes.change import Change

# Where a difference says itself since when it holds.
NAMED = {"room": "on", "do_not_refer": "since", "license": "on"}


def since(session: Session, touched: Sequence[Touched]) -> list[date | None]:
    """For each case the earliest day of its differences; None where the history of the record does not tell it."""
    changed = _last_changes(session, {record for each in touched for record in _records(each)})
    return [_since(each, changed) for each in touched]


def _since(touched: Touched, changed: Mapping[UUID, datetime]) -> date | None:
    if all(each.rule == TOGETHER for each in touched.differences):
        # The history of the record knows nothing of where others are placed.
        return None
    named = [
        date.fromisoformat(str(each.params[NAMED[each.rule]]))
        for each in touched.differences
        if each.rule in NAMED
    ]
    if len(named) == len(touched.differences):
        return min(named)
    office = touched.person.office
    days = [office.day(changed[each]) for each in _records(touched) if each in changed]
    later = [day for day in days if touched.chosen_on is None or day >= touched.chosen_on]
    return min([*named, *later], default=None)


def _records(touched: Touched) -> Iterable[UUID]:
    return [
        touched.resting.service_id,
        *([touched.resting.location_id] if touched.resting.location_id else ()),
    ]


def _last_changes(session: Session, records: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = (
        select(Change.subject_id, func.max(Change.decided_at))
        .where(Change.subject_id.in_(set(records)), Change.state == "in_force")
        .group_by(Change.subject_id)
    )
    return {subject_id: at for subject_id, at in session.execute(rows) if at is not None}
