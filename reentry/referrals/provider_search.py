"""Whom to refer to: services by need and by name, those that get letters at all."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from agency.errors import NotFoundError
from reentry.people.people import Person
from reentry.plans.plans import Plan
from reentry.referrals.letter_recipient import gets_letters
from reentry.referrals.referrals import CLOSED
from resources.pages import directory
from resources.pages.directory import Page, Wanted
from resources.records.locations import Location
from resources.records.services import Service
from resources.records.standing import current_id
from resources.search import lookup
from resources.search.lookup import Listing
from resources.search.names import Names

SHOWN = 30


def find(session: Session, names: Names, text: str, need: str) -> Listing:
    """Services one may refer to, by the provider's name or by closeness; nothing where nothing was asked for."""
    if not text and not need:
        return Listing(Page((), 1, 0, SHOWN))
    listing = lookup.list_services(session, names, Wanted(text, need), size=SHOWN)
    shown = [each for each in listing.page.services if gets_letters(each) and each.status not in CLOSED]
    return replace(listing, page=replace(listing.page, services=shown))


def named(session: Session, service_id: str) -> Service | None:
    """The service of this id; NotFoundError where there is none, None where none was named."""
    if not service_id:
        return None
    try:
        found = directory.service(session, UUID(service_id))
    except ValueError:
        found = None
    if found is None or not found.listed():
        raise NotFoundError("There is no such service in the directory, or it is held back.")
    return found


def place_named(session: Session, location_id: str) -> UUID | None:
    """The place that an id leads to; None where none was named."""
    try:
        return current_id(session, Location, UUID(location_id))
    except ValueError:
        return None


def check_plan(session: Session, person: Person, plan_id: UUID | None) -> None:
    """NotFoundError where a plan is named that is not the person's."""
    plan = session.get(Plan, plan_id) if plan_id else None
    if plan_id and (plan is None or plan.person_id != person.id):
        raise NotFoundError("This person has no such plan.")
