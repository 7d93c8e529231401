"""`directory load-streets FILE…`: the Census Bureau's address ranges of a county or a state, kept for the geocoder."""

import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from agency.errors import ReentryError
from resources.geocoding.streets.street_file import StreetFile
from resources.geocoding.streets.tiger import find_files, read_layers, read_sides


def load_streets_command(street_file: Callable[[], StreetFile], now: Callable[[], datetime]) -> click.Command:
    """The command; `street_file` and `now` tell at the time it runs where streets are kept and what time it is."""

    @click.command("load-streets")
    @click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
    def load_streets(paths: tuple[Path, ...], as_json: bool) -> None:
        """Load street ranges, so that addresses are placed to the house number without asking anybody.

        FILE is a TIGER/Line shapefile of address ranges (tl_YEAR_COUNTY_addrfeat, as .zip or .shp), or a folder of
        them for a whole state. A county that is loaded again replaces what was known of it.
        """
        kept, loaded = street_file(), {}
        try:
            files = [file for path in paths for file in find_files(path)]
            with click.progressbar(files, label="Loading streets", file=sys.stderr) as shown:
                for layer in (layer for file in shown for layer in read_layers(file)):
                    loaded[layer.county] = kept.replace(layer.county, read_sides(layer), now())
        except ReentryError as error:
            done = f" Loaded before it: {', '.join(loaded)}." if loaded else ""
            raise click.ClickException(f"{error}{done}") from error
        except sqlite3.DatabaseError as error:
            raise click.ClickException(
                f"{kept.path}: {error}. Remove the file and load the streets again."
            ) from error
        told = {"counties": loaded, "sides": sum(loaded.values()), "known": len(kept.counties())}
        click.echo(
            json.dumps(told)
            if as_json
            else f"{told['sides']} sides of streets in {len(loaded)} counties loaded; {told['known']} counties known."
        )

    return load_streets
