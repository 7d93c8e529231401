"""Which source a file comes from: the one whose providers it repeats, or a new one named after the file."""

import re
from collections import Counter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.imports.batch import Batch
from resources.imports.wording import name_key
from resources.records.organizations import Organization
from resources.records.sources import PROSE, STAFF

# A file that repeats so much of a source is a newer copy of it, whatever the file is called.
_ENOUGH = 0.5


def source_of(session: Session, batch: Batch, path: Path) -> str:
    """The name under which the records of this file are kept, so that a renamed or newer copy finds its own records."""
    providers = {entry.key: name_key(entry.values["name"]) for entry in batch.of_kind("organization")}
    shared: Counter[str] = Counter()
    taken = {STAFF, PROSE}
    for source, key, name in session.execute(
        select(Organization.source, Organization.source_id, Organization.name)
    ):
        taken.add(source)
        shared[source] += source != STAFF and providers.get(key or "") == name_key(name)
    best, count = max(shared.items(), key=lambda item: item[1], default=("", 0))
    if count and count >= _ENOUGH * len(providers):
        return best
    return _free(re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "directory", taken)


def _free(name: str, taken: set[str]) -> str:
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
