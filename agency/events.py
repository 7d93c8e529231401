"""Every event the audit trail knows, with the details each must carry; nothing else can be recorded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EventKind:
    """What an event means to the person who reads the trail, and the details it carries."""

    meaning: str
    details: frozenset[str] = frozenset()


def _kind(meaning: str, *details: str) -> EventKind:
    return EventKind(meaning, frozenset(details))


EVENTS: dict[str, EventKind] = {
    "agency.created": _kind("the agency was set up"),
    "staff.added": _kind("a staff account was made", "role"),
    "staff.logged_in": _kind("a staff member logged in"),
    "staff.log_in_failed": _kind("a log-in failed"),
    "staff.logged_out": _kind("a staff member logged out"),
    "access.denied": _kind("a page or record was asked for and refused", "permission"),
    "directory.imported": _kind("a directory file was imported", "source", "created", "updated"),
    "directory.edited": _kind("a directory record was changed", "fields"),
    "person.listed": _kind("a list of people was shown", "count"),
    "person.read": _kind("a person's record was shown", "page"),
    "person.created": _kind("a person's record was made", "source"),
    "person.updated": _kind("a person's record was changed", "fields"),
    "person.matched": _kind("a person was matched to services", "needs"),
    "consent.given": _kind("a person's consent was recorded", "recipient_id"),
    "consent.revoked": _kind("a person's consent was revoked", "recipient_id"),
    "plan.created": _kind("a plan was begun", "kind"),
    "plan.updated": _kind("a plan was changed", "section"),
    "plan.printed": _kind("a plan was rendered for printing", "copy", "format"),
    "referral.created": _kind("a referral was drafted", "service_id"),
    "referral.updated": _kind("a referral's state was changed", "state"),
    "letter.printed": _kind("a letter was rendered for sending", "recipient_id", "format", "consent_id"),
}
