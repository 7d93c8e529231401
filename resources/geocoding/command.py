"""`directory geocode IN.csv OUT.csv`: a table of addresses in, the same table with its places out."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import click

from resources import csv_tables
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.positions import Position
from resources.geography.postal_addresses import parse_address

PLACE_COLUMNS = ("latitude", "longitude", "precision", "precision_m", "source")

Row = Mapping[str, str]


def geocode_rows(rows: Iterable[Row], geocoder: Geocoder) -> Iterator[dict[str, str]]:
    """Each row with latitude, longitude (degrees), precision, precision_m and source; empty where there is no place.

    Reads the columns address, city, state and zip; the whole address may also stand in `address`.
    """
    for row in rows:
        said = {name.strip().casefold(): (value or "").strip() for name, value in row.items()}
        address = parse_address(
            said.get("address", ""),
            city=said.get("city", ""),
            state=said.get("state", ""),
            postal_code=said.get("zip", ""),
        )
        found = geocoder.position(address)
        yield {**row, **dict(zip(PLACE_COLUMNS, _told(found), strict=True))}


def _told(found: Position | None) -> tuple[str, ...]:
    if found is None:
        return ("",) * len(PLACE_COLUMNS)
    point = f"{found.latitude:.6f}", f"{found.longitude:.6f}"
    return *point, found.precision, f"{found.precision_m:.0f}", found.source


def geocode_command(geocoder: Callable[[], Geocoder]) -> click.Command:
    """The command; `geocoder` gives the one over the directory as it is when the command runs."""

    @click.command("geocode")
    @click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
    @click.argument("target", metavar="OUT.csv", type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
    def geocode(source: Path, target: Path, as_json: bool) -> None:
        """Find where the addresses of a table lie, offline.

        IN.csv has the columns address, city, state and zip, or the whole line in address, the others empty.
        OUT.csv is the same table with latitude, longitude, precision (point, street, zip or city), precision_m (the
        meters within which about nine in ten lie) and source.
        """
        header, rows = csv_tables.read(source, ["address"], lambda name: name.strip().casefold())
        with click.progressbar(rows, label="Placing addresses", file=sys.stderr) as shown:
            placed = list(geocode_rows(shown, geocoder()))
        csv_tables.write(target, [*header, *(name for name in PLACE_COLUMNS if name not in header)], placed)
        counts = Counter(row["precision"] for row in placed if row["precision"])
        told = {"read": len(placed), "placed": counts.total(), "precision": dict(counts)}
        click.echo(json.dumps(told) if as_json else f"{told['placed']} of {told['read']} addresses placed.")

    return geocode
