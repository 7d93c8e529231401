"""Rows of a spreadsheet read by our fields, repaired where a PDF broke them, and gathered where they repeat."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from resources.details.web_addresses import web_address
from resources.geography.postal_addresses import AddressKind, PostalAddress, parse_address
from resources.imports.batch import Batch
from resources.imports.labels import needs_of_type, type_parts
from resources.imports.places import PLACELESS, complain_of_town
from resources.imports.rows import SourceRow
from resources.imports.spreadsheet.columns import FIELDS, Columns
from resources.imports.wording import name_key

_LONGEST_NAME = 200
# In a table of no more columns a name alone is a provider.
_FEW = 2
# A cell of more letters holds a text.
_PROSE = 60
_NOTHING = re.compile(
    r"#?n/?\.?a\.?|-+|—|–|\?+|tb[ad]|unknown|not available|null|nan|#(?:ref|value|name)[!?]", re.IGNORECASE
)
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?(?: (?:number|count|records?|providers?|rows?))?(?: of \w+)?\s*[:=]?\s*\d*$",
    re.IGNORECASE,
)
# Fields in which a header has words and a provider numbers.
_WITH_DIGITS = ("phone", "fax", "postal_code", "latitude", "longitude")
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?|\d{4}-\d\d-\d\d(?: 00:00:00)?|\d{1,2}-[A-Z][a-z]{2}(?:-\d\d)?|[A-Z][a-z]{2}-\d{1,2}"
)
_NAMES = ("organization", "service", "type")
# Of numbers, counties and descriptions a service keeps several, of these one.
_ONE_VALUE = (
    *("alternate_name", "eligibility", "hours", "fees", "application", "languages", "documents"),
    *("website", "email", "latitude", "longitude"),
)
_PLACE = ("address", "address_2", "city", "state", "postal_code")


@dataclass(slots=True)
class Listing:
    """One row read by our fields, and the rows that repeat it."""

    row: SourceRow
    cells: dict[str, str]
    address: PostalAddress
    repeats: list["Listing"] = field(default_factory=list)

    @property
    def organization(self) -> str:
        """Who provides it."""
        return self.cells["organization"] or self.cells["service"]

    @property
    def place(self) -> str:
        """The address as a key; empty where the row names no place, however it puts that."""
        return "" if self.placeless else name_key(" ".join(self.cells[name] for name in _PLACE))

    @property
    def placeless(self) -> bool:
        """Whether there is nothing that could be a place: no street, no box, no town, and no secret one either."""
        return self.address.kind in PLACELESS and not (
            self.address.kind is AddressKind.UNKNOWN and (self.address.city or self.address.postal_code)
        )

    @property
    def all(self) -> list["Listing"]:
        """This row and its repetitions."""
        return [self, *self.repeats]

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two rows one service: the id, or else provider, place, service and type."""
        if self.cells["id"]:
            return ("id", self.cells["id"])
        types = sorted(name_key(part) for part in type_parts(self.cells["type"]))
        return (name_key(self.organization), self.place, name_key(self.cells["service"]), *types)


def read_listing(batch: Batch, row: SourceRow, columns: Columns) -> Listing | None:
    """A row by our fields; None where it is none of a provider, and the row is rejected with the reason."""
    cells = {name: _said(row.text(column)) if (column := columns.fields.get(name)) else "" for name in FIELDS}
    # A star before a name leads to a footnote that stayed in the PDF.
    cells["organization"] = cells["organization"].lstrip("* ")
    fault = _fault(row, cells, len(columns.header))
    if fault:
        batch.reject(row, "organization" if cells["organization"] else "", *fault)
        return None
    _shift_back(batch, row, cells)
    _leave_out_numbers(batch, row, cells)
    address = _address(cells)
    complain_of_town(batch, row, cells["state"], cells["postal_code"], address)
    return Listing(row, cells, address)


