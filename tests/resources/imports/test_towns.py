"""A state or ZIP code that cannot be right is told, and never becomes that of another state."""

from collections.abc import Callable
from pathlib import Path

import pytest

from resources.imports.batch import Batch

HEADER = "Organization,Address,City,State,ZIP,Services,Phone\n"


@pytest.mark.parametrize(
    ("town", "state", "postal_code", "county", "told"),
    [
        ("Towson,MD,21204", "MD", "21204", "Baltimore County", set()),
        ("Hoboken,NJ,7030", "NJ", "07030", "Hudson", set()),
        ("Hoboken,,7030", "NJ", "07030", "Hudson", set()),
        ("Boston,MA,21301234", "MA", "02130", "Suffolk", set()),
        ("Towson,ZZ,2120", "", "", "", {"state", "postal_code"}),
        ("Towson,MD,2120", "MD", "", "", {"postal_code"}),
        ("Towson,,2120", "", "", "", {"postal_code"}),
        ("Towson,ZZ,21204", "MD", "21204", "Baltimore County", {"state"}),
        ("Towson,MD,02120", "MD", "02120", "", {"postal_code"}),
        ("Towson,MD,212044", "MD", "", "", {"postal_code"}),
    ],
)
def test_a_zero_is_put_back_only_where_state_or_city_agree(
    write: Callable[..., Path],
    judge: Callable[..., Batch],
    town: str,
    state: str,
    postal_code: str,
    county: str,
    told: set[str],
) -> None:
    batch = judge(write(guide_csv=f"{HEADER}Harbor Step,1 Main St,{town},Job training,410-555-0101\n"))

    (address,) = batch.of_kind("address")
    said = [address.values[name] for name in ("state_province", "postal_code", "region")]
    assert said == [state, postal_code, county]
    assert {each.field for each in batch.problems if each.field != "type"} == told
