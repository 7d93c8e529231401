"""The states of a referral: what may follow what, and which reason each asks for. One county's 211 practice."""

STATES = {
    "draft": "Draft",
    "sent": "Sent",
    "received": "Received",
    "accepted": "Accepted",
    "waitlisted": "Waiting list",
    "needs_information": "Needs information",
    "declined": "Declined",
    "canceled": "Canceled",
    "no_response": "No response",
    "appointment": "Appointment",
    "attended": "Attended",
    "late": "Attended late",
    "no_show": "No-show",
    "enrolled": "Enrolled",
    "completed": "Completed",
    "partly": "Partly completed",
    "left": "Left early",
}
_ANSWERS = ("accepted", "waitlisted", "needs_information", "declined", "appointment")
_CAME = ("attended", "late", "no_show")

TRANSITIONS: dict[str, tuple[str, ...]] = {
    "draft": ("sent", "canceled"),
    "sent": ("received", *_ANSWERS, "no_response", "canceled"),
    "received": (*_ANSWERS, "no_response", "canceled"),
    "needs_information": ("sent", "received", *_ANSWERS, "no_response", "canceled"),
    "waitlisted": ("accepted", "appointment", "enrolled", "declined", "no_response", "canceled"),
    "no_response": ("sent", "received", *_ANSWERS, "canceled"),
    "accepted": ("appointment", "enrolled", *_CAME, "declined", "canceled"),
    "appointment": ("appointment", *_CAME, "declined", "canceled"),
    "attended": ("enrolled", "appointment", "waitlisted", "declined", "canceled"),
    "late": ("enrolled", "appointment", "waitlisted", "declined", "canceled"),
    "no_show": ("appointment", "declined", "canceled"),
    "enrolled": ("completed", "partly", "left"),
    "declined": (),
    "canceled": (),
    "completed": (),
    "partly": (),
    "left": (),
}
# Where an answer is still to come, unless none was asked for.
AWAITING = ("sent", "received", "needs_information")

# The provider's reasons.
DECLINE_REASONS = {
    "capacity": "No room",
    "not_eligible": "Not eligible",
    "missing_documents": "Documents missing",
    "out_of_area": "Out of area",
    "offense": "Offense",
    "no_contact": "Could not reach the person",
    "other": "Other",
}
# The person's reasons, and ours.
CANCEL_REASONS = {
    "changed_mind": "The person changed their mind",
    "found_other": "Found help elsewhere",
    "moved": "Moved away",
    "unavailable": "Not available any more",
    "mistake": "Drafted by mistake",
}
NO_SHOW_REASONS = {
    "acceptable": "With an acceptable reason",
    "unacceptable": "Without an acceptable reason",
    "logistics": "Could not get there",
}
REASONS = {"declined": DECLINE_REASONS, "canceled": CANCEL_REASONS, "no_show": NO_SHOW_REASONS}
OUTCOMES = {"completed": 1.0, "partly": 0.5, "left": 0.0}
