"""The installation's geocoder knows the directory as it stands, and keeps what it learned until that changes."""

from agency.audit import audit
from agency.database import Database
from resources.geocoding.local import LocalGeocoder, local_geocoder
from resources.geography.postal_addresses import parse_address
from resources.records.locations import Location
from tests.resources.directory_records import keep, place, service

ADDRESS = parse_address("9 Pretend Street, Cumberland, MD 21502")


def known(database: Database, *, confidential: bool = False) -> Location:
    """A place whose point a person put on the map."""
    where = place(confidential=confidential)
    where.addresses[0].address_1 = "9 Pretend Street"
    where.position_source = "confirmed"
    keep(database, "Invented Homes", service("Step House", where))
    return where


def source(database: Database, local: LocalGeocoder) -> str:
    """Who says where the address lies."""
    with database.reading() as session:
        found = local.of(session).position(ADDRESS)
    assert found is not None
    return found.source


def test_it_is_made_once_for_each_version_of_the_directory(database: Database) -> None:
    local = LocalGeocoder()
    assert source(database, local) == "zip_center"
    with database.reading() as session:
        assert local.of(session) is local.of(session)

    known(database)

    assert source(database, local) == "directory"


def test_what_is_undone_is_not_remembered(database: Database) -> None:
    local, where = LocalGeocoder(), known(database)
    source(database, local)
    try:
        with database.writing() as session:
            session.get_one(Location, where.id).position_source = "zip_center"
            audit.record(session, "directory.edited", None, fields="point")
            session.flush()
            within = local.of(session).position(ADDRESS)
            raise LookupError
    except LookupError:
        pass

    assert within is not None
    assert within.source == "zip_center"
    # The next change gets the number that the undone one had.
    with database.writing() as session:
        session.get_one(Location, where.id).name = "Another name"
        audit.record(session, "directory.edited", None, fields="name")
    assert source(database, local) == "directory"


def test_a_confidential_place_teaches_nothing(database: Database) -> None:
    known(database, confidential=True)

    assert source(database, LocalGeocoder()) == "zip_center"


def test_a_unit_of_work_is_given_the_installations_own(database: Database) -> None:
    with database.reading() as one, database.reading() as other:
        assert local_geocoder(one) is local_geocoder(other)
