"""`directory geocode IN.csv OUT.csv`: a table of addresses in, the same table with its places out."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import click

from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.postal_addresses import parse_address

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
        header, rows = _read(source)
        geocoder = Geocoder(known_places())
        with click.progressbar(rows, label="Placing addresses", file=sys.stderr) as shown:
            placed = list(geocode_rows(shown, geocoder))
        _write(target, [*header, *(name for name in PLACE_COLUMNS if name not in header)], placed)
        counts = Counter(row["precision"] for row in placed if row["precision"])
        told = {"read": len(placed), "placed": counts.total(), "precision": dict(counts)}
        click.echo(json.dumps(told) if as_json else f"{told['placed']} of {told['read']} addresses placed.")

    return geocode


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
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
    if "address" not in [name.strip().casefold() for name in header]:
        raise click.ClickException(f"{path} has no column named address.")
    for number, row in enumerate(rows, start=2):
        if None in row:
            raise click.ClickException(f"{path}, row {number}: more cells than the header has columns.")
    return header, rows


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, header)
            table.writeheader()
            table.writerows(rows)
    except OSError as error:
        raise click.ClickException(f"Cannot write {path}: {error.strerror}.") from error
