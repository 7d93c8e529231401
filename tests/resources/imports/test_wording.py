"""Cells made readable."""

import pytest

from resources.imports.wording import email_address, languages, web_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://www.harborhealthdep t.example", "http://www.harborhealthdept.example"),
        ("www.harbor.example/partner s/Reb uild", "http://www.harbor.example/partners/Rebuild"),
        ("Website: http://www.harbor.example /offices E-mail:", "http://www.harbor.example/offices"),
        ("www.one.example; www.two.example", "http://www.one.example"),
        ("Call for branch addresses", ""),
        ("someone@harbor.example", ""),
        ("", ""),
    ],
)
def test_a_web_address_is_made_whole_again(written: str, address: str) -> None:
    assert web_address(written) == address


def test_an_email_address_is_found_among_words() -> None:
    assert email_address("write to intake@harbor.example, please") == "intake@harbor.example"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Spanish.", ["Spanish"]),
        ("Spanish and ASL. Accommodations possible.", ["Spanish", "American Sign Language"]),
        ("Greek & Farsi", ["Greek", "Persian"]),
        ("Accommodations possible.", []),
        ("Language Line.", []),
    ],
)
def test_only_languages_count_as_languages(written: str, named: list[str]) -> None:
    assert languages(written) == named
