"""A record that was found to be the same as another is in no list, search or file: the other stands for it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from resources.hsds import export, finding
from resources.hsds.export import ExportFormat
from resources.pages import directory, record
from resources.pages.directory import Wanted
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.search.names import subjects
from tests.resources.directory_records import keep, place, service


def _merge(database: Database, merged: Organization, kept: Organization) -> None:
    """The whole of one provider into the other: it, its service and its place."""
    with database.writing() as session:
        session.expire_on_commit = False
        session.add_all([merged, kept])
        merged.merged_into = kept.id
        merged.services[0].merged_into = kept.services[0].id
        merged.locations[0].merged_into = kept.locations[0].id
        audit.record(session, "directory.edited", None, fields="merged_into")


@pytest.fixture
def merged(database: Database) -> Organization:
    """A provider that was entered twice: the second entry."""
    kept = keep(database, "Kept House", service("Rooms", place()))
    merged = keep(database, "Merged House", service("Beds", place("Garrett", "Oakland")))
    _merge(database, merged, kept)
    return merged


@pytest.mark.parametrize("held", [True, False])
def test_what_is_merged_is_in_no_list_and_under_no_name(
    database: Database, merged: Organization, *, held: bool
) -> None:
    with database.reading() as session:
        page = directory.find_services(session, Wanted(held=held))
        names = {each.name for each in subjects(session)}

        assert ([each.name for each in page.services], page.total) == (["Rooms"], 1)
        assert names == {"Kept House", "Rooms", "Cumberland"}
        assert directory.organization(session, merged.id, held=held) is None
        assert directory.counties(session) == ["Allegany, MD"]


def test_what_is_merged_leaves_in_no_file(database: Database, merged: Organization, tmp_path: Path) -> None:
    file = tmp_path / "directory.json"
    with database.reading() as session:
        count = export.write(session, file, ExportFormat.HSDS_JSON)

        assert finding.organization(session, merged.id) is None
        assert finding.service(session, merged.services[0].id) is None
    assert count == 1
    assert not {"Merged House", "Beds", "Oakland"} & set(file.read_text().split('"'))


def test_one_service_of_an_organization_alone_may_be_merged(database: Database) -> None:
    made = keep(database, "Kept House", service("Rooms"), service("Beds"))
    rooms, beds = made.services
    beds.merged_into = rooms.id

    assert record.visible_services(made, held=True) == [rooms]


@pytest.mark.parametrize(("held", "listed"), [(False, {"Rooms"}), (True, {"Rooms", "Held"})])
def test_a_record_says_of_itself_what_a_list_says_of_it(
    database: Database, merged: Organization, *, held: bool, listed: set[str]
) -> None:
    keep(database, "Other House", service("Held", held=True))
    with database.reading() as session:
        every = session.scalars(select(Service)).all()
        in_a_list = session.scalars(select(Service).where(Service.listed(held=held))).all()

        assert {each.name for each in every} == {"Rooms", "Beds", "Held"}
        assert {each.name for each in in_a_list} == listed
        assert {each.name for each in every if each.listed(held=held)} == listed
