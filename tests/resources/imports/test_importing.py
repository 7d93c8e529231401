"""Whatever a spreadsheet holds: every row has one outcome, and the same file again creates nothing."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from agency.clock import FixedClock
from agency.tables import Base
from resources.geocoding.geocoder import Geocoder
from resources.imports.importing import import_directory
from resources.imports.rows import Outcome

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
HEADER = ("County", "Organization", "Address", "Phone", "Website", "Services", "Type")
COLUMNS = (
    st.sampled_from(["Kent", "Baltimore", "Baltimore City", ""]),
    st.sampled_from(["Harbor Step", "Canton Table", "", "Organization", "x" * 300]) | st.text(max_size=12),
    st.sampled_from(["12 Elm St, Baltimore, MD 21202", "Statewide", "", "Confidential", "Call", "PO Box 5"])
    | st.text(max_size=20),
    st.sampled_from(["410-555-0101", "(410) 555-0102/Fax: 410-555-0103", "Dial 211", ""])
    | st.text(max_size=15),
    st.sampled_from(["www.harbor.example", ""]) | st.text(max_size=10),
    st.sampled_from(["Hot meals. Free.", "Services for victims of domestic violence.", "Legal", ""])
    | st.text(max_size=40),
    st.sampled_from(["Food", "Shelter", "Substance Abuse & Mental Health", "Type", ""]) | st.text(max_size=8),
)
ROWS = st.lists(st.tuples(*COLUMNS), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_outcomes_add_up_and_a_second_import_creates_nothing(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder, Session(_empty(), info={"clock": FixedClock(NOW)}) as session:
        path = Path(folder) / "guide.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER, *((_encodable(cell) for cell in row) for row in rows)])

        first = import_directory(session, path, NOW, Geocoder)
        again = import_directory(session, path, NOW, Geocoder)

        assert first.read == again.read == len(rows)
        assert sum(first.counts.values()) == len(rows)
        assert again.counts.get(Outcome.CREATED, 0) == 0
        assert again.counts.get(Outcome.UPDATED, 0) == 0
        for outcome in (Outcome.MERGED, Outcome.REJECTED):
            assert first.counts.get(outcome, 0) == again.counts.get(outcome, 0)
        session.rollback()


def _empty() -> Engine:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    return engine


def _encodable(cell: str) -> str:
    return cell.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")
