"""Web and e-mail addresses, out of cells and out of prose."""

import pytest

from resources.details.reading import Reading
from resources.details.web_addresses import email_address, read, web_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://www.harborhealthdep t.example", "http://www.harborhealthdept.example"),
        ("www.harbor.example/partner s/Reb uild", "https://www.harbor.example/partners/Rebuild"),
        ("Website: http://www.harbor.example /offices E-mail:", "http://www.harbor.example/offices"),
        ("www.one.example; www.two.example", "https://www.one.example"),
        ("WWW.Harbor.Example/Intake", "https://www.harbor.example/Intake"),
        ("Call for branch addresses", ""),
        ("someone@harbor.example", ""),
        ("", ""),
    ],
)
def test_a_web_address_is_made_whole_again(written: str, address: str) -> None:
    assert web_address(written) == address


def test_an_email_address_is_found_among_words() -> None:
    assert email_address("write to Intake@Harbor.Example, please") == "Intake@harbor.example"


def test_addresses_in_prose_lose_the_end_of_their_sentence() -> None:
    found = read("Apply at www.Harbor.example/apply. Or write to Desk@Harbor.example.")

    assert found == [
        Reading("url", "https://www.harbor.example/apply", "www.Harbor.example/apply", 0.9),
        Reading("email", "Desk@harbor.example", "Desk@Harbor.example", 0.9),
    ]


def test_of_several_addresses_none_is_surely_the_services_own() -> None:
    found = read("See harbor.org and pier.org for lists.")

    assert [(each.value, each.confidence) for each in found] == [
        ("https://harbor.org", 0.6),
        ("https://pier.org", 0.6),
    ]


def test_a_sentence_without_a_blank_behind_it_is_no_address() -> None:
    assert read("Bring your letter.Then wait in line.Ask for Mr. A.") == []
