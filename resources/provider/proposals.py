"""What comes in through a link: changes that wait for a coordinator, and words that change nothing.

Nothing that comes in through a link is in force before a coordinator approves it: nobody has proven who writes. That
holds for room too, although it is perishable: what was said is proposed with its day and speaker, and counts from then
once approved. Whoever writes that all is still right has confirmed nothing by that: it is a change of no field that
waits with the others, so that a coordinator sees it and may call; only a person on staff who says with whom they
spoke dates a record.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ReentryError
from agency.languages import to_translate
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import Record, subject_of
from resources.changes.provider_link import ProviderLink

# As many as a coordinator can be asked to read of one provider at once.
MOST_WAITING = 20
STILL_RIGHT = "All of this is still right."
FULL = to_translate("We have many of your changes to read already. Please wait until we have, or call us.")


class TooManyError(ReentryError):
    """As many proposals wait from this link as may; nothing was kept."""

    status = 429
    title = "Too many at once"


def waiting(session: Session, link: ProviderLink) -> Sequence[Change]:
    """What came in through a link and waits, oldest first."""
    found = select(Change).where(Change.link_id == link.id, Change.state == "open")
    return session.scalars(found.order_by(Change.proposed_at, Change.id)).all()


def send(
    session: Session,
    link: ProviderLink,
    record: Record,
    after: Mapping[str, Any],
    author: Author,
    note: str = "",
) -> Change:
    """Propose what the provider answered, or pass on its words where it changed nothing."""
    if len(waiting(session, link)) >= MOST_WAITING:
        raise TooManyError(FULL)
    if after:
        return editing.propose(session, record, after, author, origin="provider", note=note)
    return _remark(session, record, author, note)


def _remark(session: Session, record: Record, author: Author, words: str) -> Change:
    """Words about a record that change none of its fields."""
    remark = Change(
        subject=subject_of(record),
        subject_id=record.id,
        fields={},
        origin="provider",
        proposer=author.name,
        proposed_at=author.at,
        note=words,
        link_id=author.link_id,
        state="open",
    )
    session.add(remark)
    audit.record(session, "directory.proposed", None, record.id, origin="provider", fields="")
    return remark
