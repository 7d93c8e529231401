"""Files and functions stay small enough to be read, are named in the words of the field, and say what they are for."""

import ast
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.guards.conftest import Plant
from tests.guards.source import ROOT, Function, Module, functions, product, told

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "lib"}


def lines(node: Function) -> int:
    """The lines of a function from its name to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(root: Path) -> list[str]:
    """Files and functions longer than can be held in mind."""
    found = []
    for module in product(root):
        count = module.text.count("\n")
        if count > LONGEST_FILE:
            found.append(f"{module.path}:1 has {count} lines, {LONGEST_FILE} at most")
        found += [
            f"{module.at(node)} {node.name} has {lines(node)} lines, {LONGEST_FUNCTION} at most"
            for node in functions(module)
            if lines(node) > LONGEST_FUNCTION
        ]
    return found


def nameless(root: Path) -> list[str]:
    """Files named after nothing in the field."""
    return [
        f"{module.path}:1 is named {part}"
        for module in product(root)
        for part in module.path.with_suffix("").parts
        if part in NO_NAMES
    ]


def careless(root: Path) -> list[str]:
    """Errors caught without saying which, and words printed past the reader."""
    found = []
    for module in product(root):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{module.at(node)} catches every error")
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
                found.append(f"{module.at(node)} prints")
    return found


def undescribed(root: Path) -> list[str]:
    """Public modules, classes and functions without a docstring."""
    return [
        f"{module.at(node)} {name} has no docstring"
        for module in product(root)
        for node, name in _public(module)
        if not (ast.get_docstring(node) or "").strip()
    ]


def _public(module: Module) -> Iterator[tuple[ast.Module | ast.ClassDef | Function, str]]:
    yield module.tree, module.name
    yield from _members(module.tree.body)


def _members(body: list[ast.stmt]) -> Iterator[tuple[ast.ClassDef | Function, str]]:
    for node in body:
        # Meta is marshmallow's word for a schema's own settings.
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_") or node.name == "Meta":
            continue
        marks = {ast.unparse(each).rpartition(".")[2] for each in node.decorator_list}
        if not marks & {"overload", "setter", "deleter"}:
            yield node, node.name
        if isinstance(node, ast.ClassDef):
            yield from _members(node.body)


def test_files_and_functions_are_small_enough_to_read(record_property: Callable[[str, object], None]) -> None:
    modules = product(ROOT)
    sizes = {
        "file": sorted(module.text.count("\n") for module in modules),
        "function": sorted(lines(node) for module in modules for node in functions(module)),
    }
    measured = ", ".join(
        f"{kind}: median {statistics.median(found):g}, 90% to {found[len(found) * 9 // 10]}, longest {found[-1]}"
        for kind, found in sizes.items()
    )
    record_property("lines", measured)
    rule = f"Split what does two things; keep together what is one. Lines now: {measured}."

    assert not (found := too_long(ROOT)), told(rule, found)


def test_files_are_named_in_words_of_the_field() -> None:
    rule = "Name a file after the noun it is about; what is about nothing belongs where it is used."

    assert not (found := nameless(ROOT)), told(rule, found)


def test_errors_are_named_and_nothing_is_printed() -> None:
    rule = "Catch by name the errors you can answer; tell people through click.echo or a page, operators by the log."

    assert not (found := careless(ROOT)), told(rule, found)


def test_everything_public_says_what_it_means() -> None:
    rule = "Give each public module, class and function one sentence that says what it means to a user, or a leading _."

    assert not (found := undescribed(ROOT)), told(rule, found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n" * 401, 1),
        ("x = 1\n" * 400, 0),
        ("def long():\n" + "    x = 1\n" * 60, 1),
        ("def fits():\n" + "    x = 1\n" * 59, 0),
    ],
)
def test_what_is_too_long_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(too_long(plant({"matching/rules.py": text}))) == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("agency/utils.py", 1), ("reentry/common/dates.py", 1), ("agency/offices.py", 0)]
)
def test_a_name_that_names_nothing_is_found(plant: Plant, path: str, expected: int) -> None:
    assert len(nameless(plant({path: ""}))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("try: ...\nexcept: ...", 1),
        ("try: ...\nexcept ValueError: ...", 0),
        ("print('x')", 1),
        ("footprint('x')", 0),
    ],
)
def test_carelessness_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(careless(plant({"agency/offices.py": text}))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1", 1),
        ('"""A."""\ndef f(): ...', 1),
        ('"""A."""\nclass C:\n    """B."""\n    def m(self): ...', 1),
        ('"""A."""\nclass C:\n    """B."""\n    class Meta: ...\n    def _m(self): ...', 0),
        ('"""A."""\ndef f():\n    """B."""\n    def inner(): ...', 0),
    ],
)
def test_a_missing_docstring_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(undescribed(plant({"agency/offices.py": text}))) == expected
