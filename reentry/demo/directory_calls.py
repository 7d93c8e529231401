"""What the fictional office has heard from its providers of late: calls, room by day, and what that verified."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.staff.staff import Staff
from resources.records.services import Service
from resources.upkeep import holding, log, room
from resources.upkeep.assurance import parts_of
from resources.upkeep.log import Caller, Entry
from resources.upkeep.room import Room


def enter(session: Session, seed: Path, staff: dict[str, Staff], now: datetime) -> None:
    """Log the invented calls, each so many days before now; "all" confirms every part there is.

    The dates of the fictional directory are of the fictional coordinator's own calls.
    """
    known = {each.source_id: each for each in session.scalars(select(Service))}
    for service in known.values():
        if service.assured_date:
            by = staff["coordinator"]
            holding.confirm(session, service, "the front desk", by.email, by.id, service.assured_date)
    seeded: dict[str, list[dict[str, Any]]] = json.loads(seed.read_text())
    for each in sorted(seeded["room"], key=_age):
        caller = _caller(staff["caseworker"], each, now)
        told = Room(**each["room"])
        room.say(session, known[each["service"]], told, each["by"], caller.at, caller.today)
    for each in sorted(seeded["calls"], key=_age):
        service, caller = known[each["service"]], _caller(staff[each["by"]], each, now)
        confirmed = parts_of(service) if each.get("confirmed") == "all" else tuple(each.get("confirmed", ()))
        tried = each.get("next_try_in_days")
        log.enter(
            session,
            service,
            Entry(
                outcome=each["outcome"],
                spoke_with=each.get("spoke_with", ""),
                said=each.get("said", ""),
                next_try=None if tried is None else now.date() + timedelta(days=tried),
                confirmed=confirmed,
                room=Room(**each.get("room", {})),
            ),
            caller,
        )


def _age(each: dict[str, Any]) -> int:
    return -int(each["days_ago"])


def _caller(staff: Staff, each: dict[str, Any], now: datetime) -> Caller:
    at = now - timedelta(days=each["days_ago"])
    return Caller(staff.id, staff.email, at, at.date())
