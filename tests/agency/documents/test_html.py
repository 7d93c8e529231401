"""The HTML: semantic, nothing inline, at home in a page or in a file."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from agency.documents.blocks import Document, Heading, Letterhead, Logo, Paragraph, Section
from agency.documents.html import render_html, render_html_file

STYLESHEET = Path(__file__).parents[3] / "static/css/document.css"


def test_the_fragment_is_one_article_in_its_own_language(letter: Document) -> None:
    article = html.fragment_fromstring(render_html(replace(letter, language="es-US")))

    assert article.tag == "article"
    assert article.get("lang") == "es-US"


@pytest.mark.parametrize("name", ["letter", "plan"])
def test_a_strict_content_policy_lets_it_through(name: str, request: pytest.FixtureRequest) -> None:
    article = html.fragment_fromstring(render_html(request.getfixturevalue(name)))

    assert article.xpath("//*[@style]") == []
    assert article.xpath("//style | //script | //@onclick") == []


@pytest.mark.parametrize(("top", "tags"), [(1, ["h1", "h2"]), (2, ["h2", "h3"])])
def test_headings_fit_below_the_page_s_own(letter: Document, top: int, tags: list[str]) -> None:
    article = html.fragment_fromstring(render_html(letter, top_heading=top))

    assert [heading.tag for heading in article.xpath("//h1 | //h2 | //h3")] == tags


def test_tables_name_their_columns_and_rows(plan: Document) -> None:
    article = html.fragment_fromstring(render_html(plan))
    table = article.xpath("//table")[0]

    assert table.xpath("string(caption)") == "Every condition has an action, an owner and a date"
    assert table.xpath("thead//th[@scope='col']/text()") == ["Condition", "Action", "Owner", "By"]
    assert table.xpath("tbody//th[@scope='row']/text()")[1] == "No alcohol"


def test_no_space_slips_in_after_strong_words(letter: Document) -> None:
    assert "<strong>Monday, February 15, 2027</strong>. He" in render_html(letter)


def test_pictures_have_words_for_them(letter: Document) -> None:
    letterhead = Letterhead("An agency", "An office", (), Logo(b"\x89PNG", "Seal of the agency"))
    with_logo = replace(letter, sections=(Section((letterhead,)), *letter.sections))

    article = html.fragment_fromstring(render_html(with_logo))

    assert article.xpath("//img/@alt") == ["Seal of the agency"]
    assert article.xpath("//*[@role='img']/@aria-label") == [
        "Square code that opens the reply page, address beside it"
    ]


def test_a_file_stands_by_itself(letter: Document) -> None:
    page = html.document_fromstring(render_html_file(letter))

    assert page.get("lang") == "en-US"
    assert page.findtext(".//title") == letter.title
    assert "@page" in str(page.findtext(".//style"))
    assert page.xpath("//link | //script | //img") == []
    assert [heading.tag for heading in page.iter("h1")] == ["h1"]


def test_every_class_it_uses_has_a_style(plan: Document, letter: Document) -> None:
    styles = STYLESHEET.read_text()
    documents = [html.fragment_fromstring(render_html(document)) for document in (plan, letter)]

    used = {name for article in documents for names in article.xpath("//@class") for name in names.split()}

    plain = {"document__section", "document--letter", "document__heading--1", "document__cell--left"}
    assert {name for name in used - plain if f".{name}" not in styles} == set()


def test_a_line_feed_starts_a_line() -> None:
    document = replace(_short(), sections=(Section((Paragraph("one\ntwo & three"),)),))

    assert "one<br>two &amp; three" in render_html(document)


def _short() -> Document:
    return Document("A title", "An agency", date(2026, 11, 23), (Section((Heading("A title", 1),)),))
