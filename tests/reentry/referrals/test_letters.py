"""The referral letter: no more about the person than its reader may know, and nothing without a live consent."""

from datetime import date, timedelta
from itertools import chain
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agency.documents.blocks import AddressBlock, CheckList, Heading, Letterhead, ReplySlip
from agency.errors import WithheldError
from agency.offices import Agency
from agency.staff.staff import Role, Staff
from reentry.consents import legal_texts
from reentry.consents.consents import Consent
from reentry.consents.disclosure import SCOPES
from reentry.referrals import letters
from reentry.referrals.letter_content import content
from reentry.referrals.letters import Sender
from reentry.referrals.states import DECLINE_REASONS
from resources.needs import NEEDS
from tests.reentry.referrals.referring import (
    OFFICE,
    TELLING,
    TODAY,
    consent,
    letter,
    person,
    place,
    referral,
    requirement,
    service,
    words,
)

PROGRAM, OTHER = UUID(int=1), UUID(int=2)
RECIPIENTS: tuple[UUID | str, ...] = (PROGRAM, OTHER, "board", "court")
DAYS = st.dates(date(2026, 6, 1), date(2027, 6, 1))


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    """Any consent: of this program or others, live or not, for whatever."""
    signed = draw(DAYS)
    return consent(
        draw(st.sampled_from(RECIPIENTS)),
        *draw(st.lists(st.sampled_from(list(SCOPES)), unique=True)),
        signed=signed,
        expires=signed + timedelta(days=draw(st.integers(-5, 300))),
        revoked=draw(st.none() | DAYS),
        answer=draw(st.booleans()),
    )


@settings(max_examples=300, deadline=None)
@given(
    held=st.lists(consents(), max_size=4),
    on=DAYS,
    flagged=st.booleans(),
    need=st.sampled_from(("substance_use_treatment", "housing")),
)
def test_no_letter_tells_of_treatment_without_a_consent_live_that_day(
    held: list[Consent], on: date, flagged: bool, need: str
) -> None:
    made = service(need, organization_id=PROGRAM, part_2_program=flagged)
    tells = flagged or need == "substance_use_treatment"
    covered = any(
        each.organization_id == PROGRAM
        and "treatment" in each.scope
        and each.signed_on <= on <= each.expires_on
        and (each.revoked_on is None or on < each.revoked_on)
        for each in held
    )

    if tells and not covered:
        with pytest.raises(WithheldError) as refused:
            letter(referral(made), held, on)
        said = str(refused.value).lower()
        assert not any(each in said for each in ("treatment", "marcus", "gullwing", "substance"))
    else:
        assert ("42 CFR part 2" in words(letter(referral(made), held, on))) == tells


@settings(max_examples=150, deadline=None)
@given(
    need=st.sampled_from(("jobs", "housing", "homeless_services", "education", "child_care")),
    held=st.lists(consents(), max_size=3),
    source=st.sampled_from(("person", "order", "case_record", "program", "document")),
    caseload=st.sampled_from(("adult", "juvenile")),
)
def test_employers_landlords_and_schools_read_no_word_of_supervision(
    need: str, held: list[Consent], source: str, caseload: str
) -> None:
    asks = [requirement("felony", "cannot"), requirement("disability"), requirement("minimum_age", value=18)]
    known: dict[str, object] = {"offenses.felony": True, "disability": True, "open_warrant": True}
    who = person(
        source,
        known,
        caseload=caseload,
        contact={"phone": "443-555-0120", "note": "Ask for the parole agent"},
    )
    made = service(need, *asks, requirement("open_warrant", "cannot"), organization_id=PROGRAM)

    text = words(letter(referral(made, who, note="He is out of prison on parole."), held)).lower()

    assert "example office of services" in text
    assert not [word for word in (*TELLING, "prison", "disability", "warrant", "case record") if word in text]


@settings(max_examples=100, deadline=None)
@given(
    need=st.sampled_from([need for need in NEEDS if need != "victim_services"]),
    scopes=st.sets(st.sampled_from(list(SCOPES))),
)
def test_hiv_and_survivor_status_stand_in_no_letter(need: str, scopes: set[str]) -> None:
    made = service(need, requirement("hiv"), requirement("domestic_violence"), organization_id=PROGRAM)
    who = person(facts={"hiv": True, "domestic_violence": True}, safety_notes=["Protective order against R."])

    text = words(letter(referral(made, who), [consent(PROGRAM, "treatment", *scopes)])).lower()

    assert not [word for word in ("hiv", "survivor", "violence", "protective") if word in text]


