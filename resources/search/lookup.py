"""Looking things up by what somebody typed: exact words first, else what is called nearly so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from resources.pages import directory
from resources.pages.directory import PAGE_SIZE, Page, Wanted
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.search.index import Fit, Found, Kind, ids_of
from resources.search.names import Names

# With fewer services than this one may have meant another name.
FEW = 3
OFFERED = 5


@dataclass(frozen=True)
class Listing:
    """A page of services; nearly: they are called nearly as typed, nothing is called so. meant: names to try."""

    page: Page
    nearly: bool = False
    meant: Sequence[str] = ()


@dataclass(frozen=True)
class Shown:
    """What the search box shows, best first.

    nearly: nothing is called as typed, these come closest; beside: little is, and what comes close stands after it.
    """

    organizations: Sequence[Organization] = ()
    services: Sequence[Service] = ()
    locations: Sequence[Location] = ()
    places: Sequence[str] = ()
    nearly: bool = False
    beside: bool = False

    def __len__(self) -> int:
        return sum(map(len, (self.organizations, self.services, self.locations, self.places)))


def list_services(
    session: Session, names: Names, wanted: Wanted, number: int = 1, size: int = PAGE_SIZE
) -> Listing:
    """The services that fit; where none does, those nearly called so, by closeness, under the same filters."""
    page = directory.find_services(session, wanted, number, size)
    if not wanted.text or page.total >= FEW:
        return Listing(page)
    found = names.index(session).find(wanted.text, OFFERED, held=wanted.held)
    close = [each for each in found if each.fit is Fit.CLOSE]
    meant = [each.name for each in close]
    if page.total or not close:
        return Listing(page, meant=meant)
    nearly = directory.services_called(session, replace(wanted, text=""), close, size)
    return Listing(Page(nearly, 1, len(nearly), size), nearly=bool(nearly), meant=meant)


def show(session: Session, names: Names, text: str, limit: int, *, held: bool, nearly: bool = True) -> Shown:
    """What is called so, for the search box; nearly: whether close names may stand with it where little is."""
    found = names.index(session).find_each(text, limit, held=held)
    exact = {kind: [each for each in these if each.fit is not Fit.CLOSE] for kind, these in found.items()}
    # The words may be of the service, its provider and its city together.
    seek = not exact["service"] and " " in text
    together = names.together(session).find(text, limit, held=held) if seek else []
    shown = _shown(session, exact, limit, held=held, others=together)
    if not nearly or exact == found or len(shown) >= FEW:
        return shown
    close = _shown(session, found, limit, held=held, others=together)
    return replace(close, nearly=not shown and bool(close), beside=bool(shown))


def _shown(
    session: Session,
    found: Mapping[Kind, Sequence[Found]],
    limit: int,
    *,
    held: bool,
    others: Sequence[UUID],
) -> Shown:
    """others: services to show before those that names stand for."""
    services = list(dict.fromkeys((*others, *ids_of(found["service"], "service"))))
    return Shown(
        directory.organizations_for_box(
            session, ids_of(found["organization"], "organization")[:limit], held=held
        ),
        directory.services_for_box(session, services[:limit], held=held),
        directory.locations_for_box(session, ids_of(found["location"], "location")[:limit], held=held),
        [each.name for each in found["place"]],
    )
