"""Any spreadsheet of providers: one service a row, whatever its columns are called."""

from collections.abc import Iterable, Iterator, Mapping

from resources.details.languages import languages
from resources.details.telephone import TelephoneNumber, read_numbers, unclear
from resources.details.web_addresses import email_address, web_address
from resources.geography.postal_addresses import AddressKind
from resources.imports.batch import Batch, Entry, Key
from resources.imports.files import SourceFile
from resources.imports.labels import is_residential, needs_of_type, needs_of_words, rows_of, type_parts
from resources.imports.places import accept_point, county_of, warn_of_secrecy
from resources.imports.refusals import UnusableFileError
from resources.imports.spreadsheet.columns import FIRST_ROWS, find_columns, repeated
from resources.imports.spreadsheet.listings import Listing, gathered, read_listing
from resources.imports.spreadsheet.providers import require_providers
from resources.imports.tables import read_tables, source_rows
from resources.imports.wording import list_of, name_key
from resources.secrecy.survivors import looks_like_victim_services

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
# Listed under so many counties, an entry without a place serves the state.
_STATEWIDE_FROM = 20
_NUMBERS = (("phone", ""), ("hotline", "hotline"), ("fax", "fax"))
# Counties beside an independent city of the same name, which "County" alone tells apart.
_CITIES = {"Baltimore City"}


def read(files: Iterable[SourceFile], batch: Batch, mapping: Mapping[str, str] | None = None) -> None:
    """Take in every row of the tables; rows that repeat one entry for one county after another become one service."""
    batch.complete |= {"phone", "address", "service_at_location"}
    listings: list[Listing] = []
    for file in files:
        tables = read_tables(file)
        for title in tables.left:
            message = f"The sheet “{title}” has other columns and was not read; to import it, save it as its own file."
            batch.warn_of_file(file.name, "sheet_not_read", message)
        for number, (name, table) in enumerate(tables.read):
            listings += _listings(batch, name, table, _given(table, mapping) if number else mapping)
    for listing in gathered(batch, listings):
        _service(batch, listing)


def _listings(
    batch: Batch, name: str, table: list[list[str]], mapping: Mapping[str, str] | None
) -> Iterator[Listing]:
    if not any(map(any, table)):
        raise UnusableFileError(f"{name} holds no rows.")
    columns = find_columns(name, table, mapping)
    require_providers(name, table, columns, told=bool(mapping))
    for column in repeated(columns):
        message = f"The column “{column}” was not read: another one stands for the same."
        batch.warn_of_file(name, "column_not_read", message)
    for row in source_rows(name, table, columns.header, columns.first_row):
        listing = read_listing(batch, batch.read(row), columns)
        if listing:
            yield listing


def _given(table: list[list[str]], mapping: Mapping[str, str] | None) -> dict[str, str]:
    """Of a mapping made for the first sheet, what another sheet has columns for."""
    cells = {cell for row in table[:FIRST_ROWS] for cell in row} | {""}
    return {field: column for field, column in (mapping or {}).items() if column in cells}


def _service(batch: Batch, listing: Listing) -> None:
    cells, row = listing.cells, listing.row
    provider: Key = ("organization", name_key(listing.organization))
    website, email = web_address(cells["website"]), email_address(cells["email"])
    batch.add(
        Entry(*provider, row, {"name": listing.organization, "website": website, "email": email}, main=False)
    )
    own: Key = ("service", "|".join(listing.identity))
    values, parts = _terms(listing)
    _complain(batch, listing, parts)
    batch.add(
        Entry(
            "service",
            own[1],
            row,
            values | {"url": website, "email": email},
            {"organization_id": provider},
            parts,
        )
    )
    _telephones(batch, listing, own)
    if not listing.placeless:
        _place(batch, listing, provider, own)


