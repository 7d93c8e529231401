"""A second row of a held provider is held with it, in one file and against the directory; no export tells either."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.audit import audit
from agency.database import Database
from resources.geocoding.geocoder import Geocoder
from resources.hsds.export import ExportFormat, write
from resources.imports.importing import Report, import_directory
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.conftest import NOW

HEADER = ("Organization", "Service", "Description", "Address", "City", "State", "ZIP", "Phone")
TOWN = ("Oakland", "MD", "21550")
HAVEN = (
    *("Safe Haven Shelter", "Shelter for battered women", "Beds.", "14 Lantern Street"),
    *(*TOWN, "443-555-0142"),
)
DESK = (
    "*Safe Haven",
    "Referral desk",
    "Referrals.",
    "14 Lantern St",
    "Oakland",
    "MD",
    "21550",
    "(443) 555-0142",
)
PANTRY = ("Harbor Pantry", "Groceries", "Food.", "3 Elm Street", "Oakland", "MD", "21550", "443-555-0177")


def _bring(database: Database, folder: Path, name: str, *rows: tuple[str, ...]) -> Report:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    path = folder / f"{name}.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    with database.writing() as session:
        report = import_directory(session, path, NOW, Geocoder, source=name)
        audit.record(session, "directory.imported", None, source=name, created=0, updated=0)
    return report


def _held(database: Database) -> set[str]:
    with database.reading() as session:
        return {each.name for each in session.query(Service) if each.held}


def _exported(database: Database, folder: Path) -> str:
    texts = []
    for format_, name in ((ExportFormat.HSDS_JSON, "all.json"), (ExportFormat.TABLE, "table.csv")):
        with database.reading() as session:
            write(session, folder / name, format_)
        texts.append((folder / name).read_text(encoding="utf-8-sig"))
    return "\n".join(texts)


def test_the_second_row_of_one_file_is_held_and_the_coordinator_is_told_why(
    database: Database, tmp_path: Path
) -> None:
    report = _bring(database, tmp_path, "list", DESK, HAVEN, PANTRY)

    assert _held(database) == {"Shelter for battered women", "Referral desk"}
    told = [each.message for each in report.problems if each.code == "held"]
    assert any(
        "“Referral desk” shares its telephone with “Shelter for battered women”" in each for each in told
    )
    text = _exported(database, tmp_path)
    assert "3 Elm Street" in text
    assert "Lantern" not in text
    assert "555-0142" not in text


@pytest.mark.parametrize("first", [HAVEN, DESK])
def test_a_row_of_another_file_is_held_whichever_came_first(
    database: Database, tmp_path: Path, first: tuple[str, ...]
) -> None:
    second = DESK if first is HAVEN else HAVEN
    _bring(database, tmp_path, "first", first, PANTRY)
    _bring(database, tmp_path, "second", second)

    assert _held(database) == {"Shelter for battered women", "Referral desk"}


def test_what_was_released_or_confirmed_with_the_provider_is_not_held_by_an_import(
    database: Database, tmp_path: Path
) -> None:
    other = (*DESK[:1], "Kitchen", *DESK[2:])
    _bring(database, tmp_path, "first", DESK, other)
    with database.writing() as session:
        for each in session.query(Service):
            if each.name == "Kitchen":
                each.assured_with = "The front desk"
        audit.record(session, "directory.edited", None, fields="assured_date")
    _bring(database, tmp_path, "second", HAVEN)
    assert _held(database) == {"Shelter for battered women", "Referral desk"}

    with database.writing() as session:
        for each in session.query(Service):
            each.held = False
        audit.record(session, "directory.edited", None, fields="held")
    _bring(database, tmp_path, "first", DESK, other)
    _bring(database, tmp_path, "second", HAVEN)

    assert _held(database) == set()


def test_an_address_that_a_row_asks_to_keep_back_is_in_no_export(database: Database, tmp_path: Path) -> None:
    asking = (
        "Sober Home",
        "Beds for men",
        "Address is confidential, do not publish.",
        "77 Wren Hollow",
        *PANTRY[4:],
    )
    report = _bring(database, tmp_path, "list", asking)

    text = _exported(database, tmp_path)
    assert "Beds for men" in text
    assert "Wren Hollow" not in text
    assert [each.code for each in report.problems if "Beds for men" in each.message] == ["address_kept_back"]


NAMES = st.sampled_from(("Safe Haven", "*Safe Haven, Inc.", "Harbor League", "Tidal Guild", "Open Door"))
ABOUT = st.sampled_from(
    ("Shelter for battered women", "Referral desk", "Groceries", "Advice", "Domestic violence hotline")
)
STREETS = st.sampled_from(("14 Lantern Street", "14 N. Lantern St", "3 Elm Street", "8 Birch Road"))
PHONES = st.sampled_from(("443-555-0142", "(443) 555-0142", "443-555-0177", "443-555-0188", ""))
ROWS = st.lists(st.tuples(NAMES, ABOUT, STREETS, PHONES), min_size=1, max_size=7)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@given(ROWS, ROWS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_export_tells_the_telephone_or_the_street_of_a_service_for_survivors(
    database: Database, tmp_path: Path, first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    with database.writing() as session:
        for provider in session.query(Organization):
            session.delete(provider)
        audit.record(session, "directory.edited", None, fields="all")
    for name, rows in (("first", first), ("second", second)):
        whole = [
            (who, what, "", street, "Oakland", "MD", "21550", phone) for who, what, street, phone in rows
        ]
        _bring(database, tmp_path, name, *whole)

    text = _exported(database, tmp_path)
    digits = re.sub(r"[^\d\n]", "", text)
    with database.reading() as session:
        for each in session.query(Service).filter(Service.victim_services):
            for at in each.at_locations:
                streets = {
                    word for address in at.location.addresses for word in address.address_1.split()[-2:-1]
                }
                assert not any(f" {street} " in text for street in streets)
            for phone in (*each.phones, *(one for at in each.at_locations for one in at.location.phones)):
                assert re.sub(r"\D", "", phone.number)[-10:] not in digits
