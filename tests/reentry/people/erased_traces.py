"""Looks for what was erased in every place where something of it could be left."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import LargeBinary, select, text
from sqlalchemy.orm import Session

from agency.backup import backup, sealed_file
from agency.database import Database
from agency.keys.vault import RecordKey
from agency.tables import Base

PAGE, RESERVED, IV = 4096, 80, 16
# So much of a sealed value is looked for: less than lies on one page together.
SAMPLE = 48


def sealed_of(session: Session, person_id: UUID) -> list[bytes]:
    """The sealed bytes of everything about a person, and the wrapped key: what must not be found afterwards."""
    found = [session.get_one(RecordKey, person_id).wrapped or b""]
    for table in Base.metadata.sorted_tables:
        whose = table.c.get(
            "person_id", table.c.get("record_id", table.c.id if table.name == "person" else None)
        )
        columns = [column for column in table.c if isinstance(column.type, LargeBinary)]
        if whose is not None and columns and table.name != "record_key":
            found += [
                value for row in session.execute(select(*columns).where(whose == person_id)) for value in row
            ]
    return [value[:SAMPLE] for value in found]


def places(database: Database, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every place, with all its bytes: rows, the file with its log decrypted page by page, a new backup's lines."""
    with database.reading() as session:
        for table in Base.metadata.tables:
            for row in session.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608 - our own tables
                yield (
                    table,
                    b" ".join(
                        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                        for cell in row
                    ),
                )
    path, _ = backup.create(database, folder, lambda _done, _total: None)
    with path.open("rb") as source:
        lines = list(sealed_file.read(source, database.vault))
    yield "new backup", b"\n".join(lines)
    yield "new backup", b"".join(base64.b64decode(cell) for cell in _sealed_cells(lines))
    if database.is_embedded:
        file = Path(database.url.removeprefix("sqlite:///"))
        key = database.vault.derive("database file")
        log = file.with_name(file.name + "-wal")
        plain = _decrypted(_pages(file.read_bytes()), key)
        assert b"CREATE TABLE" in plain
        yield "file", plain
        yield "log", _decrypted(_logged_pages(log.read_bytes()), key)


def _sealed_cells(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        for cell in line.split(b'"'):
            if (
                len(cell) >= SAMPLE
                and len(cell) % 4 == 0
                and cell.replace(b"+", b"a").replace(b"/", b"a").rstrip(b"=").isalnum()
            ):
                yield cell


def _pages(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The pages of the file, by number."""
    for start in range(0, len(content), PAGE):
        yield start // PAGE + 1, content[start : start + PAGE]


def _logged_pages(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The pages in the log, by number; each follows a head of 24 bytes that begins with it."""
    for start in range(32, len(content), 24 + PAGE):
        yield int.from_bytes(content[start : start + 4], "big"), content[start + 24 : start + 24 + PAGE]


def _decrypted(pages: Iterable[tuple[int, bytes]], key: bytes) -> bytes:
    """SQLCipher 4's pages in plain, the free ones too: AES-256-CBC, with the vector at each page's end."""
    plain = []
    for number, page in pages:
        # The first page begins with the salt.
        body, vector = page[16 * (number == 1) : PAGE - RESERVED], page[PAGE - RESERVED :][:IV]
        opened = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
        plain.append(opened.update(body) + opened.finalize())
    return b"".join(plain)
