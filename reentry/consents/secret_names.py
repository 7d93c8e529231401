"""Names that tell by being named: providers of substance-use treatment, services for survivors, and secret streets.

Whoever writes a line by hand may name any of them, whether or not the person's record does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.secrecy import secret_places
from resources.secrecy.secret_words import SHORTEST, pattern_of, words_of


@dataclass(frozen=True)
class SecretNames:
    """The names of the directory that a line must not tell, each with its provider, and streets of secret places."""

    treatment: tuple[tuple[UUID, str], ...] = ()
    survivors: tuple[tuple[UUID, str], ...] = ()
    streets: tuple[re.Pattern[str], ...] = ()

    def of_treatment(self, text: str, told: Iterable[UUID] = ()) -> list[re.Pattern[str]]:
        """The names of treatment programs in a text; told: the providers that may be named in it."""
        return list(self._standing_in(self.treatment, text, frozenset(told)))

    def of_survivors(self, text: str, told: Iterable[UUID] = ()) -> list[re.Pattern[str]]:
        """The names of services for survivors and the secret streets in a text."""
        streets = [pattern for pattern in self.streets if pattern.search(text)]
        return [*self._standing_in(self.survivors, text, frozenset(told)), *streets]

    def _standing_in(
        self, names: Iterable[tuple[UUID, str]], text: str, told: frozenset[UUID]
    ) -> Iterator[re.Pattern[str]]:
        words = words_of(text)
        for organization_id, name in names:
            if organization_id not in told and len(name) >= SHORTEST and words_of(name) <= words:
                yield pattern_of(name)


NONE = SecretNames()


def load(session: Session) -> SecretNames:
    """The secret names of the whole directory, held records too.

    A provider that does other work beside treatment may be named: only one that does nothing else tells by its name.
    """
    hidden = select(Location).where(Location.confidential).options(selectinload(Location.addresses))
    return SecretNames(
        tuple(_names(session, Service.part_2_program)),
        tuple(_names(session, Service.victim_services)),
        secret_places.patterns(session.scalars(hidden)),
    )


def _names(session: Session, flag: InstrumentedAttribute[bool]) -> Iterator[tuple[UUID, str]]:
    """The names of the organizations all of whose services carry a flag."""
    alone = and_(Organization.services.any(flag), ~Organization.services.any(~flag))
    rows = session.execute(
        select(Organization.id, Organization.name, Organization.alternate_name).where(alone)
    )
    for organization_id, *names in rows:
        yield from ((organization_id, name) for name in names if name)
