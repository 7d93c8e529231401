"""Every reason has a sentence an officer reads, and says what it rests on."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from matching.answers import Answer
from matching.case import read_case, read_requirement
from matching.judgment import judge
from matching.reasons import Reason
from matching.rules import YES_OR_NO_FACTS
from matching.sentences import FINDINGS, SENTENCES
from matching.wording import Wording, english
from resources.eligibility import VOCABULARY, Requirement, phrase
from tests.matching.strategies import CASES, odd_cases
from tests.matching.written import accepts, cannot, judged, must

Raw = dict[str, Any]
US = english()
CURFEW = {"curfew": {"from": "20:00", "to": "06:00"}, "travel_minutes": 25}
ZONE = {"kind": "residence", "latitude": 39.29, "longitude": -76.61, "radius_m": 304.8}


def said(*requirements: Raw, **case: Any) -> str:
    [reason] = judged(*requirements, **case).reasons
    return US.sentence(reason)


def near(north_m: float, precision_m: float = 0) -> Raw:
    return {"latitude": 39.29 + north_m / 111_195.08, "longitude": -76.61, "precision_m": precision_m}


OFF = {"sex_offense": False, "arson": False, "violent_offense": False}


@pytest.mark.parametrize(
    ("requirement", "facts", "sentence"),
    [
        (
            must("minimum_age", 18),
            {"birth_date": "2010-06-01"},
            "Must be 18 or older — is 16 on Nov 21, 2026.",
        ),
        (must("minimum_age", 18), {}, "Must be 18 or older — birth date not on record."),
        (must("gender", "female"), {"gender": "male"}, "For women only — does not fit the gender on record."),
        (must("gender", "male"), {"gender": "other"}, "For men only — ask the provider."),
        (must("veteran"), {"veteran": True}, "Must be a veteran — is a veteran."),
        (
            cannot("sex_offense"),
            {"offenses": {"sex_offense": True}},
            "No one with a sex offense — has one on record.",
        ),
        (
            must("residence", ["Howard County", "Virginia"]),
            {"residence": {"city": "Towson", "county": "Baltimore County", "state": "MD"}},
            "Must live in Howard County or Virginia — the address is in Towson, Baltimore County, MD.",
        ),
        (
            must("referral", "DSS"),
            {"referral": True},
            "Must be referred by DSS — has a referral, but from whom is not on record.",
        ),
        (must("insurance", "Medicaid"), {"insurance": ["medicaid"]}, "Must have Medicaid — has medicaid."),
        (
            must("sober_days", 90),
            {"sober_since": "2026-11-01"},
            "Must be sober 90 days or more — sober since Nov 1, 2026; days by then: 20.",
        ),
        (
            cannot("medication", ["methadone"]),
            {"medication": ["methadone"]},
            "The provider says no methadone; may be unlawful; a person decides.",
        ),
        (
            must("language", ["English"], basis="doubtful"),
            {"languages": ["Spanish"]},
            "The provider says: Must speak English — speaks none of these; may be unlawful; a person decides.",
        ),
        (
            must("veteran", confirmed=False),
            {"veteran": False},
            "Must be a veteran — is not a veteran, but nobody has confirmed this rule; call and ask.",
        ),
        (
            must("other", "orientation 100% attended"),
            {},
            "Also asked: orientation 100% attended — ask the provider.",
        ),
        (
            must("astrology"),
            {},
            "A rule this service cannot read: “astrology” — ask the provider what is meant.",
        ),
    ],
)
def test_a_requirement_reads_as_what_is_asked_and_what_was_found(
    requirement: Raw, facts: Raw, sentence: str
) -> None:
    assert said(requirement, facts=facts) == sentence


def test_silence_says_where_and_about_what() -> None:
    facts = {"offenses": OFF | {"sex_offense": None}}

    assert said(facts=facts, residential=True) == (
        "Nothing on record about sex offenses where people live; call and ask."
    )
    assert said(facts=facts, minors_on_site=True) == (
        "Nothing on record about sex offenses where children are; call and ask."
    )
    assert said(accepts("sex_offense"), facts=facts, residential=True) == (
        "The provider accepts people with a sex offense."
    )
    assert said(open_to_all=False) == "Nobody has confirmed with the provider whom it takes; call and ask."


def test_hours_are_told_on_a_twelve_hour_clock() -> None:
    schedule = [{"days": ["MO"], "opens": "19:00", "closes": "20:00"}]

    assert said(conditions=CURFEW, schedule=schedule) == (
        "Never open for an hour between 6:25 am and 7:35 pm, the time that curfew and travel leave."
    )
    assert "6 am and 8 pm" in said(conditions=CURFEW | {"travel_minutes": 0}, schedule=schedule)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (near(400), "Clear of the residence zone: 1,312 ft from its center, radius 1,000 ft."),
        (near(2000), "Clear of the residence zone: 1.2 mi from its center, radius 1,000 ft."),
        (near(100), "Inside the residence zone: 328 ft from its center, radius 1,000 ft."),
        (
            near(100, 1500),
            (
                "Too close to the edge of the residence zone to call: 328 ft from its center, "
                "radius 1,000 ft, and the point on the map may be off by 4,921 ft."
            ),
        ),
        (None, "Not on the map, so the residence zone cannot be checked."),
    ],
)
def test_zones_are_told_in_feet_and_miles(place: Raw | None, sentence: str) -> None:
    case = {"facts": {"offenses": OFF}, "conditions": {"zones": [ZONE]}, "residential": True}

    assert said(place=place, **case) == sentence


def test_alternatives_tell_each_branch() -> None:
    requirements = [
        must("veteran", alt="a1"),
        must("homeless", alt="a2"),
        must("referral", "required", alt="a2"),
    ]

    assert said(*requirements, facts={"veteran": False}) == (
        "One of these is needed; ask: Must be a veteran — is not a veteran; "
        "or Must be homeless — not on record yet and Must have a referral — no referral on record."
    )


@pytest.mark.parametrize(
    ("more", "source"),
    [
        ({"quote": "men 18+"}, "“men 18+”, read from the provider's text, not yet confirmed"),
        (
            {
                "quote": "men 18+",
                "confirmed": True,
                "confirmed_by": "Dana Example with the front desk",
                "confirmed_on": date(2026, 11, 2),
            },
            "“men 18+”, confirmed by Dana Example with the front desk on Nov 2, 2026",
        ),
        ({"confirmed": True, "confirmed_on": date(2026, 11, 2)}, "confirmed on Nov 2, 2026"),
        ({"confirmed": True, "confirmed_by": "Dana Example"}, "confirmed by Dana Example"),
        ({"confirmed": True}, "confirmed"),
        ({}, "not yet confirmed"),
        ({"source": "a declined referral"}, "a declined referral, not yet confirmed"),
    ],
)
def test_the_source_is_the_providers_words_and_who_confirmed_them(more: Raw, source: str) -> None:
    requirement = Requirement(rule="minimum_age", mode="must", value=18, **more)

    assert US.source(Reason("minimum_age", Answer.MET, "age", requirement=requirement)) == source


def test_alternatives_name_each_source_once() -> None:
    items = [
        must(rule, alt=alt, quote="vets or homeless") for rule, alt in (("veteran", "a1"), ("homeless", "a2"))
    ]
    [reason] = judged(*items).reasons

    assert US.source(reason) == "“vets or homeless”, confirmed"


def test_what_rests_on_no_requirement_has_no_source() -> None:
    [reason] = judged(open_to_all=False).reasons

    assert US.source(reason) == ""


def test_a_limit_of_one_part_is_told() -> None:
    requirement = Requirement(rule="minimum_age", mode="must", value=18, part="evening classes")

    assert US.told_only(requirement) == "Only for evening classes: Must be 18 or older."


@pytest.mark.parametrize(
    ("rule", "mode"), [(rule, mode) for rule, term in VOCABULARY.items() for mode in term.modes]
)
@pytest.mark.parametrize("status", list(Answer))
def test_every_rule_has_words_for_every_status(rule: str, mode: str, status: Answer) -> None:
    requirement = read_requirement({"rule": rule, "mode": mode, "value": "x"})

    sentence = US.sentence(Reason(rule, status, "a code of long ago", requirement=requirement))

    assert re.fullmatch(r"[A-Z].* — (fits|does not fit|not known)\.", sentence)


@settings(max_examples=300)
@given(CASES)
def test_every_reason_of_every_case_is_worded_in_full(raw: Raw) -> None:
    case = read_case(raw)

    for reason in judge(case.facts, case.conditions, case.offer, case.on).reasons:
        assert (reason.rule, reason.code) in SENTENCES or (
            FINDINGS.keys() & {(reason.rule, reason.code), ("", reason.code)}
        )
        assert re.fullmatch(r"[A-Z“].*\.", US.sentence(reason), re.DOTALL)
        assert "%(" not in US.sentence(reason)


@given(odd_cases())
def test_odd_cases_are_worded_too(raw: Raw) -> None:
    case = read_case(raw)

    for reason in judge(case.facts, case.conditions, case.offer, case.on).reasons:
        assert US.sentence(reason)
        assert isinstance(US.source(reason), str)


def test_no_code_passes_for_yes_or_no_without_words_of_its_own_rule() -> None:
    """A bare "yes" would not tell what is so: each yes-or-no rule says it in its own words."""
    assert {(rule, code) for rule in YES_OR_NO_FACTS for code in ("yes", "no")} <= FINDINGS.keys()


def test_sentences_go_through_the_translation() -> None:
    spanish = {
        "Must be %(value)s or older": "Debe tener %(value)s años o más",
        "is %(age)s on %(on)s": "tiene %(age)s el %(on)s",
    }
    [reason] = judged(must("minimum_age", 18), facts={"birth_date": "2010-06-01"}).reasons

    wording = Wording(lambda text: spanish.get(text, text), "es_US")

    assert wording.sentence(reason) == "Debe tener 18 años o más — tiene 16 el 21 nov 2026."


def test_every_phrase_of_the_vocabulary_is_shown_in_the_language_asked_for() -> None:
    requirements = [
        Requirement(rule=rule, mode=mode) for rule, term in VOCABULARY.items() for mode in term.modes
    ]

    assert {phrase(requirement, lambda _: "dicho") for requirement in requirements} == {"dicho"}
