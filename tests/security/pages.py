"""Which pages and forms there are: what the walk has to come to, and what only programs ask for."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask

from tests.guards.routes import IMPLIED
from tests.security.caseload import Ids
from tests.security.walk import Walked

# Behind a second factor: test_account.py.
OF_ONE_S_OWN = ("/account/security-keys",)
TRIED_ELSEWHERE = ("/api/", "/log-in", "/static/", *OF_ONE_S_OWN)
FOR_PROGRAMS = ("/healthz", "/metrics", "/hsds/", "/audit/export", "/directory/map-labels/")
# Tables, and the parts of pages that come by themselves.
NO_PAGES = (".csv", "/progress", "/in-short")
WORDS = {"kind": "services", "form": "html", "key": "lapsed"}
TAGS = re.compile(r"<[^>]+>")


def missed(app: Flask, walked: Walked) -> list[str]:
    """The pages and forms that the walk should have come to, and did not."""
    found = {("GET", rule) for rule in walked.pages} | set(walked.forms)
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in set(rule.methods or ()) - IMPLIED
        if not rule.rule.startswith((*TRIED_ELSEWHERE, *FOR_PROGRAMS)) and not rule.rule.endswith(NO_PAGES)
    }
    return sorted(f"{method} {rule}" for method, rule in there - found)


def pages(app: Flask, walked: Walked, ids: Ids) -> list[tuple[str, str, dict[str, Any]]]:
    """For every page a role that finds it, its endpoint, and the arguments that lead to it."""
    places, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(TRIED_ELSEWHERE):
            continue
        role, address = walked.pages.get(rule.rule, [("officer", "")])[0]
        values: Mapping[str, Any] = {
            name: WORDS.get(name) or ids.get(name, UUID(int=0)) for name in rule.arguments
        }
        if address:
            _, values = places.match(urlsplit(address).path)
        found.append((role, rule.endpoint, dict(values)))
    return found


def headless(walked: Walked) -> list[str]:
    """The pages without their heading."""
    return [
        rule for rule, text in walked.texts.items() if not rule.endswith(NO_PAGES) and not is_headed(text)
    ]


def is_headed(page: str) -> bool:
    """Whether a page has one h1, and its title begins it."""
    titles = re.findall(r"<title>(.*?) · [^·<]*</title>", page, re.S)
    headings = [" ".join(TAGS.sub("", each).split()) for each in re.findall(r"<h1\b.*?</h1>", page, re.S)]
    begins = [unescape(heading).startswith(unescape(title)) for heading in headings for title in titles]
    return begins == [True]
