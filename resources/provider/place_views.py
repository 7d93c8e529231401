"""The provider's form for one of its places: where it is, or where it moved."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from agency.edge.request import unit
from agency.errors import ReentryError
from resources.geography.states import STATE_NAMES
from resources.provider import places
from resources.provider.places import PlaceForm
from resources.provider.sending_views import Answered, sent, typed_in, unchanged, wrong
from resources.provider.visit_views import Visit, page, through_link
from resources.records.locations import Location


@through_link("/places/<uuid:place_id>")
def edit_place(visit: Visit, place: Location) -> Response:
    """The form for the address of one place."""
    return _form(visit, place)


@through_link("/places/<uuid:place_id>", ("POST",))
def send_place(visit: Visit, place: Location) -> Response:
    """Propose the address that was written; the old one stands until a coordinator approves it."""

    def answered(form: Mapping[str, Any]) -> list[Answered]:
        unchanged(visit, place, form)
        return [(place, places.proposed(place, form))]

    return sent(
        visit,
        PlaceForm(),
        typed_in(),
        answered,
        lambda typed, error: _form(visit, place, typed, error),
    )


def _form(
    visit: Visit, place: Location, typed: Mapping[str, Any] | None = None, error: ReentryError | None = None
) -> Response:
    return page(
        visit,
        "provider/place.html",
        place=next(each for each in places.places(unit(), visit.organization) if each.id == place.id),
        typed={**places.shown(place), **(typed or {}), "revision": place.revision},
        states=STATE_NAMES,
        **wrong(visit, error),
    )
