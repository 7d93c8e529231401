"""An Ohana folder (HSDS 1 in CSV), parents before children."""

from collections.abc import Iterable

from resources.imports.batch import Batch
from resources.imports.files import SourceFile
from resources.imports.ohana.beside import read_holidays, read_mail_addresses, read_programs
from resources.imports.ohana.contacts import read_contacts, read_phones, read_schedules
from resources.imports.ohana.places import read_addresses, read_locations, read_organizations
from resources.imports.ohana.services import read_categories, read_services
from resources.imports.ohana.tables import Tables
from resources.imports.refusals import UnusableFileError

_KINDS = {
    "addresses": "address",
    "phones": "phone",
    "regular_schedules": "schedule",
    "services": "service_at_location",
}


def read(files: Iterable[SourceFile], batch: Batch) -> None:
    """Take in every row of the tables; UnusableFileError where there are no organizations among them."""
    tables = Tables(files, batch)
    if "organizations" not in tables:
        raise UnusableFileError(
            "There is no organizations.csv among the files, and everything else hangs on it."
        )
    batch.complete |= {kind for name, kind in _KINDS.items() if name in tables}
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
