"""Rows of a spreadsheet read by our fields, repaired where a PDF broke them, and gathered where they repeat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from resources.details.web_addresses import web_address
from resources.geography.postal_addresses import AddressKind, PostalAddress, parse_address
from resources.imports.batch import Batch
from resources.imports.labels import needs_of_type, type_parts
from resources.imports.places import PLACELESS
from resources.imports.rows import SourceRow
from resources.imports.spreadsheet.columns import FIELDS, Columns
from resources.imports.wording import name_key

_LONGEST_NAME = 200
# A cell of more letters holds a text.
_PROSE = 60
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
    cells = {name: row.text(column) if (column := columns.fields.get(name)) else "" for name in FIELDS}
    # A star before a name leads to a footnote that stayed in the PDF.
    cells["organization"] = cells["organization"].lstrip("* ")
    fault = _fault(row, cells)
    if fault:
        batch.reject(row, "organization" if cells["organization"] else "", *fault)
        return None
    _shift_back(batch, row, cells)
    return Listing(row, cells, _address(cells))


def _fault(row: SourceRow, cells: Mapping[str, str]) -> tuple[str, str] | None:
    """Why a row is none of a provider: the code and the words for it."""
    filled = {column: str(value) for column, value in row.values.items() if value}
    if not filled:
        return "blank_row", "The row is empty."
    if sum(name_key(value) == name_key(column) for column, value in filled.items()) >= min(
        2, len(row.values)
    ):
        return "page_header", "The row repeats the headers of the table; such rows come from page breaks."
    if len(cells["organization"]) > _LONGEST_NAME or len(cells["service"]) > _LONGEST_NAME:
        return "shifted_row", "What stands in place of the provider's name is a whole text."
    if name_key(cells["organization"] or cells["service"]):
        return None
    longest = max(filled, key=lambda column: len(filled[column]))
    if len(filled[longest]) > _PROSE:
        said = f"Under “{longest}” stands a text: “{filled[longest][:80]}…”."
        return "shifted_row", f"The row does not name a provider; its cells were moved. {said}"
    return "missing", "The row does not name a provider."


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
    if first is not listing:
        first.repeats.append(listing)
        batch.merge(listing.row)
    return first
