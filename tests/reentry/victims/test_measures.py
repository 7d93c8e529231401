"""How far apart two places are, and how sure that is: coarse points never read as clear."""

import pytest

from agency.database import Database
from matching.offer import Place
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.victims import protected_places
from reentry.victims.measures import measure
from reentry.victims.protected_places import Terms
from tests.reentry.victims.conftest import Choice


@pytest.mark.parametrize(
    ("keep_away_m", "precision_m", "keeps"),
    [(1000.0, 0.0, "clear"), (1000.0, 500.0, "close"), (1500.0, 0.0, "inside"), (None, 0.0, "")],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_distance_is_held_against_the_order_with_its_coarseness(
    database: Database,
    chosen: Choice,
    clerk: Clerk,
    keep_away_m: float | None,
    precision_m: float,
    keeps: str,
) -> None:
    terms = Terms("home", latitude=39.3, longitude=-76.6, keep_away_m=keep_away_m)
    unplaced = Terms("work", {"address_1": "PO Box 7", "city": "Baltimore", "substitute": True})
    with database.writing() as session:
        person = session.get_one(Person, chosen.person_id)
        made = [protected_places.enter(session, person, each, clerk) for each in (terms, unplaced)]

        unknown, found = measure(Place(39.31, -76.6, precision_m), made)

        assert (unknown.distance_m, unknown.keeps) == (None, "")
        assert found.distance_m == pytest.approx(1110, abs=3)
        assert (found.coarse_m, found.keeps) == (precision_m, keeps)
