"""The one search box: people the viewer may see, and the directory's services and organizations."""

from flask import current_app, render_template, request

from agency.edge.areas import Area
from agency.edge.request import may, unit, viewer
from agency.edge.trail import read_recorded
from reentry.people.called import OpenedNames
from reentry.people.people import Person
from resources.search import lookup
from resources.search.lookup import Shown
from resources.search.request import names

area = Area("search", __name__)
FOUND = 10


@area.page("/search", "session.use")
def search() -> str:
    """What was found so far: a part of the page for the box, a whole page without JavaScript."""
    text = request.args.get("q", "")[:200].strip()
    found = _people(text) if text and may("person.read") else []
    if found:
        read_recorded("person.listed", None, count=len(found))
    part = request.headers.get("HX-Request") == "true"
    shown = Shown()
    if text:
        shown = lookup.show(unit(), names(), text, FOUND, held=may("directory.edit"), nearly=not found)
    return render_template(
        "search/found.html" if part else "search/page.html",
        text=text,
        people=found,
        shown=shown,
    )


def _people(text: str) -> list[Person]:
    opened: OpenedNames = current_app.extensions["opened_names"]
    return opened.called(unit(), viewer(), text, FOUND)
