"""An Ohana folder (HSDS 1 in CSV), parents before children."""

from collections.abc import Iterable

from resources.imports.batch import Batch
from resources.imports.earlier import EarlierFrom, earlier_of, nothing_earlier
from resources.imports.files import SourceFile
from resources.imports.ohana.beside import read_holidays, read_mail_addresses, read_programs
from resources.imports.ohana.contacts import read_contacts, read_phones, read_schedules
from resources.imports.ohana.places import read_addresses, read_locations, read_organizations
from resources.imports.ohana.services import read_categories, read_services
from resources.imports.ohana.tables import TABLES, Tables
from resources.imports.refusals import UnusableFileError

_KINDS = {
    "addresses": "address",
    "phones": "phone",
    "regular_schedules": "schedule",
    "services": "service_at_location",
}

LONE = (
    "This table came without its other tables: it adds to or changes what was imported before. It takes nothing away, "
    "but where it tells the hours of a service, it tells all of them."
)


def read(
    files: Iterable[SourceFile],
    batch: Batch,
    earlier: EarlierFrom = nothing_earlier,
    source: str = "",
) -> None:
    """Take in every row of the tables; UnusableFileError where none of them is one of Ohana's.

    Without organizations among them they hang on what was imported before, from the source that is told or found.
    """
    tables = Tables(files, batch)
    _require_rows(tables)
    if tables.lone:
        batch.earlier = earlier_of(earlier(), tables.named(), source, tables.names[0])
        batch.warn_of_file(tables.names[0], "lone_table", LONE)
    batch.complete |= {kind for name, kind in _KINDS.items() if name in tables and not _adds(tables, name)}
    read_categories(batch, tables)
    read_organizations(batch, tables)
    read_programs(batch, tables)
    read_locations(batch, tables)
    read_addresses(batch, tables)
    read_mail_addresses(batch, tables)
    read_services(batch, tables)
    read_contacts(batch, tables)
    read_phones(batch, tables)
    read_schedules(batch, tables)
    read_holidays(batch, tables)


def _require_rows(tables: Tables) -> None:
    if not tables.names:
        raise UnusableFileError(
            "None of the files is a table of Ohana: neither their names nor their columns are those of "
            f"{', '.join(TABLES)}."
        )
    if tables.empty():
        raise UnusableFileError(f"{tables.names[0]} has a header and no rows, so there is nothing to import.")


def _adds(tables: Tables, name: str) -> bool:
    """Whether a table only adds: by itself it need not tell all that its records have, but for hours."""
    return tables.lone and name not in ("services", "regular_schedules")
