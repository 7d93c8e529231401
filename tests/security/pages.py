"""Which pages and forms there are: what the walk has to come to, and what only programs ask for."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask

from tests.guards.routes import IMPLIED
from tests.security.caseload import Ids
from tests.security.walk import Field, Form, Walked

TRIED_ELSEWHERE = ("/api/", "/log-in", "/static/")
# What the walk cannot come to without a second factor, a second session, a search that has run, an alarm or a program
# of the page's own, with what is typed there; it is tried at ids that nothing has.
UNLINKED: dict[str, tuple[str, ...]] = {
    "/account/security-keys": ("name", "credential"),
    "/account/security-keys/new": ("name", "current"),
    "/account/security-keys/<uuid:key_id>/remove": (),
    "/account/sessions/<uuid:session_id>/end": (),
    "/allocation": ("need", "days", "take"),
    "/allocation.pdf": ("need", "days"),
    "/directory/<any(organizations,services,locations):kind>/<uuid:record_id>/draft": ("name", "revision"),
    "/directory/<any(organizations,services,locations):kind>/<uuid:record_id>/draft/removal": (),
    "/directory/alarms/<uuid:location_id>/call": ("kind",),
    "/directory/alarms/<uuid:location_id>/dismissal": ("kind", "note"),
    "/directory/alarms/<uuid:location_id>/point": ("latitude", "longitude"),
    "/directory/calls/<uuid:batch_id>/script.<any(pdf,html):form>": (),
    "/directory/changes/<uuid:change_id>/undo": ("note",),
    "/directory/duplicates/merge": ("kept", "merged"),
    "/directory/duplicates/merges/<uuid:merge_id>/undo": (),
    "/directory/duplicates/verdict": ("label", "note"),
    "/directory/proposals/<uuid:change_id>/withdrawal": ("note",),
    "/plans/<uuid:plan_id>/steps/<uuid:step_id>/instead": ("service_id", "seen"),
    "/plans/<uuid:plan_id>/steps/<uuid:step_id>/kept": ("note", "seen"),
    "/referrals/<uuid:referral_id>/kept": ("note", "seen"),
}
FOR_PROGRAMS = ("/healthz", "/metrics", "/hsds/", "/audit/export", "/directory/map-labels/")
# Tables, and the parts of pages that come by themselves.
NO_PAGES = (".csv", "/progress", "/in-short")
WORDS = {"kind": "services", "form": "html"}
TAGS = re.compile(r"<[^>]+>")


def missed(app: Flask, walked: Walked) -> list[str]:
    """The pages and forms that the walk should have come to, and did not."""
    found = {("GET", rule) for rule in walked.pages} | set(walked.forms)
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in set(rule.methods or ()) - IMPLIED
        if not rule.rule.startswith((*TRIED_ELSEWHERE, *FOR_PROGRAMS))
        and not rule.rule.endswith(NO_PAGES)
        and rule.rule not in UNLINKED
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


def unlinked(app: Flask) -> Iterator[Form]:
    """The forms that the walk cannot come to."""
    for rule in app.url_map.iter_rules():
        if rule.rule in UNLINKED and "POST" in (rule.methods or ()):
            fields = {name: Field(name, "password", [""]) for name in UNLINKED[rule.rule]}
            values = {name: WORDS.get(name, UUID(int=0)) for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, values, "POST")
            yield Form("officer", rule.rule, "POST", address, "/account", fields=fields)


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
