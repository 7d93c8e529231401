"""CSV tables for the commands that add columns to one: read whole, written whole."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import click

Row = dict[str, str]


def read(
    path: Path, columns: Iterable[str], known_as: Callable[[str], str] = lambda name: name
) -> tuple[list[str], list[Row]]:
    """The header and rows of a table that must have some columns; known_as tells under which name one counts."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file, restval="", strict=True)
            header, rows = list(table.fieldnames or []), list(table)
    except OSError as error:
        raise click.ClickException(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path} is not UTF-8 text; save it as CSV UTF-8.") from error
    except csv.Error as error:
        raise click.ClickException(f"{path} is not a CSV table: {error}.") from error
    there = {known_as(name) for name in header}
    if missing := [name for name in columns if name not in there]:
        raise click.ClickException(f"{path} has no column named {missing[0]}.")
    for number, row in enumerate(rows, start=2):
        if None in row:
            raise click.ClickException(f"{path}, row {number}: more cells than the header has columns.")
    return header, rows


def write(path: Path, header: list[str], rows: Iterable[Row]) -> None:
    """The table with its header."""
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, header)
            table.writeheader()
            table.writerows(rows)
    except OSError as error:
        raise click.ClickException(f"Cannot write {path}: {error.strerror}.") from error
