"""Keys of the database itself are made once, and stay what they were for trail and number index."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from sqlalchemy import func, select

from agency import migration
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.keys.vault import HOUSE_KEYS, RecordKey, Vault
from tests.conftest import MASTER_KEY, NOW


def opened(url: str) -> Database:
    """The database as the service opens it, which gives it its keys."""
    return Database(url, Vault(MASTER_KEY), FixedClock(NOW), migration.bring_up_to_date)


def kept(database: Database) -> dict[str, bytes]:
    """The keys that are kept in it, opened."""
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RecordKey)) == len(HOUSE_KEYS)
        return {purpose: database.vault.house_key(session, purpose) for purpose in HOUSE_KEYS}


def test_a_new_database_has_keys_that_nobody_can_derive(database_url: str) -> None:
    with closing(opened(database_url)) as database:
        keys = kept(database)

    assert len(set(keys.values())) == len(keys)
    assert keys.items().isdisjoint({purpose: Vault(MASTER_KEY).derive(purpose) for purpose in keys}.items())


def test_a_database_from_before_goes_on_with_what_it_derived(database_url: str) -> None:
    with (
        closing(Database(database_url, Vault(MASTER_KEY), FixedClock(NOW))) as before,
        before.writing() as session,
    ):
        audit.record(session, "agency.created", None)
        index = before.vault.fingerprint(session, "TD-100482")

    with closing(opened(database_url)) as database:
        keys = kept(database)
        with database.reading() as session:
            assert list(audit.faults(session)) == []
            assert database.vault.fingerprint(session, "TD-100482") == index

    assert keys == {purpose: Vault(MASTER_KEY).derive(purpose) for purpose in keys}


def test_where_several_start_at_once_the_first_ones_keys_stand(database_url: str) -> None:
    starters = 4
    begin = Barrier(starters)

    def start(_: int) -> tuple[bytes, ...]:
        with closing(opened(database_url)) as database:
            begin.wait()
            return tuple(kept(database).values())

    with ThreadPoolExecutor(starters) as pool:
        assert len(set(pool.map(start, range(starters)))) == 1
