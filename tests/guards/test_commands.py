"""Every command says what it does, and answers a program in JSON."""

from collections.abc import Iterator

import click
import pytest
from flask import Flask

from tests.guards.source import told

# They serve until they are stopped, or what they print is a file of its own.
NO_ANSWER = {"serve", "demo run", "demo fill", "agency init", "audit reseal", "people schema", "token end"}
# Flask's own, and those of its extensions.
OTHERS = {"run", "shell", "routes", "openapi"}


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command of a group by its whole name, those of the groups within too."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


@pytest.fixture
def ours(site: Flask) -> dict[str, click.Command]:
    """The product's own commands, by name."""
    return {name: each for name, each in commands(site.cli) if name.split()[0] not in OTHERS}


def test_every_command_says_what_it_does(ours: dict[str, click.Command]) -> None:
    silent = [name for name, each in ours.items() if not (each.help or "").strip()]

    assert not silent, told("Give the command's function a docstring.", silent)


def test_every_command_that_answers_does_so_in_json_too(ours: dict[str, click.Command]) -> None:
    without = {
        name for name, each in ours.items() if not any("--json" in option.opts for option in each.params)
    }

    assert without == NO_ANSWER
