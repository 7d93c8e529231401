"""An import or its rehearsal as one unit of work: all that is sound goes in together, or nothing does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from agency.audit import audit
from agency.database import Database
from resources.geocoding.local import local_geocoder
from resources.imports.batch import Batch
from resources.imports.earlier import Earlier, earlier_in, nothing_earlier
from resources.imports.importing import Format, Report, read_path, write_batch
from resources.imports.rows import Outcome


class _UndoneError(Exception):
    """Ends a unit of work that was only a rehearsal, or brought nothing, so that it is undone."""


@dataclass(frozen=True)
class Reading:
    """A file as it was read: judged row by row, and nothing written."""

    path: Path
    format: Format
    batch: Batch
    source: str = ""

    @classmethod
    def of(
        cls,
        path: Path,
        format_: Format | None = None,
        mapping: Mapping[str, str] | None = None,
        source: str = "",
        database: Database | None = None,
    ) -> "Reading":
        """Read a path; UnusableFileError where it is no directory.

        database: where a table that comes by itself finds what it hangs on.
        """

        def earlier() -> dict[str, Earlier]:
            if database is None:
                return nothing_earlier()
            with database.reading() as session:
                return earlier_in(session)

        chosen, batch = read_path(path, format_, mapping, earlier=earlier, source=source)
        return cls(path, chosen, batch, source)


def run(
    database: Database,
    reading: Reading,
    *,
    staff_id: UUID | None,
    dry_run: bool,
    show: Callable[[int], None] = lambda _: None,
) -> Report:
    """Write what was read and say what became of it; a rehearsal is undone, and so is what brought nothing."""
    reports: list[Report] = []
    try:
        with database.writing() as session:
            report = write_batch(
                session,
                reading.path,
                reading.format,
                reading.batch,
                database.clock.now(),
                local_geocoder(session).over,
                reading.source,
                show,
            )
            reports.append(report)
            if dry_run or not report.importable:
                raise _UndoneError
            audit.record(
                session,
                "directory.imported",
                staff_id,
                source=report.source,
                created=report.counts.get(Outcome.CREATED, 0),
                updated=report.counts.get(Outcome.UPDATED, 0),
            )
    except _UndoneError:
        pass
    return reports[0]
