"""A line written by hand stays off the letter where it tells what its reader may not know."""

import pytest

from reentry.consents.disclosure import PROTECTED
from reentry.consents.secret_names import SecretNames
from reentry.referrals import letter_content
from reentry.referrals.letter_free_text import topics
from resources.secrecy.secret_streets import street_pattern
from tests.reentry.referrals.referring import TODAY, consent, referral, service

DOWN = street_pattern("9 Secret Mews")
assert DOWN
OTHER = service("substance_use_treatment").organization_id
NAMES = SecretNames(((OTHER, "Keystone House"),), ((OTHER, "Lantern Rooms"),), (DOWN,))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("He also goes to Keystone House.", "treatment"),
        ("He also goes to KEY\u00adSTONE  house.", "treatment"),
        ("She stays at the Lantern Rooms.", PROTECTED),
        ("Ring at 9 Secret Mws, 9 secret mews lane.", PROTECTED),
        ("Sees the HIV clinic.", PROTECTED),
        ("On antiretrovirals.", PROTECTED),
    ],
)
def test_a_name_tells_as_much_as_a_word(text: str, topic: str) -> None:
    assert topic in topics(text, NAMES)


@pytest.mark.parametrize("text", ["Wears hearing aids.", "Brings a stone and a key to the house."])
def test_an_innocent_line_touches_nothing(text: str) -> None:
    assert topics(text, NAMES) == {}


def test_the_recipients_own_name_may_stand_in_its_letter() -> None:
    assert topics("Ask at Keystone House for Ann.", NAMES, [OTHER]) == {}


@pytest.mark.parametrize("note", ["Also goes to Keystone House.", "Lives at 9 Secret Mews."])
def test_no_letter_to_a_landlord_carries_such_a_note(note: str) -> None:
    made = letter_content.content(referral(service("housing"), note=note), [], TODAY, NAMES)

    assert "note" not in made.told
    assert "Note" in [each.label for each in made.withheld]


def test_a_paper_to_bring_does_not_tell_a_landlord_of_supervision() -> None:
    papers = ["Photo identification", "Parole certificate"]
    landlord = service("housing", required_documents=papers)
    clinic = service("substance_use_treatment", required_documents=papers)

    told = letter_content.content(referral(landlord), [], TODAY)
    held = [consent(clinic.organization_id, "treatment")]

    assert told.documents == ("Photo identification",)
    assert letter_content.content(referral(clinic), held, TODAY).documents == tuple(papers)
