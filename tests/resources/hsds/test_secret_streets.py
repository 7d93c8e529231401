"""The street of a secret place leaves in nobody's words, and no search finds by what is not told."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.audit import audit
from agency.database import Database
from resources.geocoding.geocoder import Geocoder
from resources.hsds import finding, values
from resources.hsds.export import ExportFormat, write
from resources.hsds.questions import ServiceQuestion
from resources.imports.importing import import_directory
from resources.pages import directory as pages
from resources.provider import answers
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.search.names import subjects
from tests.conftest import NOW

HEADER = ("organization", "service", "address", "city", "state", "zip", "phone", "description")
TOWN = ("Oakland", "MD", "21550")
ASKING = "Address not disclosed. Come to 48 Delta Road after six."
ROWS = (
    ("Night", "Night beds", "48 Delta Road", *TOWN, "443-555-0142", ASKING),
    ("Nnn", "Nnn Pantry", "3 Elm Street", *TOWN, "443-555-0177", "Ask also at 48 Delta Rd. for beds."),
    ("Far", "Far Pantry", "50 Delta Road", *TOWN, "443-555-0178", "We are at 50 Delta Road."),
)


@pytest.fixture
def imported(database: Database, tmp_path: Path) -> None:
    """Beds that ask for secrecy, a pantry that tells their street, and one on the same street."""
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    with database.writing() as session:
        import_directory(session, path, NOW, Geocoder)
        audit.record(session, "directory.imported", None, source="list.csv", created=0, updated=0)


@pytest.mark.usefixtures("imported")
def test_no_answer_tells_a_secret_street_whoever_wrote_it(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    client = app.test_client()
    texts = [client.get(f"/hsds/{name}?full=true").text for name in ("services", "organizations")]
    for format_, name in ((ExportFormat.HSDS_JSON, "all.json"), (ExportFormat.TABLE, "table.csv")):
        with database.reading() as session:
            write(session, tmp_path / name, format_)
        texts.append((tmp_path / name).read_text(encoding="utf-8-sig"))

    for text in texts:
        assert "48 Delta" not in text
        assert "Road after six" not in text
        assert "50 Delta Road" in text
    assert "Come to [withheld] after six." in texts[0]
    assert "Ask also at [withheld]. for beds." in texts[0]


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize("word", ["Delta", "delta", "48", "Road"])
def test_no_search_finds_by_a_word_that_is_not_told(app: Flask, word: str) -> None:
    found = json.loads(app.test_client().get(f"/hsds/services?search={word}").text)["contents"]

    assert {each["name"] for each in found} <= {"Far Pantry"}


@pytest.mark.usefixtures("imported")
def test_what_is_told_beside_it_is_found(app: Flask) -> None:
    found = json.loads(app.test_client().get("/hsds/services?search=after+six").text)["contents"]

    assert [each["name"] for each in found] == ["Night beds"]


@pytest.mark.usefixtures("imported")
def test_a_providers_own_link_does_not_show_what_it_wrote_of_another(database: Database) -> None:
    with database.reading() as session:
        pantry = session.query(Service).filter(Service.name == "Nnn Pantry").one()

        assert "description" not in answers.shown(pantry.organization, pantry)


NUMBERS = st.sampled_from(("48", "7", "120"))
STREETS = st.sampled_from(
    ("Delta Road", "N Delta Rd", "First Avenue", "St. Mary's Lane", "Old Mill Way", "Broadway")
)
HOUSES = st.builds("{} {}".format, NUMBERS, STREETS)
SPELLED = {
    "Road": "Rd.",
    "Rd": "Road",
    "First": "1st",
    "Avenue": "AVE",
    "St.": "Saint",
    "Lane": "Ln",
    "Way": "way",
}
TEXTS = st.builds(
    lambda lead, house, other: (
        f"{lead} {' '.join(SPELLED.get(word, word) if other else word for word in house.split())} now."
    ),
    st.sampled_from(("Come to", "Beds at", "Near", "Not at")),
    HOUSES,
    st.booleans(),
)
RECORDS = st.lists(st.tuples(HOUSES, st.booleans(), TEXTS, TEXTS), min_size=1, max_size=5)
FIELDS = ("name", "alternate_name", "description")


def _organization(at: int, house: str, text: str, also: str, *, secret: bool) -> Organization:
    place = Location(
        confidential=secret, addresses=[Address(address_1=house, city="Oakland", state_province="MD")]
    )
    service = Service(
        name=f"Service {at}",
        alternate_name=also,
        description=text,
        at_locations=[ServiceAtLocation(location=place)],
    )
    return Organization(name=f"Provider {at}", description=also, services=[service], locations=[place])


def _door(house: str) -> re.Pattern[str]:
    """The number and what tells one street of this test from another."""
    number, mark = house.split()[0], re.search("Delta|First|Mary|Mill|Broadway", house)
    assert mark
    return re.compile(rf"\b{number}\b[^.]{{0,12}}({mark[0]}|{SPELLED.get(mark[0], mark[0])})", re.IGNORECASE)


def _words(said: dict[str, Any]) -> str:
    return " ".join(said.get(name, "") for name in FIELDS)


@given(RECORDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_told_text_has_a_secret_street_and_no_search_finds_by_a_word_of_it(
    database: Database, records: list[tuple[str, bool, str, str]]
) -> None:
    with database.engine.connect() as connection, connection.begin() as undone:
        session = database.session_on(connection)
        made = [_organization(at, *each[:1], *each[2:], secret=each[1]) for at, each in enumerate(records)]
        session.add_all(made)
        session.flush()
        secret = [_door(house) for house, hidden, *_ in records if hidden]
        told = {each.id: values.service(each) for one in made for each in one.services}

        for said in told.values():
            text = f"{_words(said)} {said['organization']['description']}"
            assert not any(door.search(text) for door in secret)
        assert not any(door.search(each.name) for each in subjects(session) for door in secret)
        for word in {word for house, *_ in records for word in re.findall(r"[\w']+", house)}:
            asked = ServiceQuestion().load({"search": word})
            for row in finding.services(session, asked).rows:
                assert word.casefold() in _words(told[row.id]).casefold()
            for row in pages.find_services(session, pages.Wanted(text=word)).services:
                names = f"{row.name} {told[row.id].get('alternate_name', '')} {row.organization.name} Oakland"
                assert word.casefold() in names.casefold()
        undone.rollback()
