"""Disclosure: who may be told what, from which source, on whose consent."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reentry.consents import disclosure
from reentry.consents.consents import Consent
from reentry.consents.disclosure import PROTECTED, RECIPIENTS, RULES, SCOPES, Needs, covers, ruling
from reentry.people import known_facts
from reentry.referrals.letter_facts import ASKED
from reentry.referrals.letter_recipient import CLASS_OF_NEED
from resources.needs import NEEDS
from tests.reentry.referrals.referring import TODAY, consent

ORGANIZATION = UUID(int=7)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


def test_the_table_has_a_row_for_each_recipient_and_a_column_for_each_scope_and_guarded_source() -> None:
    columns = {column for row in RULES.values() for column in row}

    assert set(RULES) == set(RECIPIENTS)
    assert set(SCOPES) < columns
    assert {"case_record", "program"} <= set(known_facts.SOURCES) & columns
    assert {asked.topic for asked in ASKED.values()} <= columns | {PROTECTED}
    assert set(CLASS_OF_NEED) <= set(NEEDS)
    assert set(CLASS_OF_NEED.values()) <= set(RECIPIENTS)


@pytest.mark.parametrize("kind", ["employer", "landlord", "school"])
@pytest.mark.parametrize("topic", ["supervision", "offense", "health", "mental_health"])
def test_no_consent_opens_supervision_offenses_or_health_to_an_employer_landlord_or_school(
    kind: str, topic: str
) -> None:
    everything = consent(ORGANIZATION, *SCOPES)

    ruled = ruling(kind, topic, "person", [everything], ORGANIZATION, TODAY)

    assert not ruled.told
    assert ruled.never


@pytest.mark.parametrize("kind", RECIPIENTS)
def test_hiv_and_survivor_status_are_told_to_nobody_whatever_was_signed(kind: str) -> None:
    everything = consent(ORGANIZATION, *SCOPES)

    assert not ruling(kind, PROTECTED, "person", [everything], ORGANIZATION, TODAY).told


@pytest.mark.parametrize("kind", RECIPIENTS)
def test_what_a_program_told_goes_out_only_with_a_consent_that_covers_it(kind: str) -> None:
    told = consent(ORGANIZATION, "program")

    assert ruling(kind, "general", "program", [], ORGANIZATION, TODAY).missing == ("program",)
    assert ruling(kind, "general", "program", [told], ORGANIZATION, TODAY).rests_on == (("program", told),)


def test_the_case_record_takes_written_authorization_but_not_towards_board_and_court() -> None:
    outside = {kind for kind in RECIPIENTS if RULES[kind]["case_record"] is Needs.CONSENT}

    assert outside == set(RECIPIENTS) - {"board", "court"}
    assert not ruling("landlord", "general", "case_record", [], ORGANIZATION, TODAY).told


def test_topic_and_source_must_both_be_covered() -> None:
    half = consent(ORGANIZATION, "offense")
    other_half = consent(ORGANIZATION, "case_record")

    refused = ruling("legal_aid", "offense", "case_record", [half], ORGANIZATION, TODAY)
    allowed = ruling("legal_aid", "offense", "case_record", [half, other_half], ORGANIZATION, TODAY)

    assert refused.missing == ("case_record",)
    assert allowed.told


@given(signed=DAYS, length=st.integers(0, 400), revoked=st.none() | DAYS, on=DAYS)
def test_a_consent_covers_from_signing_through_its_last_day_unless_revoked(
    signed: date, length: int, revoked: date | None, on: date
) -> None:
    expires = signed + timedelta(days=length)
    held = [consent(ORGANIZATION, "treatment", signed=signed, expires=expires, revoked=revoked)]

    live = signed <= on <= expires and (revoked is None or on < revoked)

    assert (covers(held, ORGANIZATION, "treatment", on) is not None) == live
    assert (held[0].standing(on) == "live") == live


@pytest.mark.parametrize(
    ("held", "recipient"),
    [
        (consent(uuid4(), "treatment"), ORGANIZATION),
        (consent(ORGANIZATION, "health"), ORGANIZATION),
        (consent("board", "treatment"), ORGANIZATION),
        (consent("board", "treatment"), "court"),
        (consent(ORGANIZATION, "treatment"), "board"),
        (consent(ORGANIZATION, "treatment"), ""),
    ],
)
def test_another_recipient_or_scope_covers_nothing(held: Consent, recipient: UUID | str) -> None:
    assert covers([held], recipient, "treatment", TODAY) is None


def test_a_body_outside_the_directory_is_covered_by_its_name() -> None:
    held = consent("board", "treatment")

    assert covers([held], "board", "treatment", TODAY) is held


def test_of_several_the_consent_that_lasts_longest_counts() -> None:
    short = consent(ORGANIZATION, "treatment", expires=date(2026, 12, 1))
    long = consent(ORGANIZATION, "treatment", expires=date(2027, 12, 1))

    assert covers([short, long], ORGANIZATION, "treatment", TODAY) is long


@pytest.mark.parametrize(
    ("kind", "held", "allowed"),
    [
        ("employer", [], True),
        ("treatment_program", [consent(ORGANIZATION, "treatment")], False),
        ("treatment_program", [consent(ORGANIZATION, "treatment", answer=True)], True),
        ("treatment_program", [consent(ORGANIZATION, "health", answer=True)], False),
        ("health_provider", [], False),
        ("health_provider", [consent(ORGANIZATION, "health", answer=True)], True),
        ("health_provider", [consent(ORGANIZATION, "health", answer=True, revoked=TODAY)], False),
    ],
)
def test_an_answer_about_care_needs_a_release_of_its_own(
    kind: str, held: list[Consent], allowed: bool
) -> None:
    assert disclosure.answer_allowed(kind, held, ORGANIZATION, TODAY) is allowed
