"""What earlier imports brought, by source: the records that a table may hang on when it comes without their tables."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.imports.batch import Key
from resources.imports.refusals import UnusableFileError
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.records.sources import PROSE, STAFF

LINK = "service_at_location"


@dataclass(slots=True)
class Earlier:
    """The records of one source by their keys within it: names of providers, and what the others belong to."""

    source: str = ""
    names: dict[Key, str] = field(default_factory=dict)
    # The provider of each location and service.
    providers: dict[Key, Key] = field(default_factory=dict)
    # The services that are given at a location, or by a link.
    services: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    links: set[Key] = field(default_factory=set)

    def __contains__(self, key: object) -> bool:
        return key in self.names or key in self.providers or key in self.links


# The directory is only asked when a table comes without what it hangs on.
EarlierFrom = Callable[[], dict[str, Earlier]]


def nothing_earlier() -> dict[str, Earlier]:
    """An empty directory."""
    return {}


def earlier_in(session: Session) -> dict[str, Earlier]:
    """What each source brought into the directory; what staff entered here came from none."""
    found: dict[str, Earlier] = {}
    keys: dict[UUID, tuple[str, Key]] = {}
    for model, kind in ((Organization, "organization"), (Location, "location"), (Service, "service")):
        brought = select(model.id, model.source, model.source_id).where(model.source.not_in((STAFF, PROSE)))
        keys |= {own: (source, (kind, key or "")) for own, source, key in session.execute(brought)}
    for source, _ in keys.values():
        found.setdefault(source, Earlier(source))
    for own, name in session.execute(select(Organization.id, Organization.name)):
        if own in keys:
            source, key = keys[own]
            found[source].names[key] = name
    _add_providers(session, keys, found)
    _add_links(session, keys, found)
    return found


Keys = dict[UUID, tuple[str, Key]]


def _add_providers(session: Session, keys: Keys, found: dict[str, Earlier]) -> None:
    for model in (Location, Service):
        for own, provider in session.execute(select(model.id, model.organization_id)):
            if own in keys:
                source, key = keys[own]
                theirs, named = keys.get(provider, ("", ("organization", "")))
                # A provider of another source, to which a merge led, is named by its id here.
                found[source].providers[key] = (
                    named if theirs == source else ("organization", str(provider or ""))
                )


def _add_links(session: Session, keys: Keys, found: dict[str, Earlier]) -> None:
    columns = (ServiceAtLocation.source, ServiceAtLocation.source_id)
    query = select(*columns, ServiceAtLocation.service_id, ServiceAtLocation.location_id)
    for source, key, service, place in session.execute(query):
        if source in found and service in keys and place in keys:
            link: Key = (LINK, key or "")
            found[source].links.add(link)
            found[source].services[link].append(keys[service][1])
            found[source].services[keys[place][1]].append(keys[service][1])


def earlier_of(
    found: dict[str, Earlier], named: Iterable[Key], source: str = "", file: str = "The table"
) -> Earlier:
    """What the one source brought that a table hangs on: the one that is told, or that alone has what it names.

    UnusableFileError where several sources have records of these ids: only a person knows which are meant.
    """
    if source:
        return found.get(source, Earlier(source))
    wanted = set(named)
    having = sorted(name for name, each in found.items() if any(key in each for key in wanted))
    if len(having) > 1:
        (kind, key), *_ = sorted(each for each in wanted if sum(each in found[name] for name in having) > 0)
        said = ", ".join(f"“{name}”" for name in having)
        raise AmbiguousSourceError(
            f"{file} comes without its other tables and belongs to {kind.replace('_', ' ')} {key[:60]} and others, "
            f"and several directories imported before have such ids: {said}. Say which one it belongs to: "
            "choose it on the page, or add --source NAME to the command.",
            having,
        )
    return found[having[0]] if having else Earlier()


class AmbiguousSourceError(UnusableFileError):
    """A table by itself fits several of the directories that were imported; choices are their names."""

    def __init__(self, message: str, choices: list[str]) -> None:
        super().__init__(message)
        self.choices = choices
