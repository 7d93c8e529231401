"""Looking things up by what somebody typed: exact words first, else what is called nearly so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from resources.pages import directory
from resources.pages.directory import PAGE_SIZE, Page, Wanted
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.search.index import KINDS, Fit, Found, Index, Kind
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
    """What the search box shows, best first; nearly: nothing is called as typed, these come closest."""

    organizations: Sequence[Organization] = ()
    services: Sequence[Service] = ()
    places: Sequence[str] = ()
    nearly: bool = False


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


def show(session: Session, index: Index, text: str, limit: int, *, held: bool, nearly: bool = True) -> Shown:
    """What is called so, for the search box; nearly: whether close names may stand in where nothing is."""
    close = {kind: index.find(text, limit, kinds=(kind,), held=held) for kind in KINDS}
    exact = {kind: [each for each in found if each.fit is not Fit.CLOSE] for kind, found in close.items()}
    shown = _shown(session, exact, limit, held=held)
    if not shown.services and " " in text:
        # The words may be of the service, its provider and its city together.
        wanted = Wanted(text, held=held)
        shown = replace(shown, services=directory.find_services(session, wanted, size=limit).services)
    if nearly and not any((shown.organizations, shown.services, shown.places)):
        return replace(_shown(session, close, limit, held=held), nearly=any(close.values()))
    return shown


def _shown(session: Session, found: Mapping[Kind, Sequence[Found]], limit: int, *, held: bool) -> Shown:
    return Shown(
        directory.organizations_called(session, found["organization"], held=held, limit=limit),
        directory.services_called(session, Wanted(held=held), found["service"], limit),
        [each.name for each in found["place"]],
    )
