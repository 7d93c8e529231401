"""What a provider reads on its pages, in the languages of the product."""

from collections.abc import Mapping

from agency.languages import to_translate, translator

WORDS: Mapping[str, str] = {
    "gone": to_translate("This link does not open anything"),
    "gone_why": to_translate(
        "It may have ended, or it was not copied whole. Ask whoever sent it to you for a new one."
    ),
    "skip": to_translate("Skip to the page"),
    "title": to_translate("Your entry in our directory"),
    "intro": to_translate(
        "This is what we tell people about you. Please correct what is wrong. We read each change before it counts."
    ),
    "good_until": to_translate("This link works until %(day)s. Anyone who has it can propose changes."),
    "services": to_translate("Your services"),
    "organization": to_translate("Your organization"),
    "no_services": to_translate("No service of yours can be shown here. Call us about it."),
    "correct": to_translate("Correct this"),
    "back": to_translate("Back"),
    "not_said": to_translate("not on record"),
    "waiting": to_translate("Sent, and waiting for us to read"),
    "still_right": to_translate("Is all of this still right?"),
    "still_right_hint": to_translate("Tell us even if nothing has changed: it helps us call you less."),
    "still_right_send": to_translate("Yes, all of it is still right"),
    "still_right_sent": to_translate("Says that all is still right"),
    "sent": to_translate("Thank you. We will read it soon."),
    "who": to_translate("Your name"),
    "who_hint": to_translate("So that we can ask you if something is not clear."),
    "note": to_translate("Anything else we should know"),
    "note_hint": to_translate("Please write nothing about the people you serve."),
    "send": to_translate("Send the changes"),
    "wrong": to_translate("Please look at this again. Nothing was sent yet; what you typed is still here."),
    "moved": to_translate(
        "We changed this entry while you were writing. Please look at it once more and send it again."
    ),
    "nothing": to_translate(
        "Nothing is different from what we have. If all of it is right, say so on the page before."
    ),
    "name": to_translate("Name"),
    "alternate_name": to_translate("Also called"),
    "description": to_translate("What you do"),
    "email": to_translate("E-mail"),
    "website": to_translate("Website"),
    "url": to_translate("Website of this service"),
    "eligibility_description": to_translate("Whom you take, in your own words"),
    "application_process": to_translate("How to apply"),
    "fees_description": to_translate("What it costs"),
    "hours_description": to_translate("Hours in your own words"),
    "languages": to_translate("Languages"),
    "languages_hint": to_translate("With commas between them"),
    "phones": to_translate("Phones"),
    "number": to_translate("Number"),
    "extension": to_translate("Extension"),
    "type": to_translate("Kind"),
    "phone_description": to_translate("What it is for"),
    "schedules": to_translate("Hours"),
    "opens": to_translate("opens"),
    "closes": to_translate("closes"),
    "more_hours": to_translate("More hours on this day"),
    "standing": to_translate("Open or closed"),
    "standing_hint": to_translate(
        "If you close for a while, say until when, or leave the day empty if you do not know."
    ),
    "status": to_translate("At present"),
    "closed_until": to_translate("Closed until"),
    "active": to_translate("Open"),
    "temporarily closed": to_translate("Closed for a while"),
    "inactive": to_translate("Not offered at present"),
    "defunct": to_translate("Closed for good"),
    "closing": to_translate("Closed, paused or open again?"),
    "closing_hint": to_translate("Say it once for all of your services, or for some."),
    "closing_tell": to_translate("Tell us"),
    "which": to_translate("Which services"),
    "your_places": to_translate("Your addresses"),
    "moved_or_wrong": to_translate("We moved, or this is wrong"),
    "place": to_translate("Address"),
    "place_hint": to_translate(
        "Write the address as it is now. People are sent to the old one until we have read it."
    ),
    "given_here": to_translate("Here: %(services)s"),
    "only_one_moved": to_translate(
        "If only one of these moves, write below which, and leave the address as it is."
    ),
    "addresses": to_translate("Address"),
    "address_1": to_translate("Street and number"),
    "address_2": to_translate("Suite or floor"),
    "city": to_translate("City"),
    "state_province": to_translate("State"),
    "postal_code": to_translate("ZIP code"),
    "hours_in_words": to_translate("Your hours differ by place, so please write what has changed in words."),
    "access_ways": to_translate("How people get in"),
    "way_detail": to_translate("What they must know"),
    "season": to_translate("Season"),
    "season_hint": to_translate("Only if you are not open all year. Month and day, such as 11-01."),
    "season_from": to_translate("First day"),
    "season_to": to_translate("Last day"),
    "capacity": to_translate("Room today"),
    "capacity_hint": to_translate("Leave it empty if you do not want to say."),
    "capacity_last": to_translate("Last said on %(day)s"),
    "available": to_translate("Free now"),
    "unit": to_translate("Counted in"),
    "waiting_days": to_translate("Days people wait"),
    "waiting_people": to_translate("People on the waiting list"),
    "empty_removes": to_translate("Empty a row to take it out."),
    "MO": to_translate("Monday"),
    "TU": to_translate("Tuesday"),
    "WE": to_translate("Wednesday"),
    "TH": to_translate("Thursday"),
    "FR": to_translate("Friday"),
    "SA": to_translate("Saturday"),
    "SU": to_translate("Sunday"),
    "beds": to_translate("beds"),
    "slots": to_translate("appointments or openings"),
    "places": to_translate("places"),
    "voice": to_translate("Phone"),
    "fax": to_translate("Fax"),
    "text": to_translate("Text messages"),
    "hotline": to_translate("Hotline"),
    "tty": to_translate("TTY for the deaf"),
    "cell": to_translate("Cell phone"),
    "pager": to_translate("Pager"),
    "walk_in": to_translate("Walk in"),
    "phone_interview": to_translate("Phone interview, also from inside"),
    "application": to_translate("Application"),
    "access_point": to_translate("Through the coordinated-entry access point"),
    "court_order": to_translate("Court order"),
    "named_referrer": to_translate("Referral by a named party"),
    "appointment": to_translate("By appointment"),
    "choose": to_translate("Choose"),
}
# What the checks of a record say, which are shared with staff; here so that they are translated too.
SHARED = (
    to_translate("Enter a number."),
    to_translate("Enter a name of at most 200 characters."),
    to_translate("Write an e-mail address, such as desk@example.org."),
    to_translate("Write the whole web address, such as https://example.org."),
    to_translate("Write month and day as 11-15."),
    to_translate("Write a time as 14:30."),
    to_translate("Choose a way in."),
    to_translate("Enter a whole number, or leave it empty."),
)


def words_in(language: str) -> dict[str, str]:
    """Every word of the pages in one of agency.languages.LANGUAGES."""
    translate = translator(language)
    return {name: translate(text) for name, text in WORDS.items()}
