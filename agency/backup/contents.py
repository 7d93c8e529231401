"""What stands in a backup, line by line: which backup it is, the tables with their rows, the manifest."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.backup import sealed_file
from agency.backup.row_lines import BATCH, Shape, Tally
from agency.backup.sealed_file import DamagedFileError
from agency.command_line import Progress
from agency.keys.vault import Vault

FORMAT = 1


@dataclass
class Manifest:
    """When a backup was made, of which revision of the tables, how many rows and which, and where the trail ends."""

    made_at: datetime
    revision: str
    tables: dict[str, Tally] = field(default_factory=dict)
    entries: int = 0
    last_digest: str = audit.GENESIS

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(tally.rows for tally in self.tables.values())

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "made_at": self.made_at.isoformat(),
            "revision": self.revision,
            "tables": {name: tally.told() for name, tally in self.tables.items()},
            "audit": {"entries": self.entries, "last_digest": self.last_digest},
        }


def lines(
    connection: Connection, shapes: list[Shape], manifest: Manifest, progress: Progress
) -> Iterator[bytes]:
    """Everything a backup holds; fills the manifest on the way."""
    total, done = sum(shape.count(connection) for shape in shapes), 0
    yield _line({"format": FORMAT, "made_at": manifest.made_at.isoformat(), "revision": manifest.revision})
    for shape in shapes:
        yield _line({"table": shape.name, "columns": shape.columns})
        tally = manifest.tables[shape.name] = Tally()
        for line in shape.lines(connection):
            tally.add(line)
            yield line + b"\n"
            done += 1
            if done % BATCH == 0 or done == total:
                progress(done, total)
    manifest.entries, manifest.last_digest = audit.end(Session(connection))
    yield _line({"manifest": manifest.told()})


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode() + b"\n"


class Contents:
    """A backup while it is read; the manifest is known from the start, its tables when all rows were read."""

    def __init__(self, source: BinaryIO, vault: Vault, progress: Progress) -> None:
        """DamagedFileError where the file is no backup, or not one that this version reads."""
        self._source = source
        self._size = os.fstat(source.fileno()).st_size
        self._progress = progress
        self._lines = sealed_file.read(source, vault)
        head = json.loads(next(self._lines))
        if head["format"] != FORMAT:
            raise DamagedFileError("This version of the service cannot read that backup: update it first.")
        self.manifest = Manifest(datetime.fromisoformat(head["made_at"]), head["revision"])
        self.shapes: list[Shape] = []
        self._promised: dict[str, Any] = {}

    def batches(self) -> Iterator[tuple[Shape, list[bytes]]]:
        """The rows, some of one table at a time; at the end DamagedFileError where the manifest tells of others."""
        batch: list[bytes] = []
        for line in self._lines:
            is_row = line.startswith(b"[")
            if is_row:
                self.manifest.tables[self.shapes[-1].name].add(line)
                batch.append(line)
            if batch and (not is_row or len(batch) == BATCH):
                yield self.shapes[-1], batch
                batch = []
                self._progress(self._source.tell(), self._size)
            if not is_row:
                self._hear(json.loads(line))
        if batch or self._promised != self.manifest.told():
            raise DamagedFileError("The rows in the backup are not those of its manifest.")

    def _hear(self, told: dict[str, Any]) -> None:
        if "table" in told:
            self.shapes.append(Shape(told["table"], told["columns"]))
            self.manifest.tables[told["table"]] = Tally()
        else:
            self._promised = told["manifest"]
            trail = self._promised["audit"]
            self.manifest.entries, self.manifest.last_digest = trail["entries"], trail["last_digest"]
