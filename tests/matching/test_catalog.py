"""The catalog shows matching the directory: whole, by need, without what is held back or gone."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from matching.catalog import Catalog, load
from matching.offer import Barred
from resources.records.do_not_refer import DoNotRefer
from resources.records.licenses import License
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.seasons import Season
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed

Add = Callable[..., None]


@pytest.fixture
def add(database: Database) -> Add:
    """Adds one service at one place to the directory."""

    def enter(**fields: object) -> None:
        location = Location(
            latitude=39.3,
            longitude=-76.6,
            precision_m=400.0,
            addresses=[Address(city="Baltimore", state_province="MD")],
            **{key: fields.pop(key) for key in ("confidential",) if key in fields},
        )
        service = Service(
            name="Beds",
            **{"needs": [ServiceNeed(need="housing")], **fields},
        )
        service.at_locations = [ServiceAtLocation(location=location)]
        with database.writing() as session:
            session.add(
                Organization(
                    name="Harbor Step House",
                    services=[service],
                    locations=[location],
                    phones=[Phone(number="(410) 555-0101", type="fax"), Phone(number="(410) 555-0102")],
                )
            )
            audit.record(session, "directory.edited", None, fields="all")

    return enter


def catalog(database: Database) -> Catalog:
    """The directory as it stands."""
    with database.reading() as session:
        return load(session)


def test_an_offer_carries_what_matching_needs(database: Database, add: Add) -> None:
    add(
        requirements=[
            ServiceRequirement(
                rule="minimum_age", mode="must", value=18, quote="18+", confirmed_on=date(2026, 5, 1)
            ),
            ServiceRequirement(rule="residence", mode="must", value=["Baltimore"]),
        ],
        licenses=[License(name="Certificate", expires_on=date(2027, 1, 31))],
    )

    (offer,) = catalog(database).offers("housing")

    assert (offer.organization, offer.state, offer.phone) == ("Harbor Step House", "MD", "(410) 555-0102")
    assert [(r.rule, r.value, r.confirmed) for r in offer.requirements] == [
        ("minimum_age", 18, True),
        ("residence", ("Baltimore",), False),
    ]
    assert offer.place is not None
    assert offer.place.precision_m == 400.0
    assert offer.licensed_until == date(2027, 1, 31)


def test_an_offer_carries_its_season_and_what_the_agency_decided(
    database: Database, add: Add, hire: Callable[..., UUID]
) -> None:
    author = hire("coordinator")
    decided = DoNotRefer(reason="Unsafe wiring", since=date(2026, 11, 1), author_id=author)
    add(season_from="11-01", season_to="03-31", do_not_refer=[decided])

    (offer,) = catalog(database).offers("housing")

    assert offer.season == Season("11-01", "03-31")
    assert offer.barred == (Barred(date(2026, 11, 1), None, "Unsafe wiring", "Test Coordinator"),)


def test_where_people_live_is_residential_until_somebody_says_otherwise(database: Database, add: Add) -> None:
    add()
    add(residential=False)

    assert sorted(offer.residential for offer in catalog(database).offers("housing")) == [False, True]


@pytest.mark.parametrize("fields", [{"status": "defunct"}, {"status": "inactive"}, {"held": True}])
def test_what_is_gone_or_held_back_is_not_offered(
    database: Database, add: Add, fields: dict[str, object]
) -> None:
    add(**fields)

    assert catalog(database).by_need == {}


def test_what_another_record_stands_for_is_not_offered(database: Database, add: Add) -> None:
    add()
    (kept,) = catalog(database).offers("housing")
    add(merged_into=kept.service_id)

    assert catalog(database).offers("housing") == (kept,)


def test_a_confidential_place_has_no_point(database: Database, add: Add) -> None:
    add(confidential=True)

    (offer,) = catalog(database).offers("housing")
    assert offer.place is None


@pytest.mark.parametrize(
    ("areas", "state"),
    [(["Maryland"], "Maryland"), (["Howard", "Carroll"], None), (["Howard"], None), ([], None)],
)
def test_only_an_area_that_is_a_state_says_in_which_state_a_service_without_an_address_is(
    database: Database, areas: list[str], state: str | None
) -> None:
    with database.writing() as session:
        service = Service(name="Errands car", reach="statewide", needs=[ServiceNeed(need="transportation")])
        service.areas = [ServiceArea(name=each) for each in areas]
        session.add(Organization(name="Rides", services=[service]))
        audit.record(session, "directory.edited", None, fields="all")

    (offer,) = catalog(database).offers("transportation")
    assert offer.state == state
