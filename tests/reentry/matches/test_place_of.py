"""A person's address is placed by this machine alone: by the streets that were loaded, and the directory."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agency.database import Database
from agency.settings import Settings
from reentry.matches.matches import place_of
from reentry.people.people import Person
from resources.geocoding.streets.street_file import StreetFile
from resources.geocoding.streets.tiger import read_layers, read_sides
from tests.conftest import NOW
from tests.resources.geocoding.streets.shapefiles import Street, zipped

HOME = {"address_1": "149 Heron St", "city": "Baltimore", "state": "MD", "postal_code": "21201"}


def test_a_home_is_placed_on_its_street_once_streets_are_loaded(
    database: Database, take_in: Callable[..., UUID], settings: Settings
) -> None:
    person_id = take_in(place=HOME)
    with database.reading() as session:
        before = place_of(session.get_one(Person, person_id))

    (layer,) = read_layers(zipped(settings.data, [Street("Heron St", ("101", "199"))]))
    StreetFile(settings.streets).replace(layer.county, read_sides(layer), NOW)

    with database.reading() as session:
        after = place_of(session.get_one(Person, person_id))
    assert before is not None
    assert after is not None
    assert after.precision_m < 200 < before.precision_m
    assert after.latitude == pytest.approx(39.2922, abs=0.0005)


def test_a_substitute_address_is_never_placed(database: Database, take_in: Callable[..., UUID]) -> None:
    person_id = take_in(place={**HOME, "substitute": True})

    with database.reading() as session:
        assert place_of(session.get_one(Person, person_id)) is None
