"""The directory as a file: HSDS 3 as JSON or as tables, or one plain table; what is secret stays here.

What leaves is what the API publishes, and under "reentry" what this product keeps beside HSDS and another copy of it
can read; nowhere does it say whether a provider takes people with an offense.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from resources.eligibility import OFFENSE_RULES
from resources.hsds import tables, values
from resources.hsds.finding import WHOLE, published_organization
from resources.pages.record import called, phones_to_call, told, week
from resources.records.locations import CONFIRMED, IMPORTED, Address, Location
from resources.records.organizations import Organization
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service
from resources.records.sources import PROSE

Object = dict[str, Any]
# A spreadsheet program would run a cell that begins so (CWE-1236).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
COLUMNS = (
    "organization",
    "service",
    "description",
    "needs",
    "address",
    "city",
    "state",
    "zip",
    "county",
    "areas served",
    "phone",
    "email",
    "website",
    "eligibility",
    "hours",
    "fees",
    "languages",
    "how to apply",
)


class ExportFormat(StrEnum):
    """The shapes in which the directory leaves."""

    HSDS_JSON = "hsds-json"
    HSDS_CSV = "hsds-csv"
    TABLE = "table"


def write(session: Session, path: Path, format_: ExportFormat) -> int:
    """Write the directory to a file, and say how many services are in it; an existing file is replaced whole.

    HSDS tables are a zip file, or a folder where the path has no ending; the plain table has lines for services alone.
    OSError where it cannot be written.
    """
    found = [organization(row) for row in _organizations(session)]
    count = sum(len(each.get("services", [])) for each in found)
    if format_ is ExportFormat.HSDS_JSON:
        _put(path, json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")
    elif format_ is ExportFormat.HSDS_CSV:
        _put_tables(path, {name: _csv(rows) for name, rows in tables.flattened(found).items()})
    else:
        _put(path, _csv([list(COLUMNS), *_lines(session)]))
    return count


def organization(row: Organization) -> Object:
    """An organization whole, with what this product keeps of it beside HSDS."""
    whole = values.organization_whole(row, with_services=True)
    places = {str(each.id): each for each in row.locations}
    published = {str(each.id): each for each in row.services if values.is_published(each)}
    for place in whole.get("locations", []):
        place["reentry"] = position(places[place["id"]])
    for service in whole.get("services", []):
        service["reentry"] = extension(published[service["id"]])
        for link in service.get("service_at_locations", []):
            link.pop("location")
    return whole


def position(row: Location) -> Object:
    """How surely a place is known, so that a guess is not taken for the provider's word."""
    if row.latitude is None or row.precision_m is None or not row.precision:
        return {}
    # Whoever confirmed the point here did not confirm it there.
    source = IMPORTED if row.position_source == CONFIRMED else row.position_source
    return {"precision": row.precision, "precision_m": row.precision_m, "position_source": source}


def extension(row: Service) -> Object:
    """What this product keeps of a service beside HSDS, without whom it takes, who said so, and how full it is."""
    told_of = {
        "needs": [{"need": each.need, "main": each.main} for each in row.needs],
        "reach": row.reach,
        "residential": row.residential,
        "minors_on_site": row.minors_on_site,
        "part_2_program": row.part_2_program,
        "closed_until": row.closed_until.isoformat() if row.closed_until else None,
        # Not as valid_from and valid_to of a schedule: those are dates of one year, and this comes every year.
        "season": {"from": row.season.first, "to": row.season.last} if row.season else None,
        "requirements": [_rule(row, each) for each in row.requirements if each.rule not in OFFENSE_RULES],
        "access": [{"kind": each.kind, "detail": told(row, each.detail)} for each in row.access_ways],
        "licenses": [
            {"name": told(row, each.name), "number": each.number}
            | ({"expires_on": each.expires_on.isoformat()} if each.expires_on else {})
            for each in row.licenses
        ],
    }
    return {name: value for name, value in told_of.items() if value is not None}


def _rule(row: Service, rule: ServiceRequirement) -> Object:
    said = {"rule": rule.rule, "mode": rule.mode, "value": rule.value}
    beside = {
        # Read from the words here, and accepted by nobody yet.
        "source": PROSE if rule.source == PROSE and rule.confirmed_on is None else "",
        "quote": told(row, rule.quote),
        "basis": rule.basis,
        "alt": rule.alt,
        "part": rule.part,
    }
    return said | {name: value for name, value in beside.items() if value}


def _organizations(session: Session) -> Iterator[Organization]:
    services = selectinload(Organization.services).options(
        *WHOLE[1:], selectinload(Service.access_ways), selectinload(Service.licenses)
    )
    places = selectinload(Organization.locations)
    found = select(Organization).where(published_organization()).order_by(Organization.id)
    yield from session.scalars(
        found.options(
            services,
            selectinload(Organization.phones),
            places.selectinload(Location.addresses),
            places.selectinload(Location.phones),
        ),
        execution_options={"yield_per": 200},
    )


def _lines(session: Session) -> Iterator[list[str]]:
    for organization in _organizations(session):
        for service in organization.services:
            if values.is_published(service):
                yield from _lines_of(organization, service)


def _lines_of(organization: Organization, service: Service) -> Iterator[list[str]]:
    """One line for each place of a service; one without places has a line of its own."""
    addresses: list[Address | None] = [
        address for link in values.public_places(service) for address in link.location.addresses
    ]
    phones = phones_to_call(service)
    for address in addresses or [None]:
        yield [
            called(organization, organization.name),
            called(service, service.name),
            told(service, service.description),
            "; ".join(each.need for each in service.needs),
            " ".join(filter(None, (address.address_1, address.address_2))) if address else "",
            address.city if address else "",
            address.state_province if address else "",
            address.postal_code if address else "",
            address.region if address else "",
            "; ".join(each.name for each in service.areas),
            "; ".join(each.number for each in phones),
            service.email or organization.email,
            service.url or organization.website,
            told(service, service.eligibility_description),
            _hours(service),
            told(service, service.fees_description),
            "; ".join(service.languages),
            told(service, service.application_process),
        ]


def _hours(service: Service) -> str:
    blocks = "; ".join(
        f"{day.name} {', '.join(f'{each.opens_at}–{each.closes_at}' for each in day.blocks)}"
        for day in week(service.schedules)
        if day.blocks
    )
    return blocks or told(service, service.hours_description)


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Any) -> Any:  # noqa: ANN401
    """A text that a spreadsheet program would take for a formula, made a text again."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _put_tables(path: Path, files: dict[str, bytes]) -> None:
    if path.suffix == "":
        path.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _put(path / f"{name}.csv", content)
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    _put(path, packed.getvalue())


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
