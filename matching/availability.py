"""Whether anybody can be sent there on the day: closures, seasons, lapsed licenses, and the agency's own refusals."""

from collections.abc import Iterator
from datetime import date

from matching.answers import NOT_MET, UNKNOWN
from matching.offer import Barred, Offer
from matching.reasons import Finding, Param, Reason
from resources.records.seasons import Season


def availability(offer: Offer, on: date | None) -> Iterator[Reason]:
    """A reason where the service is closed or out of season on the day, or the agency refers nobody there then.

    A lapsed certificate is a question, not a no: Maryland certifies recovery residences for a year (HG §19-2502).
    """
    if offer.closed:
        yield from _closure(offer.closed_until, on)
    if offer.season:
        yield from _out_of_season(offer.season, on)
    lapses = offer.licensed_until
    if lapses is not None and on is not None and lapses < on:
        yield Reason.of("license", Finding(UNKNOWN, "lapses", {"on": lapses.isoformat()}))
    for each in offer.barred:
        yield from _barred(each, on)


def _closure(opens: date | None, on: date | None) -> Iterator[Reason]:
    if opens is None or on is None:
        yield Reason.of("open", Finding(UNKNOWN, "closed_for_now"))
    elif on < opens:
        yield Reason.of("open", Finding(NOT_MET, "closed_until", {"on": opens.isoformat()}))


def _out_of_season(season: Season, on: date | None) -> Iterator[Reason]:
    days = {"first": season.first, "last": season.last}
    if on is None:
        yield Reason.of("open", Finding(UNKNOWN, "season_on_no_day", days))
    elif not season.holds(on):
        yield Reason.of("open", Finding(NOT_MET, "season", days))


def _barred(barred: Barred, on: date | None) -> Iterator[Reason]:
    told: dict[str, Param] = {
        "why": barred.reason.strip().rstrip("."),
        "by": barred.by,
        "since": barred.since.isoformat(),
    }
    if barred.until:
        told["through"] = barred.until.isoformat()
    code = "until" if barred.until else "until_ended"
    if on is None:
        yield Reason.of("do_not_refer", Finding(UNKNOWN, code, told))
    elif barred.since <= on and (barred.until is None or on <= barred.until):
        yield Reason.of("do_not_refer", Finding(NOT_MET, code, told))
