"""Address ranges of the Census Bureau (TIGER/Line layer ADDRFEAT), one shapefile for each county.

Fields and their meaning: TIGER/Line Technical Documentation, "Address Range-Feature", and the metadata of the layer
(meta.geo.census.gov, tl_YEAR_COUNTY_addrfeat.shp.xml). A range on either side is what its numbers may be, not which
houses there are; the line runs from the first number to the last. A piece of street with several ranges or several
names stands there once for each, line upon line. Ranges of a single house are left out by the Bureau.

What is read: FULLNAME; the first and last number of each side (LFROMHN, LTOHN, RFROMHN, RTOHN), which may hold letters
and hyphens; PARITYL, PARITYR (E even, O odd, B both); ZIPL, ZIPR, empty where none is known. Degrees are NAD83, taken
for WGS84: in the contiguous states the two lie a meter or two apart, far within what is said of any point.

What is not read, and why:
- OFFSETL, OFFSETR (Y or N): what they ask for stands in no documentation that we could read, and programs that use them
  do not agree: geomarker-io/addr took Y first as the side to be set apart from the line, then (its pull request 84) as
  the one side not to be. Ten meters are at stake, a third of what is said of the surest point. Every side is set apart.
- TLID, TFIDL, TFIDR, ARIDL, ARIDR, LINEARID: keys of other layers, which are not loaded.
- EDGE_MTFCC, ROAD_MTFCC: the class of the road. Whatever bears addresses may have a provider, an alley too.
- LFROMTYP, LTOTYP, RFROMTYP, RTOTYP, PLUS4L, PLUS4R: of what kind an end of a range is, and the last four figures of a
  ZIP code: nothing that places a house.
"""

import re
import struct
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import shapefile

from resources.geocoding.houses import House, read_house
from resources.geocoding.streets.house_numbers import read_number
from resources.geocoding.streets.ranges import Part, StreetSide, parity_of
from resources.imports.files import SourceFile, open_path
from resources.imports.refusals import UnusableFileError

FIELDS = ("FULLNAME", *("LFROMHN", "LTOHN", "RFROMHN", "RTOHN"), "ZIPL", "ZIPR", "PARITYL", "PARITYR")
_LINES = (shapefile.POLYLINE, shapefile.POLYLINEZ, shapefile.POLYLINEM)
_COUNTY = re.compile(r"_(\d{5})_addrfeat", re.IGNORECASE)
# Whatever a damaged or hostile file makes the reader stumble on.
_DAMAGE = (
    shapefile.ShapefileException,
    Warning,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    OSError,
    MemoryError,
)


@dataclass(frozen=True, slots=True)
class Layer:
    """One shapefile: its name without an ending, and its two files when asked for."""

    name: str
    shapes: Callable[[], bytes]
    records: Callable[[], bytes]

    @property
    def county(self) -> str:
        """The county it is of: five figures from the file's name, else the name itself."""
        found = _COUNTY.search(self.name)
        return found[1] if found else self.name.casefold()


def find_files(path: Path) -> list[Path]:
    """The files to open: the one named, or every .zip and .shp of a folder; UnusableFileError where it has none."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.casefold() in (".zip", ".shp"))
    if not found:
        raise UnusableFileError(f"The folder {path} holds no shapefiles: no .zip and no .shp.")
    return found


def read_sides(layer: Layer) -> Iterator[StreetSide]:
    """Every side that has a street name and numbers; UnusableFileError where it is no layer of address ranges."""
    try:
        with _opened(layer) as reader:
            _check(layer, reader)
            read = 0
            for found in reader.iterShapeRecords(fields=list(FIELDS)):
                read += 1
                yield from _sides(found.record.as_dict(), found.shape)
            if read != len(reader):
                raise UnusableFileError(f"{layer.name} breaks off after {read} of {len(reader)} records.")
    except _DAMAGE as error:
        raise UnusableFileError(f"{layer.name} is not a shapefile, or a damaged one.") from error


def read_layers(path: Path) -> list[Layer]:
    """The shapefiles of a file: a .shp with the .dbf beside it, or a zip of both; UnusableFileError if neither."""
    files = open_path(path)
    if path.suffix.casefold() == ".shp":
        beside = [each for each in path.parent.glob(f"{path.stem}.*") if each.suffix.casefold() == ".dbf"]
        files += [file for each in beside for file in open_path(each)]
    shapes, records = (_by_name(files, suffix) for suffix in (".shp", ".dbf"))
    if not shapes:
        raise UnusableFileError(f"{path.name} is not a shapefile, nor a zip of one: it holds no .shp.")
    if alone := [name for name in shapes if name not in records]:
        raise UnusableFileError(
            f"{shapes[alone[0]].name} has no .dbf beside it, which tells the names and numbers."
        )
    return [Layer(Path(file.name).stem, file.read, records[name].read) for name, file in shapes.items()]


def _opened(layer: Layer) -> shapefile.Reader:
    records = layer.records()
    with warnings.catch_warnings():
        # What it only warns of, such as a length that cannot be, is damage too.
        warnings.simplefilter("error")
        return shapefile.Reader(
            shp=BytesIO(layer.shapes()),
            dbf=BytesIO(records),
            encoding=_encoding(records),
            encodingErrors="replace",
        )


def _encoding(records: bytes) -> str:
    """UTF-8, as the metadata says; Latin-1 where the bytes are none, as in files of older years."""
    # Before the records stands a header, whose length its ninth and tenth byte say.
    begin = int.from_bytes(records[8:10], "little")
    try:
        records[begin:].decode("utf-8")
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "utf-8"


def _by_name(files: list[SourceFile], suffix: str) -> dict[str, SourceFile]:
    return {file.stem: file for file in files if file.suffix == suffix}


def _check(layer: Layer, reader: shapefile.Reader) -> None:
    present = {field[0] for field in reader.fields}
    missing = [name for name in FIELDS if name not in present]
    if missing:
        raise UnusableFileError(
            f"{layer.name} is another layer: address ranges (ADDRFEAT) have a field {missing[0]}, and this has none."
        )
    if reader.shapeType not in _LINES:
        raise UnusableFileError(f"{layer.name} holds no lines, so it is no layer of streets.")
    west, south, east, north = reader.bbox or (0, 0, 0, 0)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise UnusableFileError(
            f"The coordinates of {layer.name} are no degrees; it may have been projected."
        )


def _sides(said: dict[str, object], shape: shapefile.Shape) -> Iterator[StreetSide]:
    house, parts = _street(str(said["FULLNAME"] or "")), _parts(shape)
    if house is None or not parts:
        return
    for side in "LR":
        first, last = (read_number(str(said[f"{side}{end}HN"] or "")) for end in ("FROM", "TO"))
        if first and last and first.before == last.before:
            parity = parity_of(str(said[f"PARITY{side}"] or ""), first.digits, last.digits)
            yield StreetSide(
                *(house.street, house.direction, house.kind, str(said[f"ZIP{side}"] or ""), first.before),
                *(first.digits, last.digits, parity, side == "L", parts),
            )


@lru_cache(20_000)
def _street(name: str) -> House | None:
    """The street as addresses are read; a number in front makes it one."""
    return read_house(f"1 {name}") if name.strip() else None


def _parts(shape: shapefile.Shape) -> tuple[Part, ...]:
    points = [(each[1], each[0]) for each in shape.points]
    bounds = [*shape.parts, len(points)]
    parts = [tuple(points[begin:end]) for begin, end in pairwise(bounds)]
    return tuple(part for part in parts if len(part) > 1)
