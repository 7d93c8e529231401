"""`directory geocode IN.csv OUT.csv`: a table of addresses in, the same table with its places out."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import click

from resources import csv_tables
from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.geography.postal_addresses import parse_address

PLACE_COLUMNS = ("latitude", "longitude", "precision", "source")

Row = Mapping[str, str]


def geocode_rows(rows: Iterable[Row], geocoder: Geocoder) -> Iterator[dict[str, str]]:
    """Each row with latitude, longitude (degrees), precision and source; all four empty where there is no place.

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
        place = (
            (f"{found.latitude:.6f}", f"{found.longitude:.6f}", found.precision, found.source)
            if found
            else ("",) * 4
        )
        yield {**row, **dict(zip(PLACE_COLUMNS, place, strict=True))}


def geocode_command(known_places: Callable[[], Iterable[KnownPlace]]) -> click.Command:
    """The command; `known_places` tells the directory's located addresses at the time it runs."""

    @click.command("geocode")
    @click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
    @click.argument("target", metavar="OUT.csv", type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
    def geocode(source: Path, target: Path, as_json: bool) -> None:
        """Find where the addresses of a table lie, offline.

        IN.csv has the columns address, city, state and zip, or the whole line in address, the others empty.
        OUT.csv is the same table with latitude, longitude, precision (point, street, zip or city) and source.
        """
        header, rows = csv_tables.read(source, ["address"], lambda name: name.strip().casefold())
        geocoder = Geocoder(known_places())
        with click.progressbar(rows, label="Placing addresses", file=sys.stderr) as shown:
            placed = list(geocode_rows(shown, geocoder))
        csv_tables.write(target, [*header, *(name for name in PLACE_COLUMNS if name not in header)], placed)
        counts = Counter(row["precision"] for row in placed if row["precision"])
        told = {"read": len(placed), "placed": counts.total(), "precision": dict(counts)}
        click.echo(json.dumps(told) if as_json else f"{told['placed']} of {told['read']} addresses placed.")

    return geocode
