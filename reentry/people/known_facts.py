"""Facts about a person, each with its source, its date and who entered it; what may be told to whom hangs on these."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.keys.vault import SealedField
from agency.tables import Base
from matching.facts import Facts, FactsSchema
from reentry.people.records import PersonRecord

SOURCES = {
    "person": "Said by the person",
    "order": "Court or board order",
    "case_record": "Case record",
    "program": "Told by a program",
    "document": "Seen on a document",
}
# Facts that are made of parts, each known or unknown by itself.
PARTED = ("offenses", "residence")
# Made once: a list of cases reads the facts of everybody in it.
_SCHEMA = FactsSchema()


class KnownFact(PersonRecord, Base):
    """One fact as somebody entered it; a newer one supersedes an older one, which stays."""

    __tablename__ = "known_fact"

    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # Dotted for a part: offenses.arson, residence.city.
    name = SealedField[str]("")
    # As the schema of facts writes it; None says that it is unknown after all.
    value = SealedField[Any](None)
    # One of SOURCES.
    source = SealedField[str]("person")
    # The day the fact was true or the document was made, ISO; empty where nobody said.
    dated = SealedField[str]("")


def current(entries: Iterable[KnownFact]) -> dict[str, KnownFact]:
    """The newest entry for each fact; entries come oldest first."""
    return {entry.name: entry for entry in entries}


def facts_of(entries: Iterable[KnownFact]) -> Facts:
    """What matching may know, from the newest entries."""
    facts: Facts = _SCHEMA.load(nested({name: entry.value for name, entry in current(entries).items()}))
    return facts


def flattened(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as an intake file writes them, with the parts of offenses and residence under dotted names."""
    flat: dict[str, Any] = {}
    for name, value in facts.items():
        if name in PARTED:
            flat |= {f"{name}.{part}": inner for part, inner in (value or {}).items()}
        else:
            flat[name] = value
    return {name: value for name, value in flat.items() if value is not None}


def nested(flat: dict[str, Any]) -> dict[str, Any]:
    """The inverse of flattened; what is None is left out."""
    facts: dict[str, Any] = {}
    for name, value in flat.items():
        outer, _, part = name.partition(".")
        if value is None:
            continue
        if part:
            facts.setdefault(outer, {})[part] = value
        else:
            facts[name] = value
    return facts
