"""A log-in leads to a page of this service and nowhere else, however the address is dressed up."""

import pytest
from flask import Flask

from agency.staff.log_in_views import destination


def leads_to(asked: str) -> str:
    """Where a log-in leads that was asked for with this address."""
    with Flask(__name__).test_request_context("/log-in", query_string={"next": asked}):
        return destination()


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "%2F%2Fevil.example",
        "%2Fevil.example",
        "/\t/evil.example",
        "/\t\\evil.example",
        "/\n//evil.example",
        " //evil.example",
        "/\x0b/evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/people\r\nSet-Cookie: x=1",
        "//[evil.example",
        "http://[",
        "",
    ],
)
def test_it_never_leads_elsewhere(asked: str) -> None:
    assert leads_to(asked) == "/"


@pytest.mark.parametrize(
    "asked", ["/", "/directory?need=housing&page=2", "/people?q=Ren%C3%A9", "/%2F%2Fevil.example"]
)
def test_it_leads_to_the_page_that_was_asked_for(asked: str) -> None:
    assert leads_to(asked) == asked
