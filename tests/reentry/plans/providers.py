"""A few invented providers for plans to choose from."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceAtLocation, ServiceNeed


def provide(
    session: Session,
    organization: str,
    need: str,
    *,
    service: str = "",
    street: str = "12 Mulberry Ct",
    phone: str = "410-555-0142",
    confidential: bool = False,
    **terms: object,
) -> Service:
    """One organization with one service for a need at one place in Baltimore, open to all."""
    address = Address(address_1=street, city="Baltimore", region="Baltimore City", state_province="MD")
    place = Location(
        latitude=39.3, longitude=-76.6, precision_m=50.0, confidential=confidential, addresses=[address]
    )
    made = Service(
        name=service or f"{organization} program",
        open_to_all=True,
        needs=[ServiceNeed(need=need)],
        phones=[Phone(number=phone)],
        at_locations=[ServiceAtLocation(location=place)],
        **terms,
    )
    session.add(Organization(name=organization, services=[made], locations=[place]))
    session.flush()
    return made


def home() -> dict[str, Any]:
    """The terms of a residence that has said what it takes, so that nothing must be asked."""
    said = {"mode": "accepts", "value": True, "confirmed_on": date(2026, 11, 1), "source": "staff"}
    offenses = ("sex_offense", "arson", "violent_offense")
    rules = [
        ServiceRequirement(rule=f"accepts_{each}", position=place, **said)
        for place, each in enumerate(offenses)
    ]
    return {"residential": True, "requirements": rules}


def provide_all(database: Database) -> dict[str, UUID]:
    """Two residences, a treatment program and a job program, by a short name."""
    with database.writing() as session:
        made = {
            "residence": provide(session, "Gullwing Residence", "housing", **home()).id,
            "other_residence": provide(session, "Sandpiper Rooms", "housing", **home()).id,
            "treatment": provide(
                session,
                "Marshgate Recovery",
                "substance_use_treatment",
                service="Marshgate Outpatient Care",
                street="77 Treadmill Loop",
                phone="410-555-0177",
                part_2_program=True,
            ).id,
            "jobs": provide(session, "Keelson Works", "jobs", service="Keelson Job Start").id,
        }
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
    return made
