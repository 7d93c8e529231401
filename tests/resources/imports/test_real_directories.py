"""The real directories beside the project: every row accounted for, and nothing created twice."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agency.database import Database
from resources.imports.importing import Report
from resources.imports.rows import Outcome
from resources.records.locations import Location
from resources.records.services import Service

pytestmark = pytest.mark.shared_data
Load = Callable[..., Report]


def counted(report: Report) -> tuple[int, ...]:
    return tuple(report.counts.get(outcome, 0) for outcome in Outcome)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_resource_guide_goes_in(load: Load, shared: Path, database: Database) -> None:
    path = shared / "data" / "doj_maryland_reentry" / "doj-data.csv"

    first, again = load(path), load(path)

    created, updated, unchanged, merged, rejected = counted(first)
    assert (first.read, updated, unchanged) == (1447, 0, 0)
    assert rejected == 25
    assert Counter(each.code for each in first.problems)["page_header"] == 23
    assert 950 < created < 1050
    assert counted(again) == (0, 0, created, merged, rejected)
    with database.reading() as session:
        statewide = session.scalar(select(Service).where(Service.name == "AmeriCorps"))
        assert statewide is not None
        assert (statewide.reach, len(statewide.areas), statewide.at_locations) == ("statewide", 24, [])


# The HSDS tests bring it into the embedded file.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_call_center_s_directory_goes_in(load: Load, shared: Path, database: Database) -> None:
    path = shared / "data" / "baltimore_charmcare"

    first, again = load(path), load(path)

    created, updated, unchanged, merged, rejected = counted(first)
    assert first.read == 748 + 1482 + 1482 + 1876 + 7157 + 517
    assert (updated, unchanged, rejected) == (0, 0, 2)
    assert {each.code for each in first.problems if each.row and each.code != "held"} == {
        "no_parent",
        "missing",
        "phone_unclear",
        "address_kept_back",
    }
    assert counted(again) == (0, 0, created, merged, rejected)
    with database.reading() as session:
        assert session.scalar(select(func.count(Service.id))) == 1875
        hidden = select(Location).where(Location.confidential, Location.latitude.is_not(None))
        assert session.scalars(hidden).all() == []
