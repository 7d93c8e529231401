"""Every address has its permission, reads or changes but not both, and does not vanish unnoticed."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from agency.access.permissions import ANYONE, PERMISSIONS
from agency.edge.areas import require_permissions
from tests.guards.routes import IMPLIED, LIST, lines
from tests.guards.source import ROOT, product, told
from tests.guards.test_templates import templates

# Open without a log-in. Adding to this list is a decision about everybody's data.
OPEN_TO_ANYONE = {
    "GET /healthz",
    # On loopback alone; elsewhere there is no such page.
    "GET /metrics",
    "GET /log-in",
    "POST /log-in",
    # The second step: open nothing but to whoever gave the right password in this browser a moment ago.
    "GET /log-in/code",
    "POST /log-in/code",
    "GET /log-in/set-up",
    "POST /log-in/set-up",
    # The same after the second factor, for an account whose password somebody else made.
    "GET /log-in/new-password",
    "POST /log-in/new-password",
    "GET /static/<path:filename>",
    # To whoever holds a live link of an organization, its own record and a form for proposals, none in force before a
    # coordinator approves it; every other text in the place of the token: tests/resources/provider/test_views.py.
    "GET /provider/<token>",
    "POST /provider/<token>/still-right",
    *(
        f"{method} /provider/<token>/{rest}"
        for method in ("GET", "POST")
        for rest in ("organization", "services/<uuid:service_id>", "places/<uuid:place_id>", "closing")
    ),
    # Where the agency has not published its directory, it asks for a token: tests/resources/hsds/test_views.py.
    *(f"GET /hsds/{rest}" for rest in ("", "openapi.json", "services", "services/<uuid:service_id>")),
    *(f"GET /hsds/{rest}" for rest in ("organizations", "organizations/<uuid:organization_id>")),
    *(f"GET /hsds/{rest}" for rest in ("service_at_locations", "service_at_locations/<uuid:link_id>")),
    *(f"GET /hsds/{rest}" for rest in ("taxonomies", "taxonomies/<uuid:taxonomy_id>")),
    *(f"GET /hsds/{rest}" for rest in ("taxonomy_terms", "taxonomy_terms/<uuid:term_id>")),
}
ADDRESS = re.compile(r"/|(/([a-z0-9]+(-[a-z0-9]+)*|<[^>]+>)(\.([a-z0-9]+|<[^>]+>))*)+/?")
PARAMETER = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
CHANGES_BY_PROGRAM = {"PUT", "PATCH", "DELETE"}


def rules(site: Flask) -> list[Rule]:
    """Every address of the service."""
    return list(site.url_map.iter_rules())


def methods(rule: Rule) -> set[str]:
    """What an address answers of its own."""
    return set(rule.methods or ()) - IMPLIED


def badly_named(site: Flask) -> list[str]:
    """Addresses that are not kebab-case, or whose record ids are not typed."""
    found = []
    for rule in rules(site):
        # HSDS names its addresses itself.
        if not ADDRESS.fullmatch(rule.rule) and not rule.rule.startswith("/hsds/"):
            found.append(f"{rule.rule} is not in kebab-case")
        found += [
            f"{rule.rule} must say <uuid:{part['name']}>"
            for part in PARAMETER.finditer(rule.rule)
            if re.fullmatch(r"(.*_)?id", part["name"]) and part["kind"] != "uuid"
        ]
    return found


def ambiguous(site: Flask) -> list[str]:
    """Addresses whose view both reads and changes, or changes by another method than POST."""
    return [
        f"{','.join(sorted(methods(rule)))} {rule.rule}"
        for rule in rules(site)
        if methods(rule) not in ({"GET"}, {"POST"})
        and not (
            rule.rule.startswith("/api/")
            and len(methods(rule) & CHANGES_BY_PROGRAM) == len(methods(rule)) == 1
        )
    ]


def dead_ends(site: Flask) -> list[str]:
    """Names of views that url_for is asked for and that nobody serves."""
    return [f"{where} asks for {name}" for where, name in _asked() if name not in site.view_functions]


def _asked() -> Iterator[tuple[str, str]]:
    for name, text in templates(ROOT):
        for found in re.finditer(r"""url_for\(\s*["']([\w.]+)["']""", text):
            yield f"templates/{name}:{text.count(chr(10), 0, found.start()) + 1}", found[1]
    for module in product(ROOT):
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "url_for"
                and isinstance(node.args[0], ast.Constant)
            ):
                yield module.at(node), str(node.args[0].value)


def test_every_address_has_a_permission_of_the_table(site: Flask) -> None:
    found = {
        rule.rule: getattr(site.view_functions[rule.endpoint], "permission", None) for rule in rules(site)
    }

    assert {rule: name for rule, name in found.items() if name != ANYONE and name not in PERMISSIONS} == {}


@pytest.mark.parametrize("permission", [None, "plan.eat"])
def test_an_address_without_a_permission_of_the_table_does_not_start(
    site: Flask, permission: str | None
) -> None:
    def view() -> str:
        return ""

    if permission:
        setattr(view, "permission", permission)  # noqa: B010 - a function, not a class of ours
    site.add_url_rule("/unguarded", view_func=view)

    with pytest.raises(RuntimeError, match="/unguarded has no permission"):
        require_permissions(site)


def test_few_addresses_are_open_to_anyone(site: Flask) -> None:
    found = {line.removesuffix(f" {ANYONE}") for line in lines(site) if line.endswith(f" {ANYONE}")}

    assert found == OPEN_TO_ANYONE, "An address was opened to, or closed for, people who are not logged in."


def test_addresses_are_kebab_case_with_typed_ids(site: Flask) -> None:
    rule = "Addresses read /like-this; the id of a record is <uuid:…>, so that nothing else reaches the view."

    assert not (found := badly_named(site)), told(rule, found)


def test_an_address_reads_or_changes(site: Flask) -> None:
    rule = "A view answers GET, and changes nothing, or POST; PUT, PATCH and DELETE belong to /api/."

    assert not (found := ambiguous(site)), told(rule, found)


def test_every_link_leads_somewhere(site: Flask) -> None:
    rule = "No view has this name; see tests/guards/routes.txt for what there is."

    assert not (found := dead_ends(site)), told(rule, found)


def test_no_address_vanishes_unnoticed(site: Flask) -> None:
    committed, now = set(LIST.read_text().splitlines()), set(lines(site))

    changes = [f"gone: {line}" for line in sorted(committed - now)] + [
        f"new: {line}" for line in sorted(now - committed)
    ]

    rule = "The addresses changed. If that is meant: .venv/bin/python -m tests.guards.routes"
    assert not changes, told(rule, changes)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("/plan_list", 1),
        ("/PlanList", 1),
        ("/plans/<plan_id>", 1),
        ("/plans/<int:id>", 1),
        ("/plans/<uuid:plan_id>/letter.pdf", 0),
        ("/plans/<uuid:plan_id>/<copy>.<any(pdf,docx):form>", 0),
        ("/needs/<need>", 0),
    ],
)
def test_a_badly_named_address_is_found(rule: str, expected: int) -> None:
    tried = Flask("tried", static_folder=None)
    tried.add_url_rule(rule, view_func=str)

    assert len(badly_named(tried)) == expected


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ("/tried", ["GET", "POST"], 1),
        ("/tried", ["DELETE"], 1),
        ("/api/tried", ["DELETE"], 0),
        ("/tried", ["POST"], 0),
    ],
)
def test_an_address_that_does_both_is_found(rule: str, answers: list[str], expected: int) -> None:
    tried = Flask("tried", static_folder=None)
    tried.add_url_rule(rule, view_func=str, methods=answers)

    assert len(ambiguous(tried)) == expected
