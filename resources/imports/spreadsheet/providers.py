"""Whether a spreadsheet can be a list of providers at all, before anything of it is taken for one."""

import re
from collections.abc import Iterable, Sequence

from resources.imports.refusals import UnusableFileError
from resources.imports.spreadsheet.columns import Columns
from resources.imports.wording import name_key

_DAYS = re.compile(
    r"(mon|tue(s)?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?s?\.?|"
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?)\.?",
    re.IGNORECASE,
)
# What a provider's row says beside the name: where it is, how it is reached, what it does.
_SAYS = (
    *("address", "city", "postal_code", "latitude", "county", "phone", "fax", "hotline", "website"),
    *("description", "type", "eligibility", "hours", "fees", "application", "languages", "documents"),
)
_OF_PERSONS = {
    *("firstname", "lastname", "surname", "middlename", "fullname", "jobtitle", "title", "position"),
    *("department", "dateofbirth", "dob", "supervisor", "manager", "contactname", "staffname", "employee"),
}
# What a provider has and a person in a list of persons has not.
_OF_PROVIDERS = ("address", "description", "type", "eligibility", "hours", "fees", "application", "website")
_FEWEST = 0.6


def require_providers(name: str, table: Sequence[Sequence[str]], columns: Columns, *, told: bool) -> None:
    """Refuse a table that cannot be providers: days, people, or names with nothing beside them.

    told: somebody said which column is which, so that a list of persons is one of providers if they say so.
    """
    rows = [row for row in table[columns.first_row :] if any(row)]
    title = columns.fields.get("organization") or columns.fields["service"]
    names = _cells(title, columns, rows)
    if names and sum(bool(_DAYS.fullmatch(each)) for each in names) >= _FEWEST * len(names):
        raise UnusableFileError(
            f"{name} is no list of providers: under “{title}” stand {', '.join(names[:3])}. "
            "Opening hours come with the services they are of, in one folder."
        )
    found = {field for field, column in columns.fields.items() if _cells(column, columns, rows)}
    persons = [each for each in columns.header if name_key(each) in _OF_PERSONS]
    if persons and not told and found.isdisjoint(_OF_PROVIDERS):
        raise UnusableFileError(
            f"{name} looks like a list of people (it has the column “{persons[0]}”), not of providers: nothing in it "
            "says where a provider is or what it does."
        )
    both = {"organization", "service"} <= found
    if names and not both and found.isdisjoint(_SAYS):
        raise UnusableFileError(
            f"{name} is no list of providers: beside “{title}” it has nothing like an address, a telephone number, "
            "services or a description. If it is one, add such a column."
        )


def _cells(column: str, columns: Columns, rows: Iterable[Sequence[str]]) -> list[str]:
    at = columns.header.index(column)
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
