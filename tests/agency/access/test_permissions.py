"""Who reaches which record: the decision about one record and the filter of a list are the same decision."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as explored
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from agency.access.permissions import (
    CASELOAD,
    EVERYWHERE,
    NAMED,
    OFFICE,
    OPENED_IN_EMERGENCY,
    PERMISSIONS,
    Predicate,
    Viewer,
    allowed,
    reachable,
)
from agency.database import Database
from agency.staff.staff import Role

# Few enough that a viewer often meets a record of the same office or holder.
STAFF = [uuid5(UUID(int=0), f"staff {number}") for number in range(3)]
OFFICES = [uuid5(UUID(int=0), f"office {number}") for number in range(3)]
FOLDERS = [uuid5(UUID(int=0), f"folder {number}") for number in range(9)]


class Kept(DeclarativeBase):
    """Tables of this test alone."""


class Folder(Kept):
    """A record as the permission table knows records: somebody's, or nobody's, in an office, restricted or not."""

    __tablename__ = "test_folder"
    __audited__ = False

    id: Mapped[UUID] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID | None]
    office_id: Mapped[UUID | None]
    restricted: Mapped[bool]


Row = tuple[UUID | None, UUID | None, bool]

some_folders = st.frozensets(st.sampled_from(FOLDERS), max_size=4)
viewers = st.builds(
    Viewer,
    st.sampled_from(STAFF),
    st.sampled_from(Role),
    st.sampled_from(OFFICES),
    named=some_folders,
    emergency=some_folders,
)
folders = st.lists(
    st.tuples(st.sampled_from([*STAFF, None]), st.sampled_from([*OFFICES, None]), st.booleans()),
    max_size=len(FOLDERS),
)


@pytest.fixture
def cabinet(database: Database) -> Iterator[Callable[[list[Row]], Session]]:
    """Puts folders into an otherwise empty table, in a session that is never kept."""
    Kept.metadata.create_all(database.engine)
    with Session(database.engine) as session:

        def put(rows: list[Row]) -> Session:
            session.execute(delete(Folder))
            session.add_all(
                Folder(id=id_, holder_id=holder, office_id=office, restricted=restricted)
                for id_, (holder, office, restricted) in zip(FOLDERS, rows, strict=False)
            )
            session.flush()
            return session

        yield put


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@explored(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=viewers, rows=folders, permission=st.sampled_from(sorted(PERMISSIONS)))
def test_a_list_shows_exactly_the_records_that_open(
    cabinet: Callable[[list[Row]], Session], viewer: Viewer, rows: list[Row], permission: str
) -> None:
    session = cabinet(rows)

    listed = {
        folder.id for folder in session.scalars(select(Folder).where(reachable(viewer, permission, Folder)))
    }
    opened = {folder.id for folder in session.scalars(select(Folder)) if allowed(viewer, permission, folder)}

    assert listed == opened


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@explored(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=viewers, rows=folders, reach=st.sampled_from([EVERYWHERE, OFFICE, CASELOAD, NAMED]))
def test_every_predicate_decides_alike_for_one_and_for_many(
    cabinet: Callable[[list[Row]], Session], viewer: Viewer, rows: list[Row], reach: Predicate
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
        (NAMED, 0, 0, False),
    ],
)
def test_a_predicate_reaches_what_its_name_says(
    reach: Predicate, holder: int, office: int, *, opens: bool
) -> None:
    viewer = Viewer(STAFF[0], Role.OFFICER, OFFICES[0])

    record = Folder(id=FOLDERS[0], holder_id=STAFF[holder], office_id=OFFICES[office], restricted=False)
    assert reach.allows(viewer, record) is opens


@pytest.mark.parametrize("role", Role)
def test_a_restricted_record_is_open_to_those_named_for_it_alone_as_far_as_their_role_goes(
    role: Role,
) -> None:
    own = Folder(id=FOLDERS[0], holder_id=STAFF[0], office_id=OFFICES[0], restricted=True)
    stranger = Viewer(STAFF[0], role, OFFICES[0], emergency=frozenset(FOLDERS))
    named = Viewer(STAFF[1], role, OFFICES[1], named=frozenset(FOLDERS[:1]))

    given = {permission for permission in PERMISSIONS if role in PERMISSIONS[permission]}

    assert {permission for permission in PERMISSIONS if allowed(stranger, permission, own)} == set()
    assert {permission for permission in PERMISSIONS if allowed(named, permission, own)} == given


def test_emergency_access_reads_and_changes_nothing() -> None:
    elsewhere = Folder(id=FOLDERS[0], holder_id=STAFF[1], office_id=OFFICES[1], restricted=False)
    officer = Viewer(STAFF[0], Role.OFFICER, OFFICES[0], emergency=frozenset(FOLDERS[:1]))
    investigator = Viewer(STAFF[0], Role.INVESTIGATOR, OFFICES[0], emergency=frozenset(FOLDERS[:1]))

    assert {permission for permission in PERMISSIONS if allowed(officer, permission, elsewhere)} == {
        *OPENED_IN_EMERGENCY,
        # For every record of the agency, whoever asks.
        *(name for name in PERMISSIONS if PERMISSIONS[name].get(Role.OFFICER) is EVERYWHERE),
    }
    assert not allowed(investigator, "health.read", elsewhere)


def test_what_is_not_in_the_table_is_not_allowed() -> None:
    for permission, given_to in PERMISSIONS.items():
        for role in set(Role) - set(given_to):
            assert not allowed(Viewer(STAFF[0], role, OFFICES[0]), permission)


def test_nobody_but_casework_sees_people() -> None:
    casework = {Role.OFFICER, Role.CASE_MANAGER, Role.CASEWORKER, Role.SUPERVISOR, Role.INVESTIGATOR}
    # Victim services find a person by number and see who has the case; an auditor sees who looked at a record.
    others = {"person.find", "person.restrict", "person.history"}
    about_people = {
        name
        for name in PERMISSIONS
        if name.partition(".")[0] in ("person", "plan", "consent", "referral", "letter", "health")
    }

    assert about_people
    assert {name for name in about_people - others if not set(PERMISSIONS[name]) <= casework} == set()


def test_health_and_treatment_are_for_whoever_works_the_case_and_not_for_the_home_visit() -> None:
    assert set(PERMISSIONS["health.read"]) == {
        Role.OFFICER,
        Role.CASE_MANAGER,
        Role.CASEWORKER,
        Role.SUPERVISOR,
    }


def test_only_auditor_and_administrator_read_the_trail() -> None:
    assert set(PERMISSIONS["audit.read"]) == {Role.AUDITOR, Role.ADMINISTRATOR}
