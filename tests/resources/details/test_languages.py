"""Languages, out of cells and out of prose."""

import pytest

from resources.details.languages import languages, read


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Spanish.", ["Spanish"]),
        ("Spanish and ASL. Accommodations possible.", ["Spanish", "American Sign Language"]),
        ("Sign, Greek & Farsi", ["American Sign Language", "Greek", "Persian"]),
        ("Haitian Creole", ["Haitian Creole"]),
        ("Accommodations possible.", []),
        ("Language Line.", []),
        ("Eng., Span., ASL", ["English", "Spanish", "American Sign Language"]),
        ("Eng/Sp", ["English", "Spanish"]),
        ("EN, ES & Viet.", ["English", "Spanish", "Vietnamese"]),
        ("No Spanish", []),
        ("English; no Spanish or French", ["English"]),
        ("English, Spanish not available", ["English"]),
        ("Not only English, Spanish too", ["English", "Spanish"]),
        ("English only", ["English"]),
        ("Hablamos español", ["Spanish"]),
    ],
)
def test_only_languages_count_as_languages(written: str, named: list[str]) -> None:
    assert languages(written) == named


@pytest.mark.parametrize(
    ("written", "named", "quote"),
    [
        ("Limited Spanish. Interpreters available.", ("Spanish",), "Spanish"),
        (
            "Job club for welders. Staff speak French and Creole.",
            ("French", "Haitian Creole"),
            "French and Creole",
        ),
        ("Meals. Services in Korean on request.", ("Korean",), "Korean"),
        ("Groups for deaf people, held in sign language.", (), ""),
        ("Meetings in Sign Language.", ("American Sign Language",), "Sign Language"),
        ("Food on Fridays. Hablamos español.", ("Spanish",), "español"),
        ("Meals. We do not speak Spanish. Staff speak French.", ("French",), "French"),
        ("Services are offered in Korean but not Spanish.", ("Korean",), "Korean"),
    ],
)
def test_languages_are_sure_where_somebody_speaks_them(
    written: str, named: tuple[str, ...], quote: str
) -> None:
    found = [(each.field, each.value, each.quote) for each in read(written) if each.confidence > 0.5]

    assert found == ([("languages", named, quote)] if named else [])


@pytest.mark.parametrize(
    "written",
    [
        "Shows the Greek Hall on request.",
        "We need Spanish speaking volunteers.",
        "Lends books in the Russian language.",
    ],
)
def test_a_language_that_is_only_mentioned_is_unsure(written: str) -> None:
    assert [each.confidence for each in read(written)] == [0.4]


@pytest.mark.parametrize(
    "written",
    [
        "English as a second language.",
        "No Spanish.",
        "Staff do not speak Spanish or Creole.",
        "We have no Spanish-speaking staff.",
        "English classes for parents.",
        "For people with limited English.",
        "Help to polish a résumé, even for beginners.",
        "A shelter near Delaware Avenue.",
        "Two rooms at the Lombard Street house.",
    ],
)
def test_what_is_taught_or_means_something_else_is_no_language_of_the_service(written: str) -> None:
    assert read(written) == []
