"""What may be shown of a record's fields to whoever edits it: never the street or the point of a secret place."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from resources.changes.fields import Record, fields_of, subject_of, value_of
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.secrecy import secret_places
from resources.secrecy.secret_words import removed

# Of a confidential place: they can be replaced, not read.
_SECRET = frozenset(("addresses", "point"))


def withheld(record: Record) -> frozenset[str]:
    """The fields of which nothing is shown."""
    return _SECRET if isinstance(record, Location) and record.confidential else frozenset()


def shown(record: Record) -> dict[str, Any]:
    """Every field as it may be shown; a withheld list is empty."""
    secret = secret_streets(record)
    hidden = withheld(record)
    values = {name: value_of(record, name) for name in fields_of(subject_of(record)) if name not in hidden}
    return {name: without(said, secret) for name, said in values.items()} | {name: [] for name in hidden}


def secret_streets(record: Record) -> Sequence[re.Pattern[str]]:
    """The streets that no prose about this record may tell: of its provider's secret places, and its own."""
    provider = record if isinstance(record, Organization) else record.organization
    places = {place.id: place for place in provider.locations if place.confidential}
    services = [*provider.services, *([record] if isinstance(record, Service) else [])]
    places |= {place.id: place for each in services for place in secret_places.of(each)}
    return secret_places.patterns(places.values())


def without(said: Any, streets: Sequence[re.Pattern[str]]) -> Any:  # noqa: ANN401 - any value of any field
    """A value with those streets taken out of every text in it."""
    if not streets:
        return said
    if isinstance(said, str):
        return removed(said, streets)
    if isinstance(said, Mapping):
        return {name: without(each, streets) for name, each in said.items()}
    return [without(each, streets) for each in said] if isinstance(said, list) else said
