"""The command that judges written cases, to try a rule before it is published."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from agency.errors import InvalidError
from matching.trial import judge_cases
from matching.wording import english


@click.command("judge")
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def judge_command(cases: Path, out: Path, as_json: bool) -> None:
    """Judge each case of CASES (one JSON object a line) and write the answers to OUT.

    A value that cannot be read counts as unknown; the answer names it under “unread”.

    OUT is written only if every line can be read.
    """
    counts: Counter[str] = Counter()
    unread = 0
    try:
        with cases.open(encoding="utf-8-sig") as lines, _written_whole(out) as answers:
            for answer in judge_cases(lines, english()):
                answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
                counts[answer["status"]] += 1
                unread += "unread" in answer
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{cases} is not a UTF-8 text file.") from error
    except InvalidError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    if unread:
        cases_hold = "1 case holds" if unread == 1 else f"{unread} cases hold"
        click.echo(f"{cases_hold} what cannot be read and counts as unknown; “unread” names it.", err=True)
    click.echo(json.dumps({"cases": counts.total(), **counts}) if as_json else _told(counts))


def _told(counts: Counter[str]) -> str:
    by_status = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(counts.items()))
    return f"{counts.total()} cases judged" + (f": {by_status}." if counts else ".")


@contextmanager
def _written_whole(path: Path) -> Iterator[IO[str]]:
    """A file that takes its place only once all of it is written."""
    # A lone half of a character pair is written as the JSON escape it came from.
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="backslashreplace", dir=path.parent, prefix=path.name, delete=False
    ) as file:
        try:
            yield file
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, path)
