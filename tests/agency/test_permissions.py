"""Who reaches which record: the decision about one record and the filter of a list are the same decision."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as explored
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from agency.database import Database
from agency.permissions import (
    CASELOAD,
    EVERYWHERE,
    OFFICE,
    PERMISSIONS,
    Predicate,
    Viewer,
    allowed,
    reachable,
)
from agency.staff import Role

# Few enough that a viewer often meets a record of the same office or holder.
STAFF = [uuid5(UUID(int=0), f"staff {number}") for number in range(3)]
OFFICES = [uuid5(UUID(int=0), f"office {number}") for number in range(3)]


class Kept(DeclarativeBase):
    """Tables of this test alone."""


class Folder(Kept):
    """A record as the permission table knows records: somebody's, or nobody's, in an office."""

    __tablename__ = "test_folder"
    __audited__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID | None]
    office_id: Mapped[UUID | None]


viewers = st.builds(Viewer, st.sampled_from(STAFF), st.sampled_from(Role), st.sampled_from(OFFICES))
folders = st.lists(st.tuples(st.sampled_from([*STAFF, None]), st.sampled_from([*OFFICES, None])), max_size=12)


@pytest.fixture
def cabinet(database: Database) -> Iterator[Callable[[list[Any]], Session]]:
    """Puts folders into an otherwise empty table, in a session that is never kept."""
    Kept.metadata.create_all(database.engine)
    with Session(database.engine) as session:

        def put(rows: list[tuple[UUID | None, UUID | None]]) -> Session:
            session.execute(delete(Folder))
            session.add_all(
                Folder(id=number, holder_id=row[0], office_id=row[1]) for number, row in enumerate(rows)
            )
            session.flush()
            return session

        yield put


@explored(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=viewers, rows=folders, permission=st.sampled_from(sorted(PERMISSIONS)))
def test_a_list_shows_exactly_the_records_that_open(
    cabinet: Callable[[list[Any]], Session], viewer: Viewer, rows: list[Any], permission: str
) -> None:
    session = cabinet(rows)

    listed = {
        folder.id for folder in session.scalars(select(Folder).where(reachable(viewer, permission, Folder)))
    }
    opened = {folder.id for folder in session.scalars(select(Folder)) if allowed(viewer, permission, folder)}

    assert listed == opened


@explored(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=viewers, rows=folders, reach=st.sampled_from([EVERYWHERE, OFFICE, CASELOAD]))
def test_every_predicate_decides_alike_for_one_and_for_many(
    cabinet: Callable[[list[Any]], Session], viewer: Viewer, rows: list[Any], reach: Predicate
) -> None:
    session = cabinet(rows)

    listed = {folder.id for folder in session.scalars(select(Folder).where(reach.filter(viewer, Folder)))}
    opened = {folder.id for folder in session.scalars(select(Folder)) if reach.allows(viewer, folder)}

    assert listed == opened


@pytest.mark.parametrize(
    ("reach", "holder", "office", "opens"),
    [
        (EVERYWHERE, 1, 1, True),
        (OFFICE, 1, 0, True),
        (OFFICE, 0, 1, False),
        (CASELOAD, 0, 1, True),
        (CASELOAD, 1, 0, False),
    ],
)
def test_a_predicate_reaches_what_its_name_says(
    reach: Predicate, holder: int, office: int, *, opens: bool
) -> None:
    viewer = Viewer(STAFF[0], Role.OFFICER, OFFICES[0])

    assert reach.allows(viewer, Folder(holder_id=STAFF[holder], office_id=OFFICES[office])) is opens


def test_what_is_not_in_the_table_is_not_allowed() -> None:
    for permission, given_to in PERMISSIONS.items():
        for role in set(Role) - set(given_to):
            assert not allowed(Viewer(STAFF[0], role, OFFICES[0]), permission)


def test_nobody_but_casework_sees_people() -> None:
    casework = {Role.OFFICER, Role.CASE_MANAGER, Role.CASEWORKER, Role.SUPERVISOR, Role.INVESTIGATOR}
    about_people = [
        name
        for name in PERMISSIONS
        if name.partition(".")[0] in ("person", "plan", "consent", "referral", "letter")
    ]

    assert about_people
    assert {name for name in about_people if not set(PERMISSIONS[name]) <= casework} == set()


def test_only_auditor_and_administrator_read_the_trail() -> None:
    assert set(PERMISSIONS["audit.read"]) == {Role.AUDITOR, Role.ADMINISTRATOR}
