"""What records say as they are told: a list never finds by words that it does not tell.

A street would else be guessed word by word from what is found, though every answer withholds it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from resources.records.locations import Address, Location
from resources.records.once import once_of
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy.secret_places import everywhere
from resources.secrecy.secret_streets import street_pattern
from resources.secrecy.secret_words import removed

Columns = Sequence[InstrumentedAttribute[str]]


def says(session: Session, word: str, columns: Columns) -> ColumnElement[bool]:
    """Records of which one of these columns, all of one kind of record, has the word when it is told."""
    model = columns[0].class_
    name = f"retold {model.__name__} {' '.join(each.key for each in columns)}"
    retold = once_of(session).made(session, name, lambda: dict(_retold(session, columns)))
    written = or_(*(column.icontains(word, autoescape=True) for column in columns))
    if not retold:
        return written
    saying = [id_ for id_, told in retold.items() if word.casefold() in told]
    return or_(and_(written, model.id.not_in(retold)), model.id.in_(saying))


def teller(session: Session) -> Callable[[UUID, str], str]:
    """How a text of a service or an organization, by its id, is told."""
    streets, own = everywhere(session), _own_streets(session)

    def tell(id_: UUID, text: str) -> str:
        told = streets.removed(text)
        return removed(told, own[id_]) if text and id_ in own else told

    return tell


def _retold(session: Session, columns: Columns) -> Iterator[tuple[UUID, str]]:
    """The records that are told otherwise than they are written, and what is told of them."""
    streets, tell = everywhere(session), teller(session)
    for id_, *texts in session.execute(select(columns[0].class_.id, *columns)):
        # A place without a number may be called as the provider is, which is no secret.
        pairs = zip(columns, texts, strict=True)
        told = [streets.removed(text) if column.key == "name" else tell(id_, text) for column, text in pairs]
        if told != texts:
            yield id_, "\n".join(told).casefold()


def _own_streets(session: Session) -> Mapping[UUID, list[re.Pattern[str]]]:
    """The secret addresses of services and organizations, also those that have no number."""
    found: dict[UUID, list[re.Pattern[str]]] = defaultdict(list)
    rows = (
        select(Service.id, Service.organization_id, Address.address_1)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .join(Address, Address.location_id == Location.id)
        .where(or_(Service.victim_services, Location.confidential))
    )
    for *whose, line in session.execute(rows):
        if pattern := street_pattern(line):
            for id_ in whose:
                found[id_].append(pattern)
    return found
