"""What was changed since it was confirmed: what a provider said of the earlier value does not hold for the new one."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.offices import Office
from resources.changes.change import LOCAL, Change
from resources.changes.taken_back import standing
from resources.records.services import Service
from resources.upkeep.parts import OF_PLACES, OF_SERVICE, parts_in


def changed_since(
    session: Session, service: Service, confirmed: Mapping[str, date | None], office: Office
) -> dict[str, date]:
    """By part of a service's record the day of its last change, where that came after the day it was confirmed.

    Days are those of the office. A change of the same day counts as part of the call; what was taken back is none.
    """
    ids = [service.id, *(at.location_id for at in service.at_locations)]
    found = select(Change).where(Change.subject_id.in_(ids), Change.state == "in_force")
    changes = session.scalars(found.order_by(Change.subject_id, Change.decided_at, Change.id)).all()
    changed: dict[str, date] = {}
    for subject_id, history in groupby(changes, lambda each: each.subject_id):
        of = OF_SERVICE if subject_id == service.id else OF_PLACES
        for change in standing(list(history)):
            if change.decided_at is None or change.origin not in LOCAL:
                continue
            day = office.day(change.decided_at)
            for part in parts_in(change.fields, of):
                said = confirmed[part]
                if said is not None and day > said:
                    changed[part] = max(day, changed.get(part, day))
    return changed
