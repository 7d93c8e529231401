"""Every reason can be read in Spanish, with nothing left in English."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from agency.languages import translator
from matching.answers import Answer
from matching.case import read_case, read_requirement
from matching.conditions import Conditions
from matching.engine import Question
from matching.facts import Facts
from matching.judgment import judge
from matching.offer import Offer
from matching.questions import open_rules, questions
from matching.reasons import Caveat, Param, Reason
from matching.sentences import FINDINGS, SENTENCES
from matching.topics import OTHER, TOPICS
from matching.wording import english, in_language
from resources.eligibility import VOCABULARY, Requirement
from resources.needs import NEEDS
from tests.matching.strategies import CASES, odd_cases
from tests.matching.written import cannot, judged, must

Raw = dict[str, Any]
ES = in_language("es")
EN = english()
LEFT_OVER = re.compile(
    r"\b(the|is|are|of|with|and|or|must|has|have|none|not|ask|from|until|for|be|on|yet|zone)\b", re.I
)
RULES = [(rule, mode) for rule, term in VOCABULARY.items() for mode in term.modes]
FIGURES: dict[str, Param] = {
    "fixed": "work,appointment",
    "age": 16,
    "on": "2026-11-21",
    "since": "2026-11-01",
    "days": 20,
    "names": "Medicaid",
    "name": "DSS",
    "address": "Towson",
    "from": "06:25",
    "until": "19:35",
    "kind": "residence",
    "first": "11-01",
    "last": "03-31",
    "through": "2027-01-15",
    "why": "el techo gotea",
    "by": "Dana",
    "distance_m": 400.0,
    "radius_m": 2000.0,
    "away_m": 900.0,
    "precision_m": 10.0,
    "purpose": "work",
    "state": "VA",
    "law": "Criminal Procedure §11-722",
}


def told(*requirements: Raw, **case: Any) -> str:
    [reason] = judged(*requirements, **case).reasons
    return ES.sentence(reason)


def asked(rule: str, mode: str = "must") -> Requirement:
    return read_requirement({"rule": rule, "mode": mode, "value": "Medicaid"})


def is_spanish(reason: Reason) -> bool:
    says = ES.sentence(reason)
    return says != EN.sentence(reason) and not LEFT_OVER.search(says) and "%(" not in says


@pytest.mark.parametrize(
    ("requirement", "facts", "sentence"),
    [
        (
            must("minimum_age", 18),
            {"birth_date": "2010-06-01"},
            "Debe tener 18 años o más — su edad el 21 nov 2026: 16.",
        ),
        (
            must("residence", ["Howard County", "Virginia"]),
            {"residence": {"city": "Towson", "county": "Baltimore County", "state": "MD"}},
            "Debe vivir en Howard County o Virginia — la dirección está en Towson, Baltimore County, MD.",
        ),
        (
            cannot("medication", ["methadone"]),
            {"medication": ["methadone"]},
            "El proveedor dice que no permite: methadone; puede ser contrario a la ley; lo decide una persona.",
        ),
        (
            must("veteran", confirmed=False),
            {"veteran": False},
            "Debe ser veterano(a) — no es veterano(a), pero nadie ha confirmado esta regla; llame y pregunte.",
        ),
    ],
)
def test_a_requirement_reads_as_spanish(requirement: Raw, facts: Raw, sentence: str) -> None:
    assert told(requirement, facts=facts) == sentence


def test_hours_dates_and_lengths_are_written_as_spanish_speakers_here_write_them() -> None:
    curfew = {"curfew": {"from": "20:00", "to": "06:00"}, "travel_minutes": 25}
    schedule = [{"days": ["MO"], "opens": "19:00", "closes": "20:00"}]
    zone = {"kind": "residence", "latitude": 39.29, "longitude": -76.61, "radius_m": 304.8}
    far = {"latitude": 39.29 + 2000 / 111_195.08, "longitude": -76.61, "precision_m": 0}
    facts = {"offenses": {"sex_offense": False, "arson": False, "violent_offense": False}}

    hours = told(conditions=curfew, schedule=schedule).replace("\N{NO-BREAK SPACE}", " ")
    place = told(place=far, facts=facts, conditions={"zones": [zone]}, residential=True)

    assert hours.startswith("No abre ni una hora de 6:25 a.m. a 7:35 p.m., el tiempo que dejan")
    assert place == "Fuera de la zona de residencia: a 1.2 millas de su centro, con un radio de 1,000 pies."


@pytest.mark.parametrize(("rule", "mode"), RULES)
@pytest.mark.parametrize("status", list(Answer))
@pytest.mark.parametrize("caveat", [None, "unconfirmed", "doubtful"])
def test_every_rule_is_told_in_spanish_for_every_status(
    rule: str, mode: str, status: Answer, caveat: Caveat | None
) -> None:
    requirement = asked(rule, mode)

    assert is_spanish(Reason(rule, status, "a code of long ago", requirement=requirement, caveat=caveat))


@pytest.mark.parametrize(("rule", "code"), FINDINGS)
def test_everything_found_is_told_in_spanish(rule: str, code: str) -> None:
    requirement = asked(rule or "disability", VOCABULARY[rule].modes[0] if rule else "must")

    assert is_spanish(Reason(rule, Answer.MET, code, FIGURES, requirement))


@pytest.mark.parametrize(("rule", "code"), SENTENCES)
def test_every_whole_sentence_is_told_in_spanish(rule: str, code: str) -> None:
    items = [Reason(each, Answer.MET, "yes", requirement=asked(each)) for each in ("veteran", "homeless")]
    branches = ((items[0],), tuple(items)) if rule == "any_of" else ()

    assert is_spanish(Reason(rule, Answer.MET, code, FIGURES, branches=branches))


@given(CASES | odd_cases())
def test_every_reason_of_every_case_can_be_told_in_spanish(raw: Raw) -> None:
    case = read_case(raw)

    for reason in judge(case.facts, case.conditions, case.offer, case.on).reasons:
        assert ES.sentence(reason) != EN.sentence(reason)
        assert "%(" not in ES.sentence(reason)
        assert bool(ES.source(reason)) == bool(EN.source(reason))


def test_what_a_reason_rests_on_is_told_in_spanish_around_the_providers_own_words() -> None:
    quoted = Requirement(rule="minimum_age", mode="must", value=18, quote="men 18+")

    assert ES.source(Reason("minimum_age", Answer.MET, "age", requirement=quoted)) == (
        "“men 18+”, leído en el texto del proveedor, aún sin confirmar"
    )


def test_open_questions_are_asked_in_spanish() -> None:
    sober = Requirement(rule="sober_days", mode="must", value=30, confirmed=True)
    offer = Offer(open_to_all=True, requirements=(sober,))
    someone = Question(Facts(), Conditions(), None, date(2026, 11, 21), date(2026, 11, 21))
    [reason] = judge(someone.facts, someone.conditions, offer, someone.on).reasons

    [question] = questions(Counter(open_rules(reason)), ES)

    assert question.text == "¿en sobriedad desde cuándo?"


def test_headings_questions_and_needs_have_their_spanish() -> None:
    translate = translator("es")
    topics = {words for topic in (*TOPICS.values(), OTHER) for words in topic if words}

    assert [words for words in topics | set(NEEDS.values()) if translate(words) == words] == []
