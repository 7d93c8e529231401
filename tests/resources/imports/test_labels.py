"""Needs read from categories, from types and from words."""

import pytest

from resources.imports.labels import (
    Category,
    is_residential,
    needs_beside_labels,
    needs_of_categories,
    needs_of_type,
    needs_of_words,
)
from resources.needs import NEEDS


def test_a_category_that_is_not_listed_has_the_needs_of_the_one_above_it() -> None:
    category = Category("Outpatient Treatment", ("Treatment Setting", "Substance Use Disorder", "Health"))

    assert needs_of_categories([category]) == {"substance_use_treatment": True}


def test_the_main_needs_are_those_that_most_categories_stand_for() -> None:
    labels = [Category("Job Placement"), Category("Skills & Training", ("Work",)), Category("Childcare")]

    assert needs_of_categories(labels) == {"jobs": True, "child_care": True, "education": False}


def test_whom_a_service_is_for_is_no_need() -> None:
    assert needs_of_categories([Category("Mental Illness", ("Health Specialties",), of_people=True)]) == {}


@pytest.mark.parametrize(
    ("written", "needs"),
    [
        ("Shelter", {"homeless_services": True, "housing": False}),
        ("Substance Abuse & Mental Health", {"substance_use_treatment": True, "mental_health": True}),
        ("Support group", {"peer_support": True}),
        ("Veterans", {"veterans": True}),
        ("food_and_clothing", {"food_and_clothing": True}),
        ("Referral", {}),
        ("Sorcery", None),
    ],
)
def test_a_type_is_read_in_its_many_spellings(written: str, needs: dict[str, bool] | None) -> None:
    assert needs_of_type(written) == needs


def test_words_in_the_name_say_what_a_service_is_for() -> None:
    needs = needs_of_words("Canton Food Pantry", "Groceries on Mondays. Help with birth certificates.")

    assert needs == {"identification_and_benefits": False, "food_and_clothing": True}


def test_without_them_the_first_sentence_does() -> None:
    needs = needs_of_words(
        "Harbor Step", "OVERVIEW: Transitional housing for men. Job training in the evening."
    )

    assert needs == {"housing": True, "jobs": False}


def test_what_is_not_offered_and_who_may_volunteer_is_no_need() -> None:
    text = "Overnight shelter. Does not provide meals.\nVOLUNTEERS: Needed to tutor and to serve food."

    assert needs_of_words("Harbor Step", text) == {"homeless_services": True}


def test_programs_without_a_label_in_any_vocabulary_are_found_in_the_text() -> None:
    needs = needs_beside_labels(
        "Harbor Counseling", "Counseling.\n2) An abuser intervention program for men."
    )

    assert needs["abuser_intervention"] is False


@pytest.mark.parametrize(
    ("labels", "words", "answer"),
    [
        (["shelter"], "Emergency shelter for men.", True),
        (["housing"], "Transitional housing; help with evictions.", True),
        (["housing"], "Rental assistance and eviction prevention.", None),
        (["housing"], "Thrift store.", None),
        (["Nursing Home", "Cancer Care", "Surgery", "Dental Care", "Vision Care"], "A hospital.", None),
        (["food"], "Emergency shelter next door.", None),
    ],
)
def test_people_live_there_only_where_the_source_says_so(
    labels: list[str], words: str, answer: bool | None
) -> None:
    assert is_residential(labels, words) is answer


def test_every_need_that_labels_and_words_lead_to_is_one_of_ours() -> None:
    from resources.imports import labels

    by_label = labels._file("needs_by_category.json")  # noqa: SLF001 - the data file is what is tested
    named = {need for part in ("categories", "types") for needs in by_label[part].values() for need in needs}
    named |= set(labels._file("needs_by_words.json"))  # noqa: SLF001

    assert named <= set(NEEDS)
