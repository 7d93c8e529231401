"""The project as the guards read it: its modules as trees, its committed files as text."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# From the ground up: each may import from those before it.
FLOORS = ("agency", "resources", "matching", "reentry")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of the product; path is relative to the project."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """As it is imported: agency.documents for agency/documents/__init__.py."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def floor(self) -> str:
        """The package it belongs to; app for app.py."""
        return self.name.partition(".")[0]

    def at(self, node: ast.AST) -> str:
        """Where something stands, so that an editor can jump there."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def product(root: Path) -> list[Module]:
    """Every module of the four floors, and app.py."""
    found = [root / "app.py"] if (root / "app.py").exists() else []
    for floor in FLOORS:
        found += sorted((root / floor).rglob("*.py"))
    return [read(root, path) for path in found]


def read(root: Path, path: Path) -> Module:
    """One module."""
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(root), text, ast.parse(text, str(path)))


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, however deep."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def committed(root: Path) -> Iterator[Path]:
    """Every file that is, or would be, committed: all that .gitignore does not name."""
    ignored = (root / ".gitignore").read_text().split() if (root / ".gitignore").exists() else []
    folders = {".git", *(line.rstrip("/") for line in ignored if line.endswith("/"))}

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.name in folders or path.relative_to(root).as_posix() in folders or path.suffix == ".pyc":
                continue
            if path.is_dir():
                yield from walk(path)
            else:
                yield path

    return walk(root)


def text_of(path: Path) -> str:
    """The text of a file; nothing for one that holds no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def told(rule: str, breaches: list[str]) -> str:
    """What a newcomer reads when a guard fails: the rule first, then every place that breaks it."""
    return "\n".join((rule, *breaches))
