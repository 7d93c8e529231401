"""Loading the street ranges of an invented county and of an invented state, and finding houses on them."""

import random
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import shapefile

from benchmarks.measure import Measured, measure
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.streets.street_file import StreetFile
from resources.geocoding.streets.tiger import find_files, read_layers, read_sides
from resources.geography.postal_addresses import parse_address

# Counties, and pieces of street in each: a large county, and a state of about Maryland's size.
CASES = (("a county", 1, 40_000), ("a state", 24, 25_000))
FIELDS = ("FULLNAME", "LFROMHN", "LTOHN", "RFROMHN", "RTOHN", "ZIPL", "ZIPR", "PARITYL", "PARITYR")
NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
HOUSES = 500


def run() -> Iterator[Measured]:
    """Both cases; a load is measured once."""
    for case, counties, pieces in CASES:
        folder = Path(tempfile.mkdtemp())
        try:
            yield from _measured(case, folder, counties, pieces)
        finally:
            shutil.rmtree(folder)


def _measured(case: str, folder: Path, counties: int, pieces: int) -> Iterator[Measured]:
    for number in range(counties):
        _write(folder / f"tl_2025_{24000 + number}_addrfeat.zip", pieces, number)
    kept = StreetFile(folder / "streets" / "ranges.db")
    begun, sides = time.perf_counter(), 0
    for layer in (layer for file in find_files(folder) for layer in read_layers(file)):
        sides += kept.replace(layer.county, read_sides(layer), NOW)
    taken = time.perf_counter() - begun
    milliseconds = round(taken * 1000, 1)
    yield Measured("streets", f"load {case}", sides, milliseconds, milliseconds, round(sides / taken, 1))
    geocoder = Geocoder([], kept)
    dice = random.Random(0)  # noqa: S311 - invented streets, no secret
    asked = [
        parse_address(f"{each[1]} {each[0]}, Baltimore, MD {each[5]}")
        for each in (_record(dice, pieces) for _ in range(HOUSES))
    ]
    case = f"place {HOUSES} houses in {case}"
    yield measure("streets", case, sides, lambda: [*map(geocoder.position, asked)], times=3)


def _write(path: Path, pieces: int, seed: int) -> None:
    """A county as the Census Bureau packs it; the same seed gives the same county."""
    dice = random.Random(seed)  # noqa: S311
    shp, shx, dbf = BytesIO(), BytesIO(), BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, shapeType=shapefile.POLYLINE) as writer:
        for name in FIELDS:
            writer.field(name, "C", size=100 if name == "FULLNAME" else 12)
        for _ in range(pieces):
            north, east = 39 + dice.random() / 2, -77 + dice.random()
            writer.line([[(east + step * 0.0002, north + step * 0.0003) for step in range(4)]])
            writer.record(*_record(dice, pieces))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, stream in (("shp", shp), ("shx", shx), ("dbf", dbf)):
            archive.writestr(f"{path.stem}.{ending}", stream.getvalue())


def _record(dice: random.Random, pieces: int) -> tuple[str, ...]:
    direction, kind = (
        dice.choice(("N ", "S ", "E ", "W ", "", "")),
        dice.choice(("St", "Ave", "Rd", "Dr", "Ln")),
    )
    name = f"{direction}Heron{dice.randint(0, pieces // 12)} {kind}"
    block, code = dice.randint(1, 90) * 100, str(dice.randint(21201, 21240))
    numbers = (str(block + 1), str(block + 99), str(block), str(block + 98))
    return (name, *numbers, code, code, "O", "E")
