"""Small invented counties, written as the Census Bureau writes its layer of address ranges."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import shapefile

LAYOUT = (
    *("TLID", "TFIDL", "TFIDR", "ARIDL", "ARIDR", "LINEARID", "FULLNAME"),
    *("LFROMHN", "LTOHN", "RFROMHN", "RTOHN", "ZIPL", "ZIPR", "EDGE_MTFCC", "ROAD_MTFCC"),
    *("PARITYL", "PARITYR", "PLUS4L", "PLUS4R", "LFROMTYP", "LTOTYP", "RFROMTYP", "RTOTYP"),
    *("OFFSETL", "OFFSETR"),
)
COUNTY = "tl_2025_24999_addrfeat"
Point = tuple[float, float]
# Half a kilometer of Heron Street, from south to north: latitude first, as everywhere in the product.
HERON_LINE: tuple[Point, ...] = ((39.29, -76.61), (39.2945, -76.61))


@dataclass(frozen=True)
class Street:
    """A piece of street with its numbers: first and last on the left and on the right, empty where there are none."""

    name: str
    left: tuple[str, str] = ("", "")
    right: tuple[str, str] = ("", "")
    zips: tuple[str, str] = ("21201", "21201")
    parities: tuple[str, str] = ("", "")
    parts: tuple[tuple[Point, ...], ...] = field(default=(HERON_LINE,))
    offsets: tuple[str, str] = ("N", "N")


def written(streets: Iterable[Street], *, without: str = "", encoding: str = "utf-8") -> dict[str, bytes]:
    """The .shp and .dbf of a county, with every field of the layer; `without`: one to leave out."""
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(
        shp=shp, shx=shx, dbf=dbf, shapeType=shapefile.POLYLINE, encoding=encoding
    ) as writer:
        kept = [name for name in LAYOUT if name != without]
        for name in kept:
            writer.field(name, "C", size=100 if name == "FULLNAME" else 12)
        for number, street in enumerate(streets):
            writer.line([[(east, north) for north, east in part] for part in street.parts])
            said = dict.fromkeys(LAYOUT, "") | {"TLID": str(number), "FULLNAME": street.name}
            said |= dict(zip(("OFFSETL", "OFFSETR"), street.offsets, strict=True))
            said |= dict(zip(("LFROMHN", "LTOHN"), street.left, strict=True))
            said |= dict(zip(("RFROMHN", "RTOHN"), street.right, strict=True))
            said |= dict(zip(("ZIPL", "ZIPR"), street.zips, strict=True))
            said |= dict(zip(("PARITYL", "PARITYR"), street.parities, strict=True))
            writer.record(**{name: said[name] for name in kept})
    return {"shp": shp.getvalue(), "shx": shx.getvalue(), "dbf": dbf.getvalue()}


def zipped(folder: Path, streets: Iterable[Street], name: str = COUNTY, *, without: str = "") -> Path:
    """The same as the zip that one downloads."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, content in written(streets, without=without).items():
            archive.writestr(f"{name}.{ending}", content)
    return path
