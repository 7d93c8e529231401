"""`directory compare IN.csv OUT.csv` and `directory duplicates`: what pairs of records are to each other."""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from agency.edge.request import database
from resources import csv_tables
from resources.duplicates.blocks import Pair
from resources.duplicates.comparing import Comparison, compare
from resources.duplicates.directory import DuplicatePair, Provider, duplicates_of
from resources.duplicates.records import Record, read_record

COLUMNS = ("name_a", "address_a", "phone_a", "name_b", "address_b", "phone_b")
ADDED = ("label", "score", "reasons")
# So many pairs are shown; --json has them all.
_SHOWN = 20

Row = dict[str, str]


@click.command("compare")
@click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.csv", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def compare_command(source: Path, target: Path, as_json: bool) -> None:
    """Say of pairs of records whether they are one provider.

    IN.csv has the columns name_a, address_a, phone_a, name_b, address_b and phone_b; several numbers stand in one cell,
    parted by ";". OUT.csv is the same table with label (same, same_provider_address_differs, parent_or_program or
    different), score (0 to 1, how surely one provider) and reasons.
    """
    header, rows = csv_tables.read(source, COLUMNS)
    with click.progressbar(rows, label="Comparing", file=sys.stderr) as shown:
        answers = [row | _answer(row) for row in shown]
    csv_tables.write(target, [*header, *(name for name in ADDED if name not in header)], answers)
    counts = Counter(answer["label"] for answer in answers)
    told = {"read": len(answers), "labels": dict(counts)}
    click.echo(json.dumps(told) if as_json else f"{len(answers)} pairs compared: {_listed(counts)}.")


@click.command("duplicates")
@click.option("--json", "as_json", is_flag=True, help="Print every pair as one JSON object.")
@with_appcontext
def duplicates_command(as_json: bool) -> None:
    """Find the pairs in the directory that a coordinator should look at, the surest first."""
    with database().reading() as session:
        providers, pairs = duplicates_of(session, _watched)
    if as_json:
        click.echo(json.dumps({"read": len(providers), "pairs": [_told(pair) for pair in pairs]}))
        return
    for pair in pairs[:_SHOWN]:
        comparison = pair.comparison
        names = f"{pair.a.listing.name} | {pair.b.listing.name}"
        click.echo(f"{comparison.score:.2f}  {comparison.label}  {names}  ({', '.join(comparison.reasons)})")
    click.echo(f"{len(pairs)} pairs to look at among {len(providers)} records.")


def _watched(pairs: Collection[Pair]) -> Iterator[Pair]:
    with click.progressbar(pairs, label="Comparing", file=sys.stderr, length=len(pairs)) as shown:
        yield from shown


def _answer(row: Row) -> Row:
    comparison = compare(*(_record(row, side) for side in ("a", "b")))
    return _columns(comparison)


def _record(row: Row, side: str) -> Record:
    return read_record(row[f"name_{side}"], row[f"address_{side}"], row[f"phone_{side}"])


def _columns(comparison: Comparison) -> Row:
    reasons = ";".join(comparison.reasons)
    return dict(zip(ADDED, (comparison.label.value, f"{comparison.score:.3f}", reasons), strict=True))


def _told(pair: DuplicatePair) -> dict[str, Any]:
    comparison = pair.comparison
    about = {"label": comparison.label, "score": comparison.score, "reasons": comparison.reasons}
    return {"a": _side(pair.a), "b": _side(pair.b), **about}


def _side(provider: Provider) -> dict[str, str | None]:
    location = str(provider.location_id) if provider.location_id else None
    return {
        "organization_id": str(provider.organization_id),
        "location_id": location,
        "name": provider.listing.name,
    }


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {label}" for label, count in sorted(counts.items())) or "none"
