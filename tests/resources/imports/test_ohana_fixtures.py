"""Files made to try an importer, each beside the tables it hangs on: which are broken, in which field, and why."""

import shutil
from pathlib import Path

import pytest

from agency.database import Database
from resources.imports.batch import Batch
from resources.imports.earlier import Earlier, earlier_in
from resources.imports.importing import Format, read_path
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome, SourceRow
from tests.resources.imports.conftest import Load

pytestmark = pytest.mark.shared_data

# The tables that the rows of a table name.
PARENTS = {
    "organizations": (),
    "programs": ("organizations",),
    "locations": ("organizations",),
    "addresses": ("organizations", "locations"),
    "mail_addresses": ("organizations", "locations"),
    "taxonomy": ("organizations",),
    "services": ("organizations", "locations", "programs", "taxonomy"),
    "contacts": ("organizations", "locations", "services"),
    "phones": ("organizations", "locations", "services", "contacts"),
    "regular_schedules": ("organizations", "locations", "services"),
    "holiday_schedules": ("organizations", "locations", "services"),
}
# The table a file stands in for: the fields that are wrong by row, nothing where it is sound; and why.
Faults = dict[int, tuple[str, ...]]
FIXTURES: dict[str, tuple[str, Faults, str]] = {
    "contact_with_no_parent": ("contacts", {2: ("organization_id",)}, "works nowhere"),
    "existing_category": ("taxonomy", {}, "a term without one above it"),
    "holiday_schedule_with_no_parent": ("holiday_schedules", {2: ("location_id",)}, "nobody's holiday"),
    "hs_with_2_digit_year": ("holiday_schedules", {}, "1/2/14 is a date"),
    "hs_with_invalid_date": ("holiday_schedules", {2: ("end_date",)}, "there is no 13th month"),
    "hs_with_spelled_out_date": ("holiday_schedules", {}, "December 24, 2014 is a date"),
    "invalid_address": ("addresses", {2: ("city",)}, "a street without its city"),
    "invalid_category": ("taxonomy", {2: ("name",)}, "a term without a name"),
    "invalid_contact": ("contacts", {2: ("name",)}, "a person without a name"),
    "invalid_holiday_schedule": (
        "holiday_schedules",
        {2: ("closed", "closes_at")},
        "neither closed nor with an end",
    ),
    "invalid_location": ("locations", {2: ("name",)}, "a location without a name"),
    "invalid_location_org": ("locations", {2: ("organization_id",)}, "there is no organization 100"),
    "invalid_mail_address": ("mail_addresses", {2: ("address_1",)}, "no street"),
    "invalid_mail_address_location": ("mail_addresses", {2: ("location_id",)}, "there is no location 100"),
    "invalid_org": ("organizations", {2: ("name",)}, "an organization without a name"),
    "invalid_parent_category": ("taxonomy", {2: ("parent_id",)}, "there is no term 0"),
    "invalid_phone": ("phones", {2: ("number_type",)}, "voice or fax"),
    "invalid_program": ("programs", {2: ("name",)}, "a program without a name"),
    "invalid_program_headers": ("programs", {2: ("alternate_name",)}, "a column is missing"),
    "invalid_regular_schedule": ("regular_schedules", {2: ("closes_at",)}, "it opens and never closes"),
    "invalid_service": ("services", {2: ("name",)}, "a service without a name"),
    "invalid_service_location": ("services", {2: ("location_id",)}, "there is no location 100"),
    "locations": ("locations", {}, "three sound locations"),
    "missing_address": ("addresses", {2: ("location_id", "city")}, "there is no location 100, and no city"),
    "org_with_2_digit_year": ("organizations", {}, "1/24/70 is a date"),
    "org_with_invalid_date": ("organizations", {2: ("date_incorporated",)}, "there is no 24th month"),
    "org_with_spelled_out_date": ("organizations", {}, "January 20, 1970 is a date"),
    "phone_with_no_parent": ("phones", {2: ("organization_id",)}, "nobody's number"),
    "program_with_no_parent": ("programs", {2: ("organization_id",)}, "nobody's program"),
    "programs": ("programs", {}, "a sound program"),
    "regular_schedule_with_no_parent": ("regular_schedules", {2: ("service_id",)}, "nobody's hours"),
    "services": ("services", {}, "a header without rows"),
    "taxonomy": ("taxonomy", {}, "a header without rows"),
    "valid_address": ("addresses", {}, "sound"),
    "valid_category": ("taxonomy", {}, "sound"),
    "valid_contact_phone": ("phones", {}, "the number of a person"),
    "valid_location": ("locations", {}, "sound"),
    "valid_location_contact": ("contacts", {}, "sound"),
    "valid_location_holiday_schedule": ("holiday_schedules", {}, "sound"),
    "valid_location_phone": ("phones", {}, "sound"),
    "valid_location_regular_schedule": ("regular_schedules", {}, "sound"),
    "valid_mail_address": ("mail_addresses", {}, "sound"),
    "valid_org": ("organizations", {}, "sound"),
    "valid_org_contact": ("contacts", {}, "sound"),
    "valid_org_phone": ("phones", {}, "sound"),
    "valid_program": ("programs", {}, "sound"),
    "valid_service": ("services", {}, "sound"),
    "valid_service_contact": ("contacts", {}, "sound"),
    "valid_service_holiday_schedule": ("holiday_schedules", {}, "sound"),
    "valid_service_phone": ("phones", {}, "sound"),
    "valid_service_regular_schedule": ("regular_schedules", {}, "sound"),
}