def _fault(row: SourceRow, cells: Mapping[str, str], width: int) -> tuple[str, str] | None:
    """Why a row is none of a provider: the code and the words for it; width: how many columns the table has."""
    filled = {column: str(value) for column, value in row.values.items() if _said(str(value or ""))}
    if not filled:
        return "blank_row", "The row is empty."
    if header := _header(row, cells, filled):
        return "page_header", header
    if len(cells["organization"]) > _LONGEST_NAME or len(cells["service"]) > _LONGEST_NAME:
        return "shifted_row", "What stands in place of the provider's name is a whole text."
    name = cells["organization"] or cells["service"]
    if _TOTAL.match(name):
        return "total_row", "The row is a total, not a provider."
    if name_key(name):
        alone = len(filled) == 1 and width > _FEW
        told = f"Nothing but “{name[:80]}” stands in the row: a heading or a note, not a provider."
        return ("only_a_name", told) if alone else None
    longest = max(filled, key=lambda column: len(filled[column]))
    if len(filled[longest]) > _PROSE:
        said = f"Under “{longest}” stands a text: “{filled[longest][:80]}…”."
        return "shifted_row", f"The row does not name a provider; its cells were moved. {said}"
    return "missing", "The row does not name a provider."


def _header(row: SourceRow, cells: Mapping[str, str], filled: Mapping[str, str]) -> str:
    """Why a row is a line of headers; empty where it is none."""
    same = sum(name_key(value) == name_key(column) for column, value in filled.items())
    if same >= min(2, len(row.values)):
        return "The row repeats the headers of the table; such rows come from page breaks."
    worded = [cells[name] for name in _WITH_DIGITS if cells[name]]
    if len(worded) > 1 and not re.search(r"\d", "".join(filled.values())):
        return f"The row has words where numbers belong (“{worded[0][:40]}”): a second line of headers."
    return ""


def _said(text: str) -> str:
    """A cell, empty where it only says that there is nothing to say; “None” is a price and a rule."""
    return "" if _NOTHING.fullmatch(text) else text


def _leave_out_numbers(batch: Batch, row: SourceRow, cells: dict[str, str]) -> None:
    """Hours like "3-5" become a day of the year in a spreadsheet, and a time of day a fraction; neither says when."""
    if _NUMBER.fullmatch(cells["hours"]):
        message = (
            f"The spreadsheet made “{cells['hours']}” of the hours; they are left out. "
            "Format the column as text and type them again."
        )
        batch.warn(row, "hours", "hours_are_a_number", message)
        cells["hours"] = ""


def _shift_back(batch: Batch, row: SourceRow, cells: dict[str, str]) -> None:
    """Put right a row that lost a cell: the type stands under description then, and the prose under website."""
    website, description = cells["website"], cells["description"]
    if not cells["type"] and needs_of_type(description) is not None and website and not web_address(website):
        cells |= {"type": description, "description": website, "website": ""}
        batch.warn(
            row,
            "type",
            "shifted_row",
            "The cells of this row stood one column too far to the left; they were put right.",
        )


def _address(cells: Mapping[str, str]) -> PostalAddress:
    line = " ".join(filter(None, (cells["address"], cells["address_2"])))
    return parse_address(line, city=cells["city"], state=cells["state"], postal_code=cells["postal_code"])


def gathered(batch: Batch, listings: Iterable[Listing]) -> list[Listing]:
    """The first row of each service, with the rows that repeat it; a row without a type joins the one of its place."""
    firsts: dict[tuple[str, ...], Listing] = {}
    at_place: dict[tuple[str, ...], list[Listing]] = {}
    rows = list(listings)
    for listing in (each for each in rows if each.cells["type"]):
        first = _join(batch, listing, firsts.setdefault(listing.identity, listing))
        if first is listing:
            at_place.setdefault(listing.identity[:2], []).append(listing)
    for listing in (each for each in rows if not each.cells["type"]):
        same = at_place.get(listing.identity[:2], [])
        _join(batch, listing, same[0] if len(same) == 1 else firsts.setdefault(listing.identity, listing))
    return list(firsts.values())


def _join(batch: Batch, listing: Listing, first: Listing) -> Listing:
    """Gather a row with the first of its service, which takes over what it did not say itself."""
    if first is not listing:
        names = {name for name in _NAMES if name_key(first.cells[name]) != name_key(listing.cells[name])}
        taken = {name: listing.cells[name] for name in _ONE_VALUE if not first.cells[name]}
        first.cells |= taken
        again = {name: listing.cells[name] for name in (*names, *_ONE_VALUE)} | {"address": listing.place}
        first.repeats.append(listing)
        batch.repeat(listing.row, first.row, first.cells | {"address": first.place}, again)
    return first
