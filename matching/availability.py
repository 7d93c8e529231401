"""Whether the service is there at all on the day: a closure, and a license or certificate that lapses before it."""

from collections.abc import Iterator
from datetime import date

from matching.answers import NOT_MET, UNKNOWN
from matching.offer import Offer
from matching.reasons import Finding, Reason


def availability(offer: Offer, on: date | None) -> Iterator[Reason]:
    """A reason where the service is closed on the day, or where nobody has said when it opens again.

    A lapsed certificate is a question, not a no: Maryland certifies recovery residences for a year (HG §19-2502).
    """
    if offer.closed:
        yield from _closure(offer.closed_until, on)
    lapses = offer.licensed_until
    if lapses is not None and on is not None and lapses < on:
        yield Reason.of("license", Finding(UNKNOWN, "lapses", {"on": lapses.isoformat()}))


def _closure(opens: date | None, on: date | None) -> Iterator[Reason]:
    if opens is None or on is None:
        yield Reason.of("open", Finding(UNKNOWN, "closed_for_now"))
    elif on < opens:
        yield Reason.of("open", Finding(NOT_MET, "closed_until", {"on": opens.isoformat()}))