def _terms(listing: Listing) -> tuple[dict[str, object], dict[str, list[dict[str, object]]]]:
    cells = listing.cells
    words = f"{cells['description']}\n{cells['eligibility']}"
    name = cells["service"] or listing.organization
    needs = dict(needs_of_words(name, cells["description"]))
    if typed := needs_of_type(cells["type"]):
        needs = dict.fromkeys(needs, False) | typed
    labels = type_parts(cells["type"])
    names = (name, cells["alternate_name"], listing.organization)
    held = looks_like_victim_services(names, words, labels, needs)
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
        "residential": is_residential(labels, f"{name} {words}"),
        "part_2_program": "substance_use_treatment" in needs,
        "victim_services": held,
        "held": held,
        "extra": ({"type": cells["type"]} if cells["type"] else {})
        | ({"other_descriptions": texts} if texts else {}),
    }
    parts: dict[str, list[dict[str, object]]] = {
        "needs": rows_of(needs, held=held) or rows_of({"other": True}, held=held),
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
        batch.warn(
            listing.row,
            "type",
            "unknown_type",
            f"“{cells['type'][:80]}” is no kind of service we know; its words were read instead.",
        )
    if parts["needs"] == [{"need": "other", "main": True}] and needs_of_type(cells["type"]) is None:
        batch.warn(
            listing.row,
            "type",
            "no_need",
            "Nothing in the row says what need the service meets; it counts as “other”.",
        )
    if cells["website"] and not web_address(cells["website"]):
        batch.warn(
            listing.row,
            "website",
            "no_web_address",
            f"“{cells['website'][:80]}” is no web address; it is left out.",
        )
    if listing.placeless and not any(each.cells[name] for each in listing.all for name, _ in _NUMBERS):
        batch.warn(
            listing.row, "phone", "out_of_reach", "The row has neither a place nor a telephone number."
        )


def _telephones(batch: Batch, listing: Listing, own: Key) -> None:
    """The numbers of all repetitions; a number that only some counties have says which."""
    found: dict[str, tuple[TelephoneNumber, list[str]]] = {}
    for each in listing.all:
        for number in _numbers(batch, each):
            found.setdefault(f"{number.number} {number.extension}", (number, []))[1].append(
                each.cells["county"]
            )
    for key, (number, counties) in found.items():
        local = ", ".join(filter(None, counties)) if len(counties) <= len(listing.all) / 2 else ""
        values = number.columns() | {"description": ", ".join(filter(None, (number.description, local)))}
        batch.add(Entry("phone", f"{own[1]}|{key}", listing.row, values, {"service_id": own}, main=False))


def _numbers(batch: Batch, listing: Listing) -> Iterator[TelephoneNumber]:
    for name, kind in _NUMBERS:
        for number in read_numbers(listing.cells[name], kind):
            if not number.clear:
                batch.warn(listing.row, name, "phone_unclear", unclear(number))
            yield number


def _place(batch: Batch, listing: Listing, provider: Key, own: Key) -> None:
    row, address = listing.row, listing.address
    where: Key = ("location", f"{provider[1]}|{listing.place}")
    confidential = address.kind is AddressKind.CONFIDENTIAL
    point = {}
    if confidential:
        warn_of_secrecy(batch, row)
    else:
        point = accept_point(batch, row, listing.cells["latitude"], listing.cells["longitude"], address)
    values = {"name": listing.organization, "confidential": confidential, **point}
    batch.add(Entry(*where, row, values, {"organization_id": provider}, main=False))
    code, state = address.postal_code or "", address.state
    county = (
        address.county
        or county_of(code, address.city or "", state)
        or listing.cells["county"]
        or county_of(code, state=state)
    )
    said = {
        "address_1": address.street or "",
        "address_2": address.unit or "",
        "city": address.city or "",
        "region": county,
        "state_province": address.state or "",
        "postal_code": address.postal_code or "",
    }
    batch.add(Entry("address", f"of {where[1]}", row, said, {"location_id": where}, main=False))
    batch.add(
        Entry(
            "service_at_location",
            f"{own[1]}@{where[1]}",
            row,
            {},
            {"service_id": own, "location_id": where},
            main=False,
        )
    )
