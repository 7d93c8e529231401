"""Whatever is edited and taken back, in whatever order: the record says what its changes in force add up to."""

from contextlib import suppress
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.database import Database
from agency.errors import ConflictError, InvalidError
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import Record, fields_of, subject_of, value_of
from resources.records.locations import Location
from resources.records.services import Service
from tests.conftest import NOW

PHONES = st.lists(
    st.fixed_dictionaries(
        {"number": st.sampled_from(("1", "2", "3")), "type": st.sampled_from(("fax", "voice"))}
    ),
    max_size=3,
)
NEEDS = st.lists(
    st.fixed_dictionaries({"need": st.sampled_from(("housing", "jobs")), "main": st.booleans()}),
    max_size=2,
    unique_by=lambda each: each["need"],
)
RULES = st.lists(
    st.fixed_dictionaries(
        {
            "rule": st.just("minimum_age"),
            "mode": st.just("must"),
            "value": st.integers(18, 20),
            "quote": st.sampled_from(("", "18+")),
        }
    ),
    max_size=2,
)
STREETS = st.lists(
    st.fixed_dictionaries(
        {
            "address_1": st.sampled_from(("1 A St", "2 B St")),
            "city": st.just("Cumberland"),
            "region": st.sampled_from(("", "Allegany")),
        }
    ),
    min_size=1,
    max_size=2,
)
POINTS = st.none() | st.sampled_from((39.61, 39.62)).map(
    lambda north: {"latitude": north, "longitude": -78.7}
)
EDITS = st.one_of(
    st.tuples(
        st.just("service"), st.dictionaries(st.just("alert"), st.sampled_from(("", "a", "b")), min_size=1)
    ),
    st.tuples(st.just("service"), st.fixed_dictionaries({"phones": PHONES})),
    st.tuples(st.just("service"), st.fixed_dictionaries({"needs": NEEDS})),
    st.tuples(
        st.just("service"),
        st.fixed_dictionaries({"requirements": RULES, "cost_cents": st.sampled_from((None, 0, 5))}),
    ),
    st.tuples(st.just("location"), st.fixed_dictionaries({"addresses": STREETS})),
    st.tuples(st.just("location"), st.fixed_dictionaries({"point": POINTS})),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


class _UndoneError(Exception):
    """Ends a case without leaving anything behind for the next."""


def _values(record: Any) -> dict[str, Any]:
    return {name: deepcopy(value_of(record, name)) for name in fields_of(subject_of(record))}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(EDITS, max_size=8))
def test_the_record_is_the_sum_of_its_changes_in_force(
    database: Database, house: UUID, steps: list[Any]
) -> None:
    made: list[Change] = []
    with suppress(_UndoneError), database.writing() as session:
        service = session.get_one(Service, house)
        place: Location = service.at_locations[0].location
        expected = {"service": _values(service), "location": _values(place)}
        records: dict[str, Record] = {"service": service, "location": place}

        for number, (deed, said) in enumerate(steps):
            author = Author(None, NOW + timedelta(minutes=number))
            # What is refused is undone whole, as a page's unit of work would be.
            with suppress(ConflictError, InvalidError), session.begin_nested():
                if deed != "undo":
                    made.append(editing.edit(session, records[deed], said, author))
                elif made:
                    made.append(editing.undo(session, made[said % len(made)], author))
        session.flush()
        session.expire_all()

        for change in sorted(made, key=lambda each: each.proposed_at):
            expected[change.subject] |= {name: each["after"] for name, each in change.fields.items()}
        assert {name: _values(record) for name, record in records.items()} == expected
        raise _UndoneError