def test_the_table_names_every_file(shared: Path) -> None:
    folder = shared / "data" / "ohana_sample" / "import-fixtures"

    assert {path.stem for path in folder.glob("*.csv")} == FIXTURES.keys()


@pytest.mark.parametrize("name", FIXTURES)
def test_a_broken_file_is_refused_with_its_field_and_a_sound_one_goes_in(
    shared: Path, tmp_path: Path, name: str
) -> None:
    table, faults, _why = FIXTURES[name]
    sample = shared / "data" / "ohana_sample"
    for parent in PARENTS[table]:
        shutil.copy(sample / "sample-csv" / f"{parent}.csv", tmp_path)
    shutil.copy(sample / "import-fixtures" / f"{name}.csv", tmp_path / f"{table}.csv")

    chosen, batch = read_path(tmp_path, Format.OHANA)

    mine = [row for row in batch.rows if row.file == f"{table}.csv"]
    found: dict[int, tuple[str, ...]] = {}
    for problem in batch.problems:
        if problem.file == f"{table}.csv" and problem.row:
            found[problem.row] = (*found.get(problem.row, ()), problem.field)
    rejected = {
        row.number for row in batch.rows if batch.settled.get(row) is Outcome.REJECTED and row in mine
    }
    assert chosen is Format.OHANA
    assert (found, rejected) == (faults, set(faults))
    # Beside the broken row the sound ones of the file go in.
    assert all(
        row.number in faults or batch.settled.get(row) is Outcome.MERGED or _entered(batch, row)
        for row in mine
    )


# The record of another table that the rows of a file name first, and the field in which; beside it the sound ones.
ALONE: dict[str, str] = {
    "programs": "organization_id",
    "locations": "organization_id",
    "addresses": "location_id",
    "mail_addresses": "location_id",
    "services": "location_id",
}
# Of people the directory keeps nothing, so that their numbers come with them or not at all.
OF_PEOPLE = ("valid_contact_phone",)
EMPTY = ("services", "taxonomy")


def _parents_named(name: str, row: SourceRow) -> str:
    """The field in which a row names what it hangs on; empty where it names nothing."""
    table = FIXTURES[name][0]
    if table in ALONE:
        return ALONE[table]
    return next(
        (f"{kind}_id" for kind in ("service", "location", "organization") if row.text(f"{kind}_id")), ""
    )


