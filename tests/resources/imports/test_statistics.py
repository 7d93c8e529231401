"""A server plans by what its tables hold: after a large import it knows how much came."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from agency.database import Database
from resources.imports.importing import Report

Load = Callable[..., Report]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_counts_anew_before_it_is_asked_about_what_came(
    database: Database, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.imports.importing.MANY", 10)
    path = tmp_path / "guide.csv"
    rows = [f"Guild {at},Desk {at},{at} Heron St,Towson,MD,21204" for at in range(40)]
    path.write_text("\n".join(["organization,service,address,city,state,zip", *rows]))

    load(path)

    with database.reading() as session:
        counted = session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'service'"))
    assert counted == 40
