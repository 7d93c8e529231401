"""`directory read-hours IN.jsonl OUT.jsonl`: texts in, the hours they tell out."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from resources import text_lines
from resources.hours.reading import Hours, read_hours


@click.command("read-hours")
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def read_hours_command(source: Path, target: Path, as_json: bool) -> None:
    """Read opening hours written as prose.

    IN.jsonl has one {"id", "text"} a line, other keys are passed over. OUT.jsonl has for each its hours as
    [{"days", "opens", "closes"}], by_appointment, always_open, the words they came from and a confidence from 0 to 1.
    """
    texts = text_lines.read(source)
    with click.progressbar(texts, label="Reading hours", file=sys.stderr) as shown:
        answers = [{"id": ident, **_answer(read_hours(text))} for ident, text in shown]
    text_lines.write(target, answers)
    found = sum(bool(answer["hours"] or answer["always_open"]) for answer in answers)
    told = {"read": len(answers), "with_hours": found}
    click.echo(json.dumps(told) if as_json else f"{found} of {len(answers)} texts tell opening hours.")


def _answer(hours: Hours) -> dict[str, Any]:
    blocks = [{"days": block.days, "opens": block.opens, "closes": block.closes} for block in hours.blocks]
    return {
        "hours": blocks,
        "by_appointment": hours.by_appointment,
        "always_open": hours.always_open,
        "quotes": hours.quotes,
        "confidence": hours.confidence,
    }
