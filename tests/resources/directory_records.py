"""Invented providers for the tests of the directory and its pages."""

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.services import Service, ServiceAtLocation, ServiceNeed


def place(
    county: str = "Allegany", city: str = "Cumberland", *, confidential: bool = False, state: str = "MD"
) -> Location:
    """A place with a street, a county and a point."""
    street = "" if confidential else "9 Pretend Street"
    address = Address(address_1=street, city=city, region=county, state_province=state, postal_code="21502")
    return Location(
        addresses=[address], latitude=39.65, longitude=-78.76, precision_m=900.0, confidential=confidential
    )


def service(name: str, *places: Location, needs: tuple[str, ...] = ("housing",), **more: object) -> Service:
    """A service at some places that meets some needs."""
    made = Service(name=name, needs=[ServiceNeed(need=need) for need in needs], **more)
    made.at_locations = [ServiceAtLocation(location=each) for each in places]
    return made


def keep(database: Database, name: str, *services: Service, **more: object) -> Organization:
    """Keeps an organization with its services and places."""
    places = [at.location for each in services for at in each.at_locations]
    made = Organization(name=name, services=list(services), locations=places, **more)
    made.phones = [Phone(number="410-555-0199", type="fax"), Phone(number="410-555-0100", type="voice")]
    with database.writing() as session:
        session.expire_on_commit = False
        session.add(made)
        audit.record(session, "directory.edited", None, fields="all")
    return made
