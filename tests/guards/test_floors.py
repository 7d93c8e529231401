"""Four floors: each package imports only from those below it, and no two modules need each other."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.guards.conftest import Plant
from tests.guards.source import FLOORS, ROOT, Module, product, told

# Where the house meets a browser or a command line; everything else is free of the framework.
EDGE = re.compile(r"agency\.edge\..*|.*\.((.*_)?(views|commands?|api)|api_.*|request)")
# Of the edge a domain module may know how data must look, and nothing of who asks and how.
FRAMEWORK = re.compile(r"(flask|werkzeug)\b|flask_|agency\.edge\b(?!\.forms\b)")


def imported(module: Module, within: ast.AST | None = None) -> Iterator[tuple[ast.AST, str]]:
    """Every name a module imports, dotted, those for type checking and those within functions too."""
    for node in ast.walk(within or module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = (
                module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
            )
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, node.module] if node.module else base)
            yield from ((node, f"{origin}.{alias.name}") for alias in node.names)


def upward(root: Path) -> list[str]:
    """Imports from a floor above, and of app.py by anybody."""
    found = []
    for module in product(root):
        if module.floor not in FLOORS:
            continue
        above = {"app", *FLOORS[FLOORS.index(module.floor) + 1 :]}
        found += [
            f"{module.at(node)} imports {name}"
            for node, name in imported(module)
            if name.partition(".")[0] in above
        ]
    return found


def framework_inside(root: Path) -> list[str]:
    """Domain modules that import Flask, or the edge that speaks it."""
    return [
        f"{module.at(node)} imports {name}"
        for module in product(root)
        if module.floor in FLOORS and not EDGE.fullmatch(module.name)
        for node, name in imported(module)
        if FRAMEWORK.match(name)
    ]


def at_run_time(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that a module needs to run, wherever they stand: all but those for the types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        yield from at_run_time(child)


def circle(root: Path) -> list[str]:
    """Modules that need each other at run time; empty where there are none."""
    modules = {module.name: module for module in product(root)}
    needs: dict[str, set[str]] = {}
    for name, module in modules.items():
        wanted = [target for node in at_run_time(module.tree) for _, target in imported(module, node)]
        exact = {target if target in modules else target.rpartition(".")[0] for target in wanted}
        needs[name] = exact & modules.keys() - {name}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return [" needs ".join(reversed(error.args[1]))]
    return []


def test_each_floor_imports_only_from_those_below() -> None:
    rule = (
        "A package imports only from the floors below it: agency, resources, matching, reentry.\n"
        "Move the code to the floor whose nouns it shows, or pass what it needs in as a value."
    )

    assert not (found := upward(ROOT)), told(rule, found)


def test_domain_modules_do_not_know_the_framework() -> None:
    rule = (
        "Flask belongs to the edge: agency/edge, *views.py, *commands.py, *api.py and request.py.\n"
        "Pass in what the domain needs: a session, a viewer, a clock."
    )

    assert not (found := framework_inside(ROOT)), told(rule, found)


def test_no_two_modules_need_each_other() -> None:
    rule = (
        "These modules import each other; move what both need into one of them, or into a third below both."
    )

    assert not (found := circle(ROOT)), told(rule, found)


@pytest.mark.parametrize(
    "text",
    [
        "import reentry.people",
        "from reentry import people",
        "from app import create_app",
        "def late():\n    from reentry.people.people import Person",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from reentry.people.people import Person",
    ],
)
def test_an_import_from_above_is_found(plant: Plant, text: str) -> None:
    root = plant({"matching/engine.py": text, "reentry/people/people.py": ""})

    assert len(upward(root)) == 1


@pytest.mark.parametrize(
    "text", ["from agency import audit", "from resources.needs import NEEDS", "import json"]
)
def test_an_import_from_below_is_none(plant: Plant, text: str) -> None:
    assert upward(plant({"matching/engine.py": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "import flask",
        "from flask import g",
        "from flask_wtf.csrf import CSRFProtect",
        "from agency.edge.request import unit",
        "from agency.edge import areas",
    ],
)
def test_the_framework_is_found_in_a_domain_module_only(plant: Plant, text: str) -> None:
    root = plant({"reentry/plans/plans.py": text, "reentry/plans/views.py": text, "reentry/api.py": text})

    assert [line.partition(":")[0] for line in framework_inside(root)] == ["reentry/plans/plans.py"]


def test_a_circle_is_found(plant: Plant) -> None:
    root = plant(
        {
            "agency/a.py": "from agency.b import B",
            "agency/b.py": "from agency import c",
            "agency/c.py": "import agency.a",
        }
    )

    assert circle(root)


def test_an_import_put_off_makes_a_circle_all_the_same(plant: Plant) -> None:
    root = plant({"agency/a.py": "import agency.b", "agency/b.py": "def late():\n    import agency.a"})

    assert circle(root)


def test_what_only_the_types_need_makes_no_circle(plant: Plant) -> None:
    only_types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import agency.a"

    assert circle(plant({"agency/a.py": "import agency.b", "agency/b.py": only_types})) == []