@pytest.mark.parametrize(("need", "flagged"), [("housing", True), ("victim_services", False)])
def test_services_for_survivors_get_no_letter(need: str, flagged: bool) -> None:
    made = service(need, victim_services=flagged)

    with pytest.raises(WithheldError, match="hotline"):
        letter(referral(made), [consent(made.organization_id, *SCOPES)])


def test_only_what_the_provider_confirmed_it_asks_is_told() -> None:
    asks = (
        requirement("minimum_age", value=18),
        requirement("gender", value="male", confirmed_on=None),
        requirement("high_school_diploma", part="Evening course"),
        requirement("veteran", basis="doubtful"),
    )
    who = person(facts={"high_school_diploma": True, "veteran": True, "identification": True})

    told = content(referral(service("food_and_clothing", *asks), who), [], TODAY)

    assert [(line.label, line.words) for line in told.answers] == [("Age", "38 on February 14, 2027")]


def test_a_fact_of_the_case_record_waits_for_its_authorization_and_names_it() -> None:
    made = service("legal_help", requirement("minimum_age", value=18), organization_id=PROGRAM)
    found = referral(made, person("case_record"))

    without = content(found, [], TODAY)
    with_it = letter(found, [consent(PROGRAM, "case_record")])

    assert [(each.label, "case record" in each.why) for each in without.withheld] == [("Age", True)]
    assert "38 on February 14, 2027" in words(with_it)
    assert "§3-602" in words(with_it)


def test_a_curfew_is_told_only_where_supervision_may_be_known() -> None:
    kitchen, clinic = (
        service("food_and_clothing", organization_id=PROGRAM),
        service("cognitive_behavioral_program"),
    )

    assert "8 pm" not in words(letter(referral(kitchen)))
    assert "8 pm–6 am, every day" in words(letter(referral(kitchen), [consent(PROGRAM, "supervision")]))
    assert "8 pm–6 am, every day" in words(letter(referral(clinic)))


def test_the_letterhead_follows_what_may_be_known() -> None:
    heads = {
        need: next(
            each for each in letter(referral(service(need))).blocks() if isinstance(each, Letterhead)
        ).agency
        for need in ("jobs", "housing", "education", "food_and_clothing", "legal_help")
    }

    assert heads == {
        "jobs": "Example Office of Services",
        "housing": "Example Office of Services",
        "education": "Example Office of Services",
        "food_and_clothing": "Example Office of Services",
        "legal_help": "Example Division of Parole",
    }


def test_housing_for_people_coming_home_may_hear_of_supervision_by_consent() -> None:
    made = service("housing", requirement("justice_involved"), organization_id=PROGRAM)

    by_consent = words(letter(referral(made), [consent(PROGRAM, "supervision")]))

    assert "8 pm" not in words(letter(referral(made)))
    assert "8 pm" in by_consent
    assert "about being under supervision" in by_consent


def test_a_consents_account_names_no_scope_that_its_reader_may_not_know() -> None:
    made = service("housing", requirement("sober_days", value=30), organization_id=PROGRAM)
    who = person(facts={"sober_since": "2026-01-10"})
    held = [
        consent(
            PROGRAM, "treatment", "supervision", "offense", "case_record", purpose="housing while on parole"
        )
    ]

    text = words(letter(referral(made, who), held))

    assert "January 10, 2026" in text
    assert "substance-use treatment" in text
    assert not [word for word in (*TELLING, "case record") if word in text.lower()]


def test_a_consents_account_names_only_what_the_letter_needs() -> None:
    made = service("legal_help", requirement("minimum_age", value=18), organization_id=PROGRAM)

    text = words(
        letter(referral(made, person("case_record")), [consent(PROGRAM, "case_record", "mental_health")])
    )

    assert "what the case record holds" in text
    assert "mental" not in text


def test_a_confidential_place_is_addressed_by_organization_and_county() -> None:
    found = referral(service("food_and_clothing"), addressed_location=place(confidential=True))

    address = next(each for each in letter(found).blocks() if isinstance(each, AddressBlock))

    assert address.lines == ("Gullwing House", "Attention: Front door", "Allegany County, MD")
    assert "Mulberry" not in words(letter(found))


