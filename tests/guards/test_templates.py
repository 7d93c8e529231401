"""What every page has: the house's shell, a token in each form, and nothing that the content policy would stop."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.conftest import Plant
from tests.guards.source import ROOT, told

PART = "{#- A part of a page"
USED = re.compile(r"""{%-?\s*(?:include|import|from)\s+["']([^"']+)["']""")
COMMENT = re.compile(r"{#.*?#}", re.S)
FORM = re.compile(r"<form\b.*?</form>", re.S | re.I)
POSTS = re.compile(r"""<form\b[^>]*\bmethod=["']?post""", re.I)
CARRIES_TOKEN = re.compile(r"forms\.token\(\)|\bcsrf_token\(\)")
FORBIDDEN = {
    "a style in the page": re.compile(r"\sstyle\s*=\s*[\"'{]|<style\b", re.I),
    "a handler in the page": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\b(?:src|nonce)=)(?![^>]*type=\"application/json\")", re.I
    ),
    "a script as an address": re.compile(r"javascript:", re.I),
    "an asset from elsewhere": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.I
    ),
}
UNESCAPED = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false")
REASON = re.compile(r"{#-?\s*safe:")


def templates(root: Path) -> Iterator[tuple[str, str]]:
    """Every template by its name, with its text."""
    folder = root / "templates"
    return (
        (path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    )


def without_shell(root: Path) -> list[str]:
    """Pages that do not extend the layout."""
    found = dict(templates(root))
    parts = {name for text in found.values() for name in USED.findall(text)} | {"layout.html"}
    return [
        f"templates/{name}:1"
        for name, text in found.items()
        if name not in parts
        and not name.startswith(("macros/", "shell/"))
        and not text.startswith(PART)
        and not re.search(r"""{%-?\s*extends\s+["'](layout|shell/provider)\.html["']""", text)
    ]


def without_token(root: Path) -> list[str]:
    """Forms that change something and do not carry the token."""
    return [
        f"templates/{name}:{line}"
        for name, line, form in _matches(root, FORM)
        if POSTS.search(form) and not CARRIES_TOKEN.search(form)
    ]


def stopped_by_policy(root: Path) -> list[str]:
    """What the content security policy would stop in the browser."""
    return [
        f"templates/{name}:{line} has {what}"
        for what, pattern in FORBIDDEN.items()
        for name, line, _ in _matches(root, pattern)
    ]


def unescaped(root: Path) -> list[str]:
    """Text let through unescaped, without a reason on its line or the one above."""
    found = []
    for name, text in templates(root):
        rows = text.splitlines()
        for number, row in enumerate(rows):
            if UNESCAPED.search(row) and not any(
                REASON.search(each) for each in rows[max(0, number - 1) : number + 1]
            ):
                found.append(f"templates/{name}:{number + 1}")
    return found


def _matches(root: Path, pattern: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    for name, text in templates(root):
        # Comments keep their lines, so that what is told points to the right one.
        bare = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
        yield from (
            (name, bare.count("\n", 0, found.start()) + 1, found.group()) for found in pattern.finditer(bare)
        )


def test_every_page_stands_in_the_shell() -> None:
    rule = (
        'A page begins with {% extends "layout.html" %}, a provider\'s with "shell/provider.html"; '
        f"a fragment for htmx begins with {PART}: what it is #}}."
    )

    assert not (found := without_shell(ROOT)), told(rule, found)


def test_every_form_that_changes_something_carries_the_token() -> None:
    rule = "Put {{ forms.token() }} into the form; without it the form is refused as forged."

    assert not (found := without_token(ROOT)), told(rule, found)


def test_nothing_needs_a_weaker_content_policy() -> None:
    rule = "Put styles into static/css, scripts into static/js, data into a script of type application/json."

    assert not (found := stopped_by_policy(ROOT)), told(rule, found)


def test_text_is_escaped_unless_a_reason_is_given() -> None:
    rule = "Leave the text escaped, or say on the line, or above it, why it cannot hold anybody's input: {# safe: … #}."

    assert not (found := unescaped(ROOT)), told(rule, found)


def test_a_page_without_the_shell_is_found(plant: Plant) -> None:
    root = plant(
        {
            "templates/plans/bare.html": "<h1>Plan</h1>",
            "templates/plans/plan.html": '{% extends "layout.html" %}{% include "plans/step.html" %}',
            "templates/plans/step.html": "<li>",
            "templates/plans/found.html": PART + ": what was found. #}",
            "templates/macros/page.html": "",
        }
    )

    assert without_shell(root) == ["templates/plans/bare.html:1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<form class="a"\n method="post"><input></form>', 1),
        ("<FORM METHOD=POST></FORM>", 1),
        ('<form method="post">{{ forms.token() }}</form><form method="post"></form>', 1),
        ('<form method="post"><input name="csrf_token" value="{{ csrf_token() }}"></form>', 0),
        ('<form method="get"></form>', 0),
        ('{# <form method="post"></form> #}', 0),
    ],
)
def test_a_form_without_the_token_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(without_token(plant({"templates/a.html": text}))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p style="color: red">', 1),
        ("<style>p {}</style>", 1),
        ('<button onclick="go()">', 1),
        ("<script>go()</script>", 1),
        ('<a href="javascript:go()">', 1),
        ('<script src="https://cdn.example/x.js"></script>', 1),
        ('<script src="/static/x.js" defer></script>', 0),
        ('<script nonce="{{ nonce() }}">go()</script>', 0),
        ('<script type="application/json" data-map>{}</script>', 0),
        ('<label data-style="x" data-keys-on checked>', 0),
    ],
)
def test_what_the_policy_stops_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(stopped_by_policy(plant({"templates/a.html": text}))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ note | safe }}", 1),
        ("{% autoescape false %}", 1),
        ("{# safe: our own file #}\n{{ note|safe }}", 0),
        ("{{ note }}", 0),
    ],
)
def test_unescaped_text_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(unescaped(plant({"templates/a.html": text}))) == expected
