"""What is kept back by its words or beside a service for survivors, for the coordinator to decide."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, url_for

from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.request import unit, viewer
from resources.changes.views import author
from resources.pages import directory
from resources.records.services import Service
from resources.secrecy import neighbors, secret_places

area = Area("kept_back", __name__)
# So many are decided on one page; the others follow as soon as these are.
SHOWN = 50


@area.page("/directory/kept-back", "directory.edit")
def show_kept_back() -> str:
    """Records that share something with a service for survivors, and places whose records ask for secrecy."""
    found, asking = neighbors.find(unit()), secret_places.asking(unit())
    beside = [
        (unit().get_one(Service, each.service_id), each.what, unit().get_one(Service, each.with_id))
        for each in found[:SHOWN]
    ]
    return render_template(
        "directory/kept_back.html", beside=beside, number=len(found), asking=asking[:SHOWN], asked=len(asking)
    )


@area.page("/directory/services/<uuid:service_id>/beside-held", "directory.edit", methods=("POST",))
def hold_beside(service_id: UUID) -> Response:
    """Hold a record with the service for survivors beside which it stands."""
    service = directory.known_service(unit(), service_id)
    neighbors.hold(unit(), service.id, author())
    flash("Held back.", "success")
    return _back()


@area.page("/directory/services/<uuid:service_id>/left-open", "directory.edit", methods=("POST",))
def leave_open(service_id: UUID) -> Response:
    """Leave a record in the lists: it is another provider's, or may be told all the same."""
    service = directory.known_service(unit(), service_id)
    neighbors.decided(service)
    audit.record(unit(), "directory.edited", viewer().id, service.id, fields="held")
    flash("Left as it is.", "success")
    return _back()


def _back() -> Response:
    return make_response(redirect(url_for("kept_back.show_kept_back"), 303))
