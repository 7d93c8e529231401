"""Every event the audit trail knows, with the details each must carry; nothing else can be recorded.

The trail is kept in plain and outlives an erasure: no detail says what a person needs or to which provider they go.
"""

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
    "staff.password_accepted": _kind("a password was right, and the second factor is awaited"),
    "staff.second_factor_failed": _kind("a code of the second factor was wrong, used or too old"),
    "staff.second_factor_set_up": _kind("a second factor was set up"),
    "staff.recovery_code_used": _kind("a recovery code took the place of the second factor", "left"),
    "staff.second_factor_reset": _kind("an account's second factor was taken away"),
    "staff.password_changed": _kind("a staff member changed the own password"),
    "staff.password_reset": _kind("an account was given a new password"),
    "staff.disabled": _kind("a staff account was disabled"),
    "staff.enabled": _kind("a disabled staff account was opened again"),
    "staff.lock_released": _kind("an account locked by failed log-ins was released"),
    "staff.log_in_failed": _kind("a log-in failed"),
    "staff.logged_out": _kind("a staff member logged out"),
    "access.denied": _kind("a page or record was asked for and refused", "permission"),
    "directory.imported": _kind("a directory file was imported", "source", "created", "updated"),
    "directory.edited": _kind("a directory record was changed", "fields"),
    "person.listed": _kind("a list of people was shown", "count"),
    "person.read": _kind("a person's record was shown", "page"),
    "person.created": _kind("a person's record was made", "source"),
    "person.updated": _kind("a person's record was changed", "fields"),
    "person.matched": _kind("a person was matched to services", "count"),
    "consent.given": _kind("a person's consent was recorded", "consent_id"),
    "consent.revoked": _kind("a person's consent was revoked", "consent_id"),
    "plan.created": _kind("a plan was begun", "kind"),
    "plan.updated": _kind("a plan was changed", "section"),
    "plan.printed": _kind("a plan was rendered for printing", "copy", "format"),
    "referral.created": _kind("a referral was drafted", "referral_id"),
    "referral.updated": _kind("a referral's state was changed", "state"),
    "letter.printed": _kind("a letter was rendered for sending", "referral_id", "format", "consent_id"),
}
