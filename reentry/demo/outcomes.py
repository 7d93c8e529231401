"""What came of those whom the fictional office sent to its providers in earlier years; who they were, nobody knows."""

import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from reentry.referrals import evidence
from resources.records.services import Service


def enter(session: Session, seed: Path) -> None:
    """Count the invented outcomes toward their services."""
    known = {each.source_id: each.id for each in session.scalars(select(Service))}
    for service, ended in json.loads(seed.read_text()).items():
        for outcome, number in ended.items():
            evidence.count(session, known[service], outcome, number)
