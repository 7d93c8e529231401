"""Two records side by side, field by field: what each says, where that came from and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from agency.dates import day
from resources.changes import editing, provenance
from resources.changes.fields import LISTS, SCALARS, Record, subject_of, value_of
from resources.changes.provenance import Said
from resources.changes.telling import Teller
from resources.changes.wording import label
from resources.duplicates.merging import BOTH, KEPT, MERGED, lists_of, scalars_of
from resources.records.locations import Location

WITHHELD = "Confidential"
_KEPT_STAYS = "the kept record’s"
_PROTECTED = "holds if either says so"
_OUTCOMES = {
    "capacity": "both, the newest first",
    "part_2_program": _PROTECTED,
    "confidential": _PROTECTED,
    "serves_survivors_and_offenders": _PROTECTED,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both records, and who said so when.

    choices: whose value may stay, none where both say the same or nothing is chosen; then outcome says what becomes
    of a field that differs.
    """

    name: str
    label: str
    one: str
    other: str
    choices: Sequence[tuple[str, str]] = ()
    outcome: str = _KEPT_STAYS
    one_said: Said | None = None
    other_said: Said | None = None

    @property
    def differs(self) -> bool:
        """Whether the records say different things."""
        return self.one != self.other


def rows(one: Record, other: Record, session: Session | None = None) -> list[Row]:
    """The fields of which at least one record says something; nothing of a confidential place but that it is one.

    session: to look up who said each of them, and when.
    """
    if any(isinstance(each, Location) and is_secret(each) for each in (one, other)):
        return [Row("confidential", label("location", "confidential"), _secrecy(one), _secrecy(other))]
    one_said, other_said = (_said(session, each) for each in (one, other))
    tell, tell_other = Teller.of(one), Teller.of(other)
    found = []
    for name in (*SCALARS[subject_of(one)], *LISTS[subject_of(one)]):
        if name == "point":
            continue
        here, there = (_shown(teller, record, name) for teller, record in ((tell, one), (tell_other, other)))
        if here or there:
            choices = choices_of(subject_of(one), name) if here != there else ()
            outcome = _OUTCOMES.get(name, _KEPT_STAYS)
            said_here = one_said.get(name) if here else None
            said_there = other_said.get(name) if there else None
            called = label(subject_of(one), name)
            found.append(Row(name, called, here, there, choices, outcome, said_here, said_there))
    return found


def _said(session: Session | None, record: Record) -> Mapping[str, Said]:
    if session is None:
        return {}
    return provenance.said_by(session, record, editing.history(session, record.id))


def _shown(teller: Teller, record: Record, name: str) -> str:
    return "; ".join(teller.lines(name, value_of(record, name)))


def is_secret(place: Location) -> bool:
    """Whether nothing of a place may be told: it is confidential, or a survivors' service is given there."""
    return place.confidential or any(
        at.location_id == place.id and (service.victim_services or service.held)
        for service in place.organization.services
        for at in service.at_locations
    )


def origin(record: Record, zone: str) -> str:
    """Who said so, and when, by the clocks of a time zone."""
    when = record.imported_at.astimezone(ZoneInfo(zone)) if record.imported_at else None
    source = "Entered here" if record.source == "staff" else f"From {record.source}"
    return f"{source}, {day(when.date())}" if when else source


def _secrecy(record: Record) -> str:
    return (
        WITHHELD
        if isinstance(record, Location) and is_secret(record)
        else "Not shown beside a confidential place"
    )


def choices_of(subject: str, name: str) -> Sequence[tuple[str, str]]:
    """Whose value of a field may stay, with the words for it; none of a field of which nothing is chosen."""
    if name in scalars_of(subject):
        return ((KEPT, "The kept record’s"), (MERGED, "The other’s"))
    if name in lists_of(subject):
        return ((BOTH, "Both"), (KEPT, "The kept record’s"), (MERGED, "The other’s"))
    return ()