def test_the_subject_line_to_care_is_the_reference_alone() -> None:
    def subject(need: str) -> str:
        return next(
            each.text for each in letter(referral(service(need))).blocks() if isinstance(each, Heading)
        )

    assert subject("mental_health") == "RE: Referral 7K2M-9QXT"
    assert subject("jobs") == "RE: Referral 7K2M-9QXT, Marcus Tidewater"


def test_a_juveniles_name_needs_an_authorization() -> None:
    made = service("legal_help", organization_id=PROGRAM)
    found = referral(made, person(caseload="juvenile", contact={"phone": "443-555-0120"}))

    assert not [said for said in ("Marcus", "Tidewater", "M.T.", "443-555") if said in words(letter(found))]
    assert "Marcus Tidewater" in words(letter(found, [consent(PROGRAM, "case_record")]))


def test_how_the_person_may_be_reached_and_how_not() -> None:
    def said(contact: dict[str, object]) -> str:
        return words(letter(referral(service("jobs"), person(contact=contact))))

    assert "do not contact directly" in said({})
    assert "443-555-0120; leave no message" in said({"phone": "443-555-0120"})
    assert "leave no message" not in said({"phone": "443-555-0120", "may_leave_message": True})


def test_language_interpreter_documents_and_appointment_are_on_the_letter() -> None:
    who = person("case_record", {"languages": ["Spanish"]}, interpreter=True, access_needs=["Wheelchair"])
    made = service("jobs", required_documents=["Photo ID", "Resume"])

    document = letter(referral(made, who, appointment="December 3, 10 am"))

    boxes = next(each.boxes for each in document.blocks() if isinstance(each, CheckList))
    assert [box.label for box in boxes] == ["Photo ID", "Resume"]
    for said in (
        "Spanish; please arrange an interpreter",
        "Wheelchair",
        "December 3, 10 am",
        "February 14, 2027",
    ):
        assert said in words(document)


def _slip(need: str, *held: Consent) -> ReplySlip | None:
    made = service(need, organization_id=PROGRAM)
    blocks = letter(referral(made), held).blocks()
    return next((each for each in blocks if isinstance(each, ReplySlip)), None)


def test_a_slip_offers_every_answer_and_its_code_holds_the_reference_only() -> None:
    slip = _slip("legal_help")

    assert slip is not None
    assert slip.code is not None
    assert slip.code.address == "7K2M-9QXT"
    labels = " ".join(box.label for box in slip.boxes).lower()
    assert all(reason.lower() in labels for reason in DECLINE_REASONS.values())
    assert not [
        said
        for said in chain.from_iterable((box.label, *slip.fields) for box in slip.boxes)
        if "Marcus" in said
    ]


def test_no_slip_where_the_answer_needs_a_release_or_none_is_expected() -> None:
    assert _slip("substance_use_treatment", consent(PROGRAM, "treatment")) is None
    assert _slip("substance_use_treatment", consent(PROGRAM, "treatment", answer=True)) is not None
    assert _slip("mental_health") is None
    assert _slip("food_and_clothing") is None


def test_an_answer_is_due_in_two_business_days_and_a_holiday_is_none() -> None:
    wednesday_before_thanksgiving = date(2026, 11, 25)

    text = words(letter(referral(service("jobs")), on=wednesday_before_thanksgiving))

    # Thanksgiving, Maryland's holiday on the day after, and a weekend lie between.
    assert "Please answer by December 1, 2026" in text


def test_the_file_is_named_by_its_reference_and_the_footer_tells_whose_and_to_whom() -> None:
    document = letter(referral(service("jobs")))

    assert (document.title, document.author) == ("Referral 7K2M-9QXT", "Example Office of Services")
    assert document.footer == "M.T. · Gullwing House"


def test_who_signs_without_a_title_signs_in_the_agencys_word_for_the_role() -> None:
    agency = Agency(
        name="Example Division", neutral_name="Example Office", state="MD", role_words={"officer": "Agent"}
    )
    sender = Sender(agency, OFFICE, Staff(name="Dana Whitlock", title="", role=Role.OFFICER))
    treatment = service("substance_use_treatment", organization_id=PROGRAM)
    employer = service("jobs")

    signed = [
        words(letters.document(referral(made), sender, held, TODAY, legal_texts.load()))
        for made, held in ((treatment, [consent(PROGRAM, "treatment")]), (employer, []))
    ]

    # A letter under the neutral name tells no role.
    assert ["Agent" in text for text in signed] == [True, False]
