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
    "agency.key_rotated": _kind("every record's key was sealed under a new master key", "key", "records"),
    "agency.keys_forgotten": _kind("the older master keys were forgotten", "count"),
    "backup.created": _kind("a backup was made", "file", "rows"),
    "backup.verified": _kind("a backup was verified", "file", "rows"),
    "backup.restored": _kind("a backup was restored", "file", "rows", "erased"),
    "audit.read": _kind("the audit trail was read", "count"),
    "audit.exported": _kind("a part of the audit trail was exported", "count"),
    "audit.verified": _kind("the audit trail was verified", "last", "faults"),
    "audit.disposed": _kind("entries past their time were disposed of", "count", "through"),
    "audit.resealed": _kind("the head of the audit trail was sealed anew", "reason", "last"),
    "hold.placed": _kind("a legal hold was placed"),
    "hold.lifted": _kind("a legal hold was lifted"),
    "agency.changed": _kind("the agency's own words were changed", "fields"),
    "agency.ranking_changed": _kind("how matches are put in order was changed", "weights"),
    "staff.added": _kind("a staff account was made", "role"),
    "staff.changed": _kind("a staff account was changed", "fields"),
    "staff.logged_in": _kind("a staff member logged in"),
    "staff.password_accepted": _kind("a password was right, and the second factor is awaited"),
    "staff.second_factor_failed": _kind("a code of the second factor was wrong, used or too old"),
    "staff.second_factor_set_up": _kind("a second factor was set up"),
    "staff.security_key_added": _kind("a security key was added to an account", "keys"),
    "staff.security_key_removed": _kind("a security key was taken from an account", "keys"),
    "staff.security_key_used": _kind("a security key was the second factor of a log-in"),
    "staff.new_password_due": _kind("a log-in was right, and a password of one's own is awaited"),
    "staff.session_ended": _kind("a staff member ended a session of the own account elsewhere"),
    "staff.recovery_code_used": _kind("a recovery code took the place of the second factor", "left"),
    "staff.second_factor_reset": _kind("an account's second factor was taken away"),
    "staff.password_changed": _kind("a staff member changed the own password"),
    "staff.password_reset": _kind("an account was given a new password"),
    "staff.disabled": _kind("a staff account was disabled"),
    "staff.enabled": _kind("a disabled staff account was opened again"),
    "staff.locked": _kind("five failures in a row locked an account"),
    "staff.lock_released": _kind("an account locked by failed log-ins was released"),
    "staff.log_in_failed": _kind("a log-in failed"),
    "staff.logged_out": _kind("a staff member logged out"),
    "access.restricted": _kind("a record was restricted to the staff named for it"),
    "access.lifted": _kind("a record is no longer restricted"),
    "access.named": _kind("a staff member was let into a restricted record", "staff_id"),
    "access.unnamed": _kind("a staff member is no longer let into a restricted record", "staff_id"),
    "access.emergency": _kind("emergency access to a record was asked for, with a reason"),
    "access.reviewed": _kind("a supervisor looked at an emergency access", "staff_id"),
    "access.denied": _kind("a page or record was asked for and refused", "permission"),
    "api_token.made": _kind("a program was given a token for the directory"),
    "api_token.ended": _kind("a program's token for the directory was taken back"),
    "directory.imported": _kind("a directory file was imported", "source", "created", "updated"),
    "directory.exported": _kind("the directory was written to a file", "format", "services"),
    "directory.edited": _kind("a directory record was changed", "fields"),
    "directory.proposed": _kind("a change of a directory record was proposed", "origin", "fields"),
    "directory.merged": _kind("two directory records were made one", "kind", "merged"),
    "directory.merge_undone": _kind(
        "two directory records that were made one are two again", "kind", "merged"
    ),
    "directory.told_apart": _kind("two providers that look alike were told apart", "label"),
    "directory.decided": _kind(
        "a proposed change of a directory record was rejected, withdrawn or taken up again", "decision"
    ),
    "do_not_refer.set": _kind("it was decided to refer nobody to a service", "until"),
    "do_not_refer.ended": _kind("a decision to refer nobody to a service was ended"),
    "provider_link.made": _kind(
        "a provider was given a link to propose changes of its record", "link_id", "days"
    ),
    "provider_link.ended": _kind("a provider's link was ended", "link_id"),
    "provider_link.used": _kind("somebody opened a provider's link", "link_id"),
    "directory.read": _kind(
        "rules and hours were read from the providers' words", "services", "waiting", "decided"
    ),
    "directory.reading_decided": _kind(
        "what was read from a text was decided on for all services with the same words", "verdict", "services"
    ),
    "directory.called": _kind("a call to a provider was written down", "result"),
    "directory.room_told": _kind("how much room there is was entered for some services", "count"),
    "directory.batch_made": _kind("calls to providers were handed out as a batch", "count"),
    "directory.budget_set": _kind("the time for calls to providers was set", "fields"),
    "directory.alarm_settled": _kind("an alarm about a place was settled", "kind", "answer"),
    "directory.geocoder_asked": _kind(
        "an outside geocoder was asked about an address of the directory", "geocoder", "answer"
    ),
    "directory.ways_asked": _kind(
        "a routing server was asked about ways from offices to open places of the directory",
        "server",
        "count",
    ),
    "person.listed": _kind("a list of people was shown", "count"),
    "person.read": _kind("a person's record was shown", "page"),
    "person.history_printed": _kind("the history of a person's record was printed", "format"),
    "person.created": _kind("a person's record was made", "source"),
    "person.updated": _kind("a person's record was changed", "fields"),
    "person.erased": _kind("a person's record was erased, or shut away, by order", "kind"),
    "person.matched": _kind("a person was matched to services", "count"),
    "allocation.printed": _kind("a dry run of who gets which place was printed", "count"),
    "consent.given": _kind("a person's consent was recorded", "consent_id"),
    "consent.revoked": _kind("a person's consent was revoked", "consent_id"),
    "commitment.entered": _kind("a fixed time in a person's week was entered"),
    "commitment.ended": _kind("a fixed time in a person's week was ended"),
    # Not who the other is: the trail outlives an erasure.
    "co_placement.entered": _kind("it was entered that a person is not to be placed with another"),
    "co_placement.ended": _kind("it was ended that a person is not to be placed with another"),
    "plan.created": _kind("a plan was begun", "kind"),
    "plan.updated": _kind("a plan was changed", "section"),
    "plan.printed": _kind("a plan was rendered for printing", "copy", "format"),
    "clearance.asked": _kind("victim services were asked about a place in a person's plan"),
    "clearance.withdrawn": _kind("a request to victim services was taken back"),
    "clearance.listed": _kind("victim services opened their queue", "count"),
    "clearance.read": _kind("victim services opened a request about a person"),
    "clearance.decided": _kind("victim services answered a request about a person"),
    # No subject: who has a protected place is for victim services alone (reentry.victims.trail).
    "protected_place.listed": _kind("somebody's protected places were asked for", "whose"),
    "protected_place.entered": _kind("a protected place was entered", "whose"),
    "protected_place.ended": _kind("a protected place was ended", "whose"),
    "referral.created": _kind("a referral was drafted", "referral_id"),
    "referral.updated": _kind("a referral's state was changed", "state"),
    "referral.outcomes_counted": _kind(
        "outcomes of referrals that were not counted yet were counted", "count"
    ),
    "letter.printed": _kind("a letter was rendered for sending", "referral_id", "format", "consent_id"),
}
