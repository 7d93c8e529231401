"""What the walk and its reading of pages find, before anything is built on it."""

from flask import Flask

from tests.security.pages import is_headed
from tests.security.walk import fields_on, rule_of


def test_a_page_without_its_heading_is_found() -> None:
    title = "<title>Marcus &amp; Co · Reentry Planner</title>"

    assert is_headed(title + '<h1 class="a">Marcus &amp; Co <span>chip</span></h1>')
    assert not is_headed(title)
    assert not is_headed(title + "<h1>Another</h1>")
    assert not is_headed(title + "<h1>Marcus &amp; Co</h1><h1>Marcus &amp; Co</h1>")


def test_the_walk_reads_links_forms_and_what_they_offer(app: Flask) -> None:
    page = """<main><a href="/people?q=a">x</a><form method="post" action="/people"><input name="csrf_token" value="t">
    <select name="kind"><option value="">?</option><option value="parole" selected>P</option></select>
    <input type="radio" name="veteran" value="true"><input type="radio" name="veteran" value="" checked>
    <textarea name="note">
two
lines</textarea><button formaction="/people/import">other</button></form></main>"""

    assert fields_on(page) == {
        "csrf_token": ["t"],
        "kind": ["parole"],
        "veteran": [""],
        "note": ["two\nlines"],
    }
    assert rule_of(app, "/people?q=a", "POST") == "/people"
    assert rule_of(app, "/nowhere", "GET") == ""