def _judged(batch: Batch) -> tuple[Faults, set[int]]:
    found: Faults = {}
    for problem in batch.problems:
        if problem.row:
            found[problem.row] = (*found.get(problem.row, ()), problem.field)
    rejected = {row.number for row in batch.rows if batch.settled.get(row) is Outcome.REJECTED}
    return found, rejected


@pytest.mark.parametrize("format_", [None, Format.OHANA])
@pytest.mark.parametrize("name", [name for name in FIXTURES if name not in EMPTY])
def test_alone_in_an_empty_directory_a_broken_file_says_its_field_and_a_sound_one_what_it_lacks(
    shared: Path, name: str, format_: Format | None
) -> None:
    _table, faults, _why = FIXTURES[name]
    path = shared / "data" / "ohana_sample" / "import-fixtures" / f"{name}.csv"

    chosen, batch = read_path(path, format_)

    found, rejected = _judged(batch)
    assert chosen is Format.OHANA
    for row in batch.rows:
        if row.number in faults:
            assert set(faults[row.number]) <= set(found[row.number])
        elif name in OF_PEOPLE:
            assert found[row.number] == ("contact_id",)
        elif lacking := _parents_named(name, row):
            assert found[row.number] == (lacking,)
        else:
            assert row.number not in found
    hanging = {row.number for row in batch.rows if _parents_named(name, row) or name in OF_PEOPLE}
    assert rejected == set(faults) | hanging


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [name for name in FIXTURES if name not in EMPTY])
def test_alone_beside_what_was_imported_before_it_goes_in_or_says_its_field(
    shared: Path, sample: dict[str, Earlier], name: str
) -> None:
    _table, faults, _why = FIXTURES[name]
    path = shared / "data" / "ohana_sample" / "import-fixtures" / f"{name}.csv"

    chosen, batch = read_path(path, earlier=lambda: sample)

    found, rejected = _judged(batch)
    expected = {2: ("contact_id",)} if name in OF_PEOPLE else faults
    assert chosen is Format.OHANA
    assert (found, rejected) == (expected, set(expected))
    assert batch.earlier is None or batch.earlier.source in ("", "sample-csv")


@pytest.mark.parametrize("name", EMPTY)
def test_a_header_without_rows_is_refused_alone(shared: Path, name: str) -> None:
    with pytest.raises(UnusableFileError, match="a header and no rows"):
        read_path(shared / "data" / "ohana_sample" / "import-fixtures" / f"{name}.csv")


def test_sound_files_alone_are_written_beside_what_was_imported_before(shared: Path, load: Load) -> None:
    folder = shared / "data" / "ohana_sample"
    load(folder / "sample-csv")
    sound = [name for name in FIXTURES if not (FIXTURES[name][1] or name in OF_PEOPLE or name in EMPTY)]
    hanging = [name for name in sound if FIXTURES[name][0] != "organizations"]

    for name in (*hanging, "valid_org"):
        report = load(folder / "import-fixtures" / f"{name}.csv")
        assert report.importable, name
        assert report.source == "sample-csv" or FIXTURES[name][0] in ("organizations", "taxonomy"), name

    # Another provider of the same number is another source's, and from then on a person says which is meant.
    with pytest.raises(UnusableFileError, match="“sample-csv”, “valid-org”"):
        load(folder / "import-fixtures" / "locations.csv")
    report = load(folder / "import-fixtures" / "locations.csv", "sample-csv")
    assert (report.source, report.importable) == ("sample-csv", True)


@pytest.fixture
def sample(shared: Path, load: Load, database: Database) -> dict[str, Earlier]:
    """What the sample brought."""
    load(shared / "data" / "ohana_sample" / "sample-csv")
    with database.reading() as session:
        return earlier_in(session)


def _entered(batch: Batch, row: SourceRow) -> bool:
    return any(entry.row is row for entry in batch.entries.values())


def test_the_sample_itself_goes_in(shared: Path) -> None:
    _, batch = read_path(shared / "data" / "ohana_sample" / "sample-csv")

    assert [problem for problem in batch.problems if problem.row and problem.code != "phone_unclear"] == []
