"""Coverage: how many services there are for a need in a county, so that a gap is seen before somebody is sent there.

A secret place counts in its county and nowhere closer; services for survivors are not counted at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from resources.geography.states import STATE_NAMES
from resources.geography.zip_codes import counties_of_state, county_key
from resources.needs import NEEDS
from resources.pages import directory
from resources.quality.measured import REACHES, counted
from resources.records.locations import Address
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed

# Every need but the one whose services are not counted.
COLUMNS = tuple(need for need in NEEDS if need != "victim_services")
# Beside the needs: services of any need, or of none that was recorded.
ANY = ""
# Ids as the database holds them: to read forty thousand of them as UUIDs would take longer than to count them.
Services = set[Any]


@dataclass(frozen=True)
class Row:
    """One county ("Washington, MD"), or one way to need no place: how many services it has, by need and of any."""

    county: str
    reach: str
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Coverage:
    """A row for each county of the state and of the records, and one for each way to need no place."""

    counties: Sequence[Row]
    without_place: Sequence[Row]

    @property
    def most(self) -> int:
        """The greatest number of services that one need has in one county."""
        needs = (number for row in self.counties for need, number in row.numbers.items() if need != ANY)
        return max(needs, default=0)

    def most_of(self, need: str) -> int:
        """The greatest number of services for a need, or of any, in one row."""
        rows = (*self.counties, *self.without_place)
        return max((row.numbers.get(need, 0) for row in rows), default=0)


def cover(session: Session, state: str) -> Coverage:
    """The services that are counted, by county and need; state: two letters, of the state that must be covered."""
    reaches, needs = _services(session), _needs(session)
    placed, serving = _placed(session), _serving(session)
    at_places = reaches.get("site", set())
    return Coverage(
        [
            Row(county, "site", _count(at_places & _in(county, placed, serving), needs))
            for county in _counties(session, state)
        ],
        [Row("", reach, _count(reaches.get(reach, set()), needs)) for reach in REACHES if reach != "site"],
    )


def _counties(session: Session, state: str) -> list[str]:
    """The state's counties, whether a record names them or not, then those of other states that records name."""
    recorded = directory.counties(session)
    known = {county_key(name) for name in recorded}
    others = (f"{name}, {state}" for name in counties_of_state(state))
    named = [*recorded, *(name for name in others if county_key(name) not in known)]
    return sorted(named, key=lambda name: (not name.endswith(f", {state}"), name))


def _services(session: Session) -> dict[str, Services]:
    """The services that are counted, by their reach."""
    return _grouped(session.execute(select(_id(Service.id), Service.reach).where(counted())))


def _needs(session: Session) -> dict[Any, list[str]]:
    needs: dict[Any, list[str]] = defaultdict(list)
    for service, need in session.execute(select(_id(ServiceNeed.service_id), ServiceNeed.need)):
        needs[service].append(need)
    return needs


def _placed(session: Session) -> dict[tuple[str, str], Services]:
    """The services at a place in each county, by the county's plain name and the state."""
    rows = session.execute(
        select(_id(ServiceAtLocation.service_id), Address.region, Address.state_province)
        .join(Address, Address.location_id == ServiceAtLocation.location_id)
        .where(Address.region != "")
    )
    return _grouped((service, (_plain(county), state)) for service, county, state in rows)


def _serving(session: Session) -> dict[str, Services]:
    """The services that say they serve an area, by its plain name."""
    rows = session.execute(select(_id(ServiceArea.service_id), ServiceArea.name))
    return _grouped((service, _plain(name)) for service, name in rows)


def _in(county: str, placed: Mapping[tuple[str, str], Services], serving: Mapping[str, Services]) -> Services:
    """As the list finds them: a place is there, or an area that is served is the county or its whole state."""
    name, _, state = county.rpartition(", ")
    areas = (_plain(name), STATE_NAMES.get(state, state).lower())
    return placed.get((_plain(name), state), set()).union(*(serving.get(area, set()) for area in areas))


def _count(services: Services, needs: Mapping[Any, Sequence[str]]) -> Mapping[str, int]:
    return {ANY: len(services), **Counter(need for service in services for need in needs.get(service, ()))}


def _grouped(rows: Iterable[Any]) -> dict[Any, Services]:
    found: dict[Any, Services] = defaultdict(set)
    for service, key in rows:
        found[key].add(service)
    return found


def _id(column: InstrumentedAttribute[Any]) -> Any:  # noqa: ANN401 - the same column, read as it is stored
    return type_coerce(column, String)


def _plain(name: str) -> str:
    return name.lower().removesuffix(" county")
