"""However a file writes that an address is secret, its place comes in confidential, and no point of it is published."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.database import Database
from resources.hsds.export import ExportFormat
from resources.hsds.export import write as export
from resources.imports.importing import Report
from resources.records.locations import IMPORTED, Location
from resources.records.services import Service

Load = Callable[..., Report]
Write = Callable[..., Path]

HEADER = (
    *("organization", "service", "type", "address", "city", "state", "zip", "latitude", "longitude"),
    *("phone", "description"),
)
SECRET = (
    *(
        "Private address",
        "Dirección confidencial",
        "Address protected",
        "Address suppressed",
        "Confid. location",
    ),
    *(
        "Conf. address",
        "Confidental",
        "Safe house",
        "Not public",
        "Location is private",
        "Location kept private",
    ),
    *("Location provided upon intake", "Location disclosed after screening", "Anonymous location"),
    *("Undisclosed", "Address withheld", "Call for address", "Call for location", "Ubicación privada"),
    *("Domicilio confidencial", "Private residence", "Address available after intake"),
)
# Nobody says that it is secret, and nobody says where it is.
NOWHERE = ("Various Locations", "Call for shelter intake", "Scattered sites", "See website", "")


def _table(address: str) -> str:
    text = io.StringIO()
    row = ("Heron Hall", "Sober beds", "Housing", address, "Towson", "MD", "21204", "39.40171", "-76.60191")
    csv.writer(text).writerows([HEADER, (*row, "410-555-0101", "Beds for men.")])
    return text.getvalue()


def _hsds(address: str) -> str:
    place = {
        "id": "7f3a2c1e-1111-4a6f-9a3e-000000000003",
        "location_type": "physical",
        "latitude": 39.40171,
        "longitude": -76.60191,
        "addresses": [
            {
                "id": "7f3a2c1e-1111-4a6f-9a3e-000000000004",
                "address_1": address,
                "city": "Towson",
                "state_province": "MD",
                "postal_code": "21204",
                "country": "US",
                "address_type": "physical",
            }
        ],
    }
    link = {"id": "7f3a2c1e-1111-4a6f-9a3e-000000000005", "location": place}
    service = {
        "id": "7f3a2c1e-1111-4a6f-9a3e-000000000002",
        "name": "Sober beds",
        "status": "active",
        "service_at_locations": [link],
    }
    provider = {
        "id": "7f3a2c1e-1111-4a6f-9a3e-000000000001",
        "name": "Heron Hall",
        "description": "Beds for men.",
    }
    return json.dumps([provider | {"services": [service], "locations": [place]}])


def _ohana(write: Write, address: str) -> Path:
    return write(
        organizations_csv="id,name,description\n1,Heron Hall,Beds.\n",
        locations_csv="id,organization_id,name,description,latitude,longitude\n1,1,Hall,Beds.,39.40171,-76.60191\n",
        addresses_csv=f"id,location_id,address_1,city,state_province,postal_code,country\n1,1,{address},Towson,MD,21204,US\n",
        services_csv="id,location_id,name,description,status\n1,1,Sober beds,Beds for men.,active\n",
    )


def _given(write: Write, kind: str, address: str) -> Path:
    if kind == "ohana":
        return _ohana(write, address)
    return write(list_csv=_table(address)) if kind == "table" else write(all_json=_hsds(address))


def _exported(database: Database, folder: Path) -> str:
    with database.reading() as session:
        export(session, folder / "all.json", ExportFormat.HSDS_JSON)
    return (folder / "all.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["table", "hsds", "ohana"])
@pytest.mark.parametrize("address", SECRET)
def test_its_place_is_confidential_and_has_no_point(
    load: Load, write: Write, database: Database, tmp_path: Path, kind: str, address: str
) -> None:
    report = load(_given(write, kind, address))

    assert "address_kept_back" in {each.code for each in report.problems}
    with database.reading() as session:
        place = session.scalars(select(Location)).one()
        assert (place.confidential, place.latitude) == (True, None)
        assert session.scalars(select(Service)).one().name == "Sober beds"
    assert "39.4017" not in _exported(database, tmp_path)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["table", "hsds", "ohana"])
@pytest.mark.parametrize("address", NOWHERE)
def test_exact_coordinates_of_an_address_that_names_nothing_are_not_published(
    load: Load, write: Write, database: Database, tmp_path: Path, kind: str, address: str
) -> None:
    report = load(_given(write, kind, address))

    with database.reading() as session:
        places = session.scalars(select(Location)).all()
        assert not any(each.confidential or each.position_source == IMPORTED for each in places)
    assert not places or "point_without_address" in {each.code for each in report.problems}
    assert "39.4017" not in _exported(database, tmp_path)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["table", "hsds", "ohana"])
@pytest.mark.parametrize(
    "address",
    ["417 Private Drive", "Private Drive", "PO Box 12", "York Rd & Burke Ave", "Towson Town Center"],
)
def test_the_point_of_an_address_that_says_where_stays(
    load: Load, write: Write, database: Database, kind: str, address: str
) -> None:
    load(_given(write, kind, address))

    with database.reading() as session:
        place = session.scalars(select(Location)).one()
        assert (place.confidential, place.latitude) == (False, 39.40171)
