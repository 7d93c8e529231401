"""The sentences of a referral letter, all in one place, so that they can be translated together."""

from agency.languages import to_translate

SUBJECT = to_translate("RE: Referral %(reference)s")
SUBJECT_NAMED = to_translate("RE: Referral %(reference)s, %(name)s")
GREETING = to_translate("To whom it may concern:")
REFERS = to_translate("We refer %(name)s to you for %(what)s.")
REFERS_UNNAMED = to_translate(
    "We refer a person to you for %(what)s. Call us with the reference above and we will tell you more."
)
FACTS = to_translate("What you ask about")
BRING = to_translate("To bring along")
ANSWER = to_translate("Please answer by %(due)s on the slip below, or call %(phone)s.")
ANSWER_FAX = to_translate(" by fax to %(fax)s")
NO_ANSWER = to_translate("No reply is needed. With questions, call %(phone)s.")
ANSWER_BARRED = to_translate(
    "Please do not reply about this person: an answer would need a release given to you, and we hold none. "
    "With general questions, call %(phone)s."
)
CONSENT_TITLE = to_translate("Notice to the recipient")
CONSENT = to_translate(
    "This letter rests on written consent signed %(signed)s, which lets us tell %(recipient)s about %(scope)s. "
    "It ends %(expires)s, or earlier if revoked."
)
PURPOSE = to_translate("Purpose: %(purpose)s.")
CUT = to_translate("Cut here and return")
SLIP = to_translate("Reply to referral %(reference)s")
SLIP_HOW = to_translate("Tick one, please, and return by %(due)s%(fax)s, or call %(phone)s.")
ACCEPTED = to_translate("Accepted; come on")
WAITLISTED = to_translate("Waiting list; about how long:")
NEEDS_INFORMATION = to_translate("We need to know:")
DECLINED = to_translate("Not accepted: %(reason)s")
SLIP_FIELDS = (to_translate("Name and title"), to_translate("Telephone"), to_translate("Date"))
CODE = to_translate("Reference:")
CODE_ALTERNATE = to_translate("Square code that holds the reference %(reference)s")
TELEPHONE = to_translate("Telephone %(phone)s")
FAX = to_translate("Fax %(fax)s")
