"""What conflicts: proposals that contradict each other or the record, records held back, twins, doubtful points."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from resources.changes import editing
from resources.changes.change import Change
from resources.changes.fields import LISTS, MODELS, Record, value_of
from resources.desk.lines import NAMED, Line, Named, of_services
from resources.records.services import Service
from resources.secrecy import neighbors, secret_places


def conflicts(session: Session, pairs: int | None = None) -> Iterator[Line]:
    """The lines of what conflicts; pairs: how many may be the same, where somebody had them looked for."""
    open_changes = editing.pending(session)
    records = _records(session, open_changes)
    yield _line("overlapping", "Proposals for the same field of a record", overlapping(open_changes), records)
    yield _line(
        "outdated", "Proposals whose record was changed since", outdated(open_changes, records), records
    )
    yield _held(session)
    yield from _kept_back(session)
    yield Line("duplicates", "Records that may be the same", pairs)
    yield Line("alarms", "Points that cannot be right")


def overlapping(changes: Sequence[Change]) -> list[Change]:
    """Open proposals that want to change a field which another one wants to change, too."""
    wanted = Counter((change.subject_id, field) for change in changes for field in change.fields)
    return [each for each in changes if any(wanted[each.subject_id, field] > 1 for field in each.fields)]


def outdated(changes: Sequence[Change], records: Mapping[UUID, Record]) -> list[Change]:
    """Open proposals of records in which a field says neither any longer what it said before, nor what is proposed."""
    return [
        each for each in changes if each.subject_id in records and _moved_on(each, records[each.subject_id])
    ]


def _moved_on(change: Change, record: Record) -> bool:
    return any(
        value_of(record, field) not in (said["before"], said["after"])
        for field, said in change.fields.items()
    )


def _records(session: Session, changes: Sequence[Change]) -> dict[UUID, Record]:
    """The records of the changes with the rows that they speak of, at once for each kind."""
    found: dict[UUID, Record] = {}
    by_subject: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_subject[change.subject].append(change)
    for subject, of_subject in by_subject.items():
        model: type[Any] = MODELS[subject]
        rows = {field for change in of_subject for field in change.fields if field in LISTS[subject]}
        wanted = select(model).where(model.id.in_({change.subject_id for change in of_subject}))
        options = (selectinload(getattr(model, field)) for field in sorted(rows))
        found |= {each.id: each for each in session.scalars(wanted.options(*options))}
    return found


def _line(key: str, words: str, changes: Sequence[Change], records: Mapping[UUID, Record]) -> Line:
    about = list(dict.fromkeys(change.subject_id for change in changes))[:NAMED]
    return Line(key, words, len(changes), [_named(records[each]) for each in about if each in records])


def _named(record: Record) -> Named:
    service_id = record.id if isinstance(record, Service) else None
    organization_id = None if service_id else getattr(record, "organization_id", record.id)
    return Named(record.name or "A place", service_id=service_id, organization_id=organization_id)


def _held(session: Session) -> Line:
    asked = select(Service.id, Service.closed_until).where(Service.held.is_(True))
    return of_services(session, "held", "Records held back until looked at", asked, {"held": "true"})


def _kept_back(session: Session) -> Iterator[Line]:
    """What stands beside services for survivors, and addresses that are confidential because a record asks for it."""
    beside, asking = neighbors.find(session), secret_places.asking(session)
    first = [session.get_one(Service, each.service_id) for each in beside[:NAMED]]
    yield Line(
        "kept_back", "Records that may tell of a service for survivors", len(beside), list(map(_named, first))
    )
    words = "Addresses kept back as asked"
    yield Line("kept_back", words, len(asking), list(map(_named, asking[:NAMED])))
