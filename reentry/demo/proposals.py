"""What officers and caseworkers of the fictional agency proposed for its directory, waiting for the coordinator."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.staff.staff import Staff
from resources.changes import editing
from resources.changes.editing import Author
from resources.records.services import Service


def enter(
    session: Session, seeded: Iterable[Mapping[str, Any]], staff: Mapping[str, Staff], now: datetime
) -> None:
    """Enter them; one about a service that a seed of one's own does not have is left out."""
    for each in seeded:
        service = session.scalar(select(Service).where(Service.name == each["service"]))
        if service is not None:
            author = Author(staff[each["by"]].id, now)
            editing.propose(session, service, each["after"], author, note=each["note"])
