"""The provider's first page: its own record, what it sent and waits, and that all is still right."""

from flask import Response, flash, request

from agency.edge.forms import load
from agency.edge.request import unit
from agency.errors import ReentryError
from resources.provider import answers, open_record, places, proposals
from resources.provider.answers import SenderForm
from resources.provider.sending_views import first
from resources.provider.visit_views import Visit, back, page, thanked, through_link
from resources.records.organizations import Organization


@through_link("")
def show_record(visit: Visit, organization: Organization) -> Response:
    """What the directory says of the organization, and what was sent and waits."""
    services = open_record.services(organization)
    return page(
        visit,
        "provider/record.html",
        services=[(each, answers.shown(organization, each)) for each in services],
        shown=answers.shown(organization, organization),
        places=places.places(unit(), organization),
        waiting=proposals.waiting(unit(), visit.link),
        names={each.id: each.name for each in services},
        blocks=answers.BLOCKS_A_DAY,
        still_right=proposals.STILL_RIGHT,
    )


@through_link("/still-right", ("POST",))
def send_still_right(visit: Visit, organization: Organization) -> Response:
    """Pass on that all is still right; it waits for a coordinator and dates nothing."""
    try:
        form = load(SenderForm(), request.form)
        said = " ".join(filter(None, (proposals.STILL_RIGHT, form["note"])))
        proposals.send(unit(), visit.link, organization, {}, visit.author(form["who"]), said)
    except ReentryError as error:
        flash(visit.say(first(error)), "error")
        return back(visit)
    return thanked(visit)
