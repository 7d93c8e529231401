"""Files of texts for the commands that read prose: a JSON object with id and text a line, and an answer a line."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click


def read(path: Path) -> list[tuple[Any, str]]:
    """The id and text of each line, other keys passed over; a line that is none of these is named by its number."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise click.ClickException(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path} is not UTF-8 text.") from error
    return [_text(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def write(path: Path, answers: Iterable[dict[str, Any]]) -> None:
    """An answer a line."""
    try:
        path.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"Cannot write {path}: {error.strerror}.") from error


def _text(path: Path, number: int, line: str) -> tuple[Any, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{path}, line {number}: this is not JSON.") from error
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise click.ClickException(f"{path}, line {number}: an object with id and text is needed.")
    return row["id"], row["text"]
