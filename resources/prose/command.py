"""`directory read-eligibility IN.jsonl OUT.jsonl`: texts in, the requirements they seem to state out."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from resources import text_lines
from resources.prose.reading import Reading, read_eligibility


@click.command("read-eligibility")
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def read_eligibility_command(source: Path, target: Path, as_json: bool) -> None:
    """Read eligibility written as prose.

    IN.jsonl has one {"id", "text"} a line, other keys are passed over. OUT.jsonl has for each its requirements as
    [{"rule", "mode", "value", "quote", "alt"?, "part"?, "confidence"}]: alt is a branch of a list of alternatives,
    part the one program or group that is bound, confidence lies between 0 and 1.
    """
    texts = text_lines.read(source)
    with click.progressbar(texts, label="Reading eligibility", file=sys.stderr) as shown:
        answers = [{"id": ident, "requirements": _answer(read_eligibility(text))} for ident, text in shown]
    text_lines.write(target, answers)
    found = sum(bool(answer["requirements"]) for answer in answers)
    told = {"read": len(answers), "with_requirements": found}
    click.echo(json.dumps(told) if as_json else f"{found} of {len(answers)} texts state requirements.")


def _answer(readings: tuple[Reading, ...]) -> list[dict[str, Any]]:
    """Each reading as a JSON object, without the keys that do not apply."""
    names = ("rule", "mode", "value", "quote", "alt", "part", "confidence")
    return [
        {name: getattr(reading, name) for name in names if getattr(reading, name) is not None}
        for reading in readings
    ]
