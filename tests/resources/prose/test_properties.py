"""What holds of every text: it is read without a fault, in the words of the vocabulary, and by its own words."""

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.eligibility import RequirementSchema
from resources.prose.reading import Reading, read_eligibility

PHRASES = (
    "adults",
    "men",
    "women and children",
    "homeless",
    "veterans",
    "with",
    "who are",
    "must be",
    "must have",
    "a disability",
    "mental illness",
    "no",
    "sex offenders",
    ",",
    ".",
    ";",
    "(",
    ")",
    ":",
    "/",
    "18",
    "21-65",
    "under",
    "or older",
    "ages",
    "only",
    "for",
    "serving",
    "residents of",
    "Heron County",
    "low income",
    "their parents",
    "sober",
    "ID required",
    "referral",
    "welcome",
    "including",
    "not",
    "in need of",
    "at risk of",
    "HIV",
    "pregnant",
    "and",
    "or",
    "families",
    "sixty",
    "and their caregivers",
    "referred by a judge",
    "for the night program",
    "court ordered",
    "or more",
)
SENTENCES = (
    "Homeless men, 18 and older.",
    "Women only.",
    "No sex offenders or persons with open warrants.",
    "Must be sober for 30 days.",
    "Low-income seniors (60+), veterans or people with disabilities.",
    "Adults with a mental illness or an addiction.",
    "Photo ID required.",
    "Families with children, ages 3 to 12.",
    "Must be referred by a case manager.",
)
prose = st.one_of(st.text(), st.lists(st.sampled_from(PHRASES), max_size=40).map(" ".join))


def meant(text: str) -> set[tuple[str, str, str, str | None]]:
    """What was read, whatever the words looked like."""
    return {(each.rule, each.mode, str(each.value).casefold(), each.alt) for each in read_eligibility(text)}


def stored(reading: Reading) -> dict[str, object]:
    """The reading as a requirement is entered."""
    names = ("rule", "mode", "value", "quote", "alt", "part")
    return {name: getattr(reading, name) for name in names}


@given(prose)
def test_every_text_gives_requirements_of_the_vocabulary_with_its_own_words(text: str) -> None:
    for reading in read_eligibility(text):
        RequirementSchema().load(stored(reading))
        assert reading.quote
        assert reading.quote in text
        assert 0 < reading.confidence <= 1


@given(prose)
def test_what_is_asked_of_everybody_is_no_alternative_besides(text: str) -> None:
    readings = read_eligibility(text)
    plain = {(each.rule, each.value) for each in readings if not each.alt and not each.part}

    assert not any((each.rule, each.value) in plain for each in readings if each.alt or each.part)


@given(prose)
def test_a_list_has_several_branches_and_none_asks_all_that_another_asks(text: str) -> None:
    lists: dict[tuple[str, str | None], dict[str, set[tuple[str, object]]]] = {}
    for each in read_eligibility(text):
        if each.alt:
            branches = lists.setdefault((each.alt[0], each.part), {})
            branches.setdefault(each.alt, set()).add((f"{each.mode} {each.rule}", each.value))

    for branches in lists.values():
        assert len(branches) > 1
        assert not set.intersection(*branches.values())
        assert not any(one <= other for one, other in permutations(branches.values(), 2))


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True))
def test_case_and_spacing_do_not_matter(said: list[str]) -> None:
    text = " ".join(said)

    assert meant(text.upper()) == meant(text)
    assert meant(re.sub(" ", "  ", text)) == meant(text)
    assert meant(f"  {text.lower()}  ") == meant(text)


@pytest.mark.parametrize(
    "other", ["Open Monday to Friday, 9 to 5.", "Call 410-555-0142.", "Free.", "See notes."]
)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True))
def test_a_sentence_about_something_else_changes_nothing(other: str, said: list[str]) -> None:
    text = " ".join(said)

    assert meant(f"{text} {other}") == meant(text)


def test_equal_texts_are_read_once() -> None:
    assert read_eligibility("Women only.") is read_eligibility("Women only.")
