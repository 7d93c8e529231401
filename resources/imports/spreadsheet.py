"""Any spreadsheet of providers: one service a row, whatever its columns are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from resources.imports.batch import Batch, Entry, Key
from resources.imports.columns import Columns, find_columns
from resources.imports.files import SourceFile
from resources.imports.labels import is_residential, needs_of_type, needs_of_words, type_parts
from resources.imports.places import PLACELESS, accept_point, county_of
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.survivors import looks_like_victim_services
from resources.imports.tables import read_table, source_rows
from resources.imports.telephone import read_numbers
from resources.imports.wording import email_address, languages, list_of, name_key, web_address
from resources.postal_addresses import AddressKind, PostalAddress, parse_address

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
_LONGEST_NAME = 200
# Listed under so many counties, an entry without a place serves the state.
_STATEWIDE_FROM = 20
_NUMBERS = (("phone", ""), ("hotline", "hotline"), ("fax", "fax"))


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
        return "" if self.placeless else name_key(self.written_address)

    @property
    def placeless(self) -> bool:
        """Whether there is nothing that could be a place: no street, no box, no town, and no secret one either."""
        return self.address.kind in PLACELESS and not (self.address.kind is AddressKind.UNKNOWN and self.address.city)

    @property
    def written_address(self) -> str:
        """Everything the row says of its place."""
        return " ".join(self.cells[name] for name in ("address", "address_2", "city", "state", "postal_code"))

    @property
    def all(self) -> list["Listing"]:
        """This row and its repetitions."""
        return [self, *self.repeats]


def read(files: Iterable[SourceFile], batch: Batch, mapping: Mapping[str, str] | None = None) -> None:
    """Take in every row of the tables; rows that repeat one entry for one county after another become one service."""
    batch.complete |= {"phone", "address", "service_at_location"}
    listings: list[Listing] = []
    for file in files:
        table = read_table(file)
        if not any(map(any, table)):
            raise UnusableFileError(f"{file.name} holds no rows.")
        columns = find_columns(file.name, table, mapping)
        for row in source_rows(file.name, table, columns.header, columns.first_row):
            if listing := _listing(batch, batch.read(row), columns):
                listings.append(listing)
    for listing in _gathered(batch, listings):
        _service(batch, listing)


def _listing(batch: Batch, row: SourceRow, columns: Columns) -> Listing | None:
    cells = {name: row.text(column) if (column := columns.fields.get(name)) else "" for name in _ALL}
    if not any(row.values.values()):
        batch.reject(row, "", "blank_row", "The row is empty.")
    elif sum(name_key(str(value)) == name_key(column) for column, value in row.values.items() if value) >= min(2, len(columns.header)):
        batch.reject(row, "", "page_header", "The row repeats the headers of the table; such rows come from page breaks.")
    elif not cells["organization"] and not cells["service"]:
        longest = max(row.values, key=lambda column: len(str(row.values[column])))
        code = "shifted_row" if len(row.text(longest)) > 60 else "missing"
        said = f" What it says stands under “{longest}”: “{row.text(longest)[:80]}”." if code == "shifted_row" else ""
        batch.reject(row, "organization", code, f"The row does not name a provider.{said}")
    elif len(cells["organization"]) > _LONGEST_NAME or len(cells["service"]) > _LONGEST_NAME:
        batch.reject(row, "organization", "shifted_row", "What stands in place of the provider's name is a whole text.")
    else:
        _shift_back(batch, row, cells)
        return Listing(row, cells, _address(cells))
    return None


def _shift_back(batch: Batch, row: SourceRow, cells: dict[str, str]) -> None:
    """A row that lost a cell has its last ones a column too far to the left: the type under description, prose under website."""
    website, description = cells["website"], cells["description"]
    if not cells["type"] and needs_of_type(description) is not None and website and not web_address(website):
        cells |= {"type": description, "description": website, "website": ""}
        batch.warn(row, "type", "shifted_row", "The cells of this row stood one column too far to the left; they were put right.")


def _address(cells: Mapping[str, str]) -> PostalAddress:
    line = " ".join(filter(None, (cells["address"], cells["address_2"])))
    return parse_address(line, city=cells["city"], state=cells["state"], postal_code=cells["postal_code"])


def _gathered(batch: Batch, listings: Iterable[Listing]) -> list[Listing]:
    """The first row of each service, with the rows that repeat it; a row without a type joins the one of its place."""
    by_key: dict[tuple[str, ...], Listing] = {}
    untyped: list[Listing] = []
    for listing in listings:
        if not listing.cells["type"] and not listing.cells["service"]:
            untyped.append(listing)
        elif (first := by_key.setdefault(_identity(listing), listing)) is not listing:
            first.repeats.append(listing)
    for listing in untyped:
        same = [known for known in by_key.values() if known.cells["type"] and _identity(known)[:2] == _identity(listing)[:2]]
        first = same[0] if len(same) == 1 else by_key.setdefault(_identity(listing), listing)
        if first is not listing:
            first.repeats.append(listing)
    for first in by_key.values():
        for repeat in first.repeats:
            batch.merge(repeat.row)
    return list(by_key.values())


def _identity(listing: Listing) -> tuple[str, ...]:
    if listing.cells["id"]:
        return ("id", listing.cells["id"])
    parts = sorted(name_key(part) for part in type_parts(listing.cells["type"]))
    return (name_key(listing.organization), listing.place, name_key(listing.cells["service"]), *parts)


def _service(batch: Batch, listing: Listing) -> None:
    cells, row = listing.cells, listing.row
    provider: Key = ("organization", name_key(listing.organization))
    website, email = web_address(cells["website"]), email_address(cells["email"])
    batch.add(Entry(*provider, row, {"name": listing.organization, "website": website, "email": email}, main=False))
    own: Key = ("service", "|".join(_identity(listing)))
    values, parts = _terms(listing)
    _complain(batch, listing, parts)
    batch.add(Entry("service", own[1], row, values | {"url": website, "email": email}, {"organization_id": provider}, parts))
    _telephones(batch, listing, own)
    if not listing.placeless:
        _place(batch, listing, provider, own)


def _terms(listing: Listing) -> tuple[dict[str, object], dict[str, list[dict[str, object]]]]:
    cells = listing.cells
    words = f"{cells['description']}\n{cells['eligibility']}"
    name = cells["service"] or listing.organization
    needs = dict(needs_of_words(name, cells["description"]))
    if (typed := needs_of_type(cells["type"])) is not None:
        needs = {need: False for need in needs} | typed
    labels = type_parts(cells["type"])
    held = looks_like_victim_services((name, cells["alternate_name"], listing.organization), words, labels)
    others = list(dict.fromkeys(each.cells["description"] for each in listing.repeats))
    texts = [text for text in others if text and name_key(text) != name_key(cells["description"])]
    counties = list(dict.fromkeys(filter(None, (each.cells["county"] for each in listing.all))))
    values: dict[str, object] = {
        "name": name,
        "alternate_name": cells["alternate_name"],
        "description": cells["description"],
        "eligibility_description": cells["eligibility"],
        "hours_description": cells["hours"],
        "fees_description": cells["fees"],
        "application_process": cells["application"],
        "languages": languages(cells["languages"]),
        "required_documents": list_of(cells["documents"]),
        "reach": _reach(listing, counties),
        "residential": is_residential(labels, words),
        "part_2_program": "substance_use_treatment" in needs,
        "victim_services": held,
        "held": held,
        "extra": ({"type": cells["type"]} if cells["type"] else {}) | ({"other_descriptions": texts} if texts else {}),
    }
    parts: dict[str, list[dict[str, object]]] = {
        "needs": [{"need": need, "main": main} for need, main in (needs or {"other": True}).items()],
        "areas": [{"name": _area(county, counties)} for county in counties],
    }
    return values, parts


def _reach(listing: Listing, counties: list[str]) -> str:
    """Where there is no place to go to, one calls first."""
    if not listing.placeless:
        return "site"
    kinds = {each.address.kind for each in listing.all}
    return "statewide" if AddressKind.STATEWIDE in kinds or len(counties) >= _STATEWIDE_FROM else "telephone"


def _area(county: str, counties: Iterable[str]) -> str:
    """A county that shares its name with a city of the same list needs the word beside it."""
    return f"{county} County" if f"{county} City" in _CITIES or f"{county} City" in counties else county


def _complain(batch: Batch, listing: Listing, parts: Mapping[str, list[dict[str, object]]]) -> None:
    cells = listing.cells
    if cells["type"] and needs_of_type(cells["type"]) is None:
        batch.warn(listing.row, "type", "unknown_type", f"“{cells['type'][:80]}” is no kind of service we know; its words were read instead.")
    if parts["needs"] == [{"need": "other", "main": True}] and needs_of_type(cells["type"]) is None:
        batch.warn(listing.row, "type", "no_need", "Nothing in the row says what need the service meets; it counts as “other”.")
    if cells["website"] and not web_address(cells["website"]):
        batch.warn(listing.row, "website", "no_web_address", f"“{cells['website'][:80]}” is no web address; it is left out.")
    if listing.placeless and not any(each.cells[name] for each in listing.all for name, _ in _NUMBERS):
        batch.warn(listing.row, "phone", "out_of_reach", "The row has neither a place nor a telephone number.")


def _telephones(batch: Batch, listing: Listing, own: Key) -> None:
    """Numbers of all repetitions; those that only some counties have say which."""
    for each in listing.all:
        for name, kind in _NUMBERS:
            for number in read_numbers(each.cells[name], kind):
                if not number.clear:
                    batch.warn(each.row, name, "phone_unclear", f"“{number.number[:80]}” cannot be read as a telephone number; it is kept as written.")
                key = f"{own[1]}|{number.number} {number.extension}"
                values = {"number": number.number, "type": number.type, "extension": number.extension, "description": number.description}
                batch.add(Entry("phone", key, listing.row, values, {"service_id": own}, main=False))


def _place(batch: Batch, listing: Listing, provider: Key, own: Key) -> None:
    row, address = listing.row, listing.address
    where: Key = ("location", f"{provider[1]}|{listing.place}")
    confidential = address.kind is AddressKind.CONFIDENTIAL
    point = {}
    if not confidential:
        point = accept_point(batch, row, listing.cells["latitude"], listing.cells["longitude"], address.state, address.postal_code)
    values = {"name": listing.organization, "confidential": confidential, **point}
    batch.add(Entry(*where, row, values, {"organization_id": provider}, main=False))
    county = address.county or county_of(address.postal_code or "") or listing.cells["county"]
    said = {
        "address_1": address.street or "",
        "address_2": address.unit or "",
        "city": address.city or "",
        "region": county,
        "state_province": address.state or "",
        "postal_code": address.postal_code or "",
    }
    batch.add(Entry("address", f"of {where[1]}", row, said, {"location_id": where}, main=False))
    batch.add(Entry("service_at_location", f"{own[1]}@{where[1]}", row, {}, {"service_id": own, "location_id": where}, main=False))


_ALL = (
    *("id", "organization", "service", "alternate_name", "type", "description", "eligibility", "address", "address_2", "city"),
    *("state", "postal_code", "county", "phone", "fax", "hotline", "email", "website", "hours", "fees", "application"),
    *("languages", "documents", "latitude", "longitude"),
)
# Counties beside an independent city of the same name, which "County" alone tells apart.
_CITIES = {"Baltimore City"}
