"""Each record lies under a key of its own: it opens in its own row only, and destroying the key destroys it alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Session

from agency.database import Database
from agency.errors import KeyLostError, RecordErasedError
from agency.keys.vault import RecordKey, Sealed, SealedField, Vault, fingerprint
from tests.conftest import MASTER_KEY, CountQueries


class Kept(DeclarativeBase):
    """Tables of this test alone."""


class Note(Sealed, Kept):
    """A sealed row under its own key."""

    __tablename__ = "test_note"
    __audited__ = False

    name = SealedField[str]("nobody")
    facts = SealedField[dict[str, Any]]({})

    @property
    def record_id(self) -> UUID:
        """Its own."""
        return self.id


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A unit of work on a database that can keep notes."""
    # A key made for a note alone is no change of the office's records.
    monkeypatch.setattr(RecordKey, "__audited__", False, raising=False)
    Kept.metadata.create_all(database.engine)
    with Session(database.engine, info={"vault": database.vault, "clock": database.clock}) as session:
        yield session
    Kept.metadata.drop_all(database.engine)


def keep(session: Session, **content: object) -> UUID:
    """Keep a note and let go of it."""
    note_id = uuid4()
    note = Note(id=note_id)
    session.add(note)
    for name, value in content.items():
        setattr(note, name, value)
    session.commit()
    session.expunge_all()
    return note_id


def test_what_was_put_comes_back(session: Session) -> None:
    note_id = keep(session, name="Zoë Ñandú", facts={"quote": "“好” 🏠", "many": [1, 2.5, None, True]})

    note = session.get_one(Note, note_id)

    assert (note.name, note.facts) == ("Zoë Ñandú", {"quote": "“好” 🏠", "many": [1, 2.5, None, True]})


def test_nothing_of_it_lies_open(session: Session) -> None:
    note_id = keep(session, name="Tidewater")

    assert b"Tidewater" not in session.get_one(Note, note_id).sealed


def test_a_field_that_was_never_put_has_its_default(session: Session) -> None:
    assert session.get_one(Note, keep(session, facts={"a": 1})).name == "nobody"


def test_changing_one_field_keeps_the_others(session: Session) -> None:
    note_id = keep(session, name="Marcus", facts={"a": 1})

    session.get_one(Note, note_id).name = "Mark"
    session.commit()
    session.expunge_all()

    assert session.get_one(Note, note_id).content == {"name": "Mark", "facts": {"a": 1}}


def test_the_same_content_never_looks_the_same(session: Session) -> None:
    first, second = (session.get_one(Note, keep(session, name="Marcus")).sealed for _ in range(2))

    assert first[12:] != second[12:]


def test_rows_of_one_record_cannot_be_swapped(session: Session, database: Database) -> None:
    key = database.vault.key_of(session, uuid4())
    sealed = database.vault.seal(key, "Note:1", {"name": "Marcus"})

    assert database.vault.open(key, "Note:1", sealed) == {"name": "Marcus"}
    with pytest.raises(KeyLostError, match="the row was altered"):
        database.vault.open(key, "Note:2", sealed)


def test_content_moved_to_another_record_is_refused(session: Session) -> None:
    first, second = keep(session, name="Marcus"), keep(session, name="Juniper")
    taken = session.get_one(Note, first).sealed

    session.execute(update(Note).where(Note.id == second).values(sealed=taken))
    session.expire_all()

    with pytest.raises(KeyLostError):
        _ = session.get_one(Note, second).name


def test_a_key_moved_to_another_record_is_refused(session: Session) -> None:
    first, second = keep(session, name="Marcus"), keep(session, name="Juniper")
    wrapped = session.get_one(RecordKey, first).wrapped

    session.execute(update(RecordKey).where(RecordKey.id == second).values(wrapped=wrapped))
    session.expire_all()

    with pytest.raises(KeyLostError, match="another master key"):
        _ = session.get_one(Note, second).name


@pytest.mark.parametrize("position", [0, 11, 12, -1])
def test_an_altered_byte_is_found(session: Session, position: int) -> None:
    note_id = keep(session, name="Marcus")
    sealed = bytearray(session.get_one(Note, note_id).sealed)
    sealed[position] ^= 1

    session.execute(update(Note).where(Note.id == note_id).values(sealed=bytes(sealed)))
    session.expire_all()

    with pytest.raises(KeyLostError):
        _ = session.get_one(Note, note_id).name


def test_destroying_a_key_destroys_its_record_and_no_other(session: Session) -> None:
    erased, kept = keep(session, name="Marcus"), keep(session, name="Juniper")

    key = session.get_one(RecordKey, erased)
    key.wrapped, key.destroyed_at = None, datetime(2026, 11, 21, tzinfo=UTC)
    session.commit()
    session.expunge_all()

    with pytest.raises(RecordErasedError, match="erased by order"):
        _ = session.get_one(Note, erased).name
    assert session.get_one(Note, kept).name == "Juniper"


def test_an_erased_record_takes_no_new_content(session: Session) -> None:
    note_id = keep(session, name="Marcus")
    key = session.get_one(RecordKey, note_id)
    key.wrapped = None
    session.commit()
    session.expunge_all()

    with pytest.raises(RecordErasedError):
        session.get_one(Note, note_id).name = "Mark"


def test_another_master_key_opens_nothing(session: Session) -> None:
    note_id = keep(session, name="Marcus")

    session.info["vault"] = Vault(bytes(32))

    with pytest.raises(KeyLostError, match="another master key"):
        _ = session.get_one(Note, note_id).name


def test_a_row_out_of_its_session_does_not_open(session: Session) -> None:
    note = session.get_one(Note, keep(session, name="Marcus"))
    session.expunge(note)

    with pytest.raises(LookupError, match="within its session"):
        _ = note.name


def test_the_keys_of_a_list_are_fetched_at_once(
    session: Session, database: Database, count_queries: CountQueries
) -> None:
    for number in range(5):
        keep(session, name=f"Marcus {number}")
    session.info.pop("record_keys")
    notes = session.scalars(select(Note)).all()

    with count_queries() as sent:
        database.vault.preload(session, [note.id for note in notes])
        names = {note.name for note in notes}

    assert len(names) == 5
    assert len(sent) == 1


def test_every_purpose_has_a_key_of_its_own() -> None:
    vault = Vault(MASTER_KEY)

    assert vault.derive("cookies") == vault.derive("cookies")
    assert (
        len({vault.derive("cookies"), vault.derive("lookup"), Vault(bytes(32)).derive("cookies"), MASTER_KEY})
        == 4
    )


@given(st.text(), st.text())
def test_a_fingerprint_tells_texts_apart_and_nothing_else(one: str, other: str) -> None:
    plain = [" ".join(text.casefold().split()) for text in (one, other)]

    assert (fingerprint(MASTER_KEY, one) == fingerprint(MASTER_KEY, other)) is (plain[0] == plain[1])
    assert fingerprint(MASTER_KEY, one) != fingerprint(bytes(32), one)
