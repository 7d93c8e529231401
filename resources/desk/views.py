"""The page a coordinator begins the day with."""

from zoneinfo import ZoneInfo

from flask import current_app, g, render_template, request
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import clock, unit
from agency.offices import Office
from resources.desk.arrivals import arrivals
from resources.desk.conflicts import conflicts
from resources.desk.due import due
from resources.duplicates.directory import undecided
from resources.duplicates.searching import Search
from resources.needs import NEEDS
from resources.quality import picture
from resources.quality.completeness import FIELDS
from resources.quality.coverage import ANY, COLUMNS
from resources.quality.freshness import AGES
from resources.quality.measured import REACHES

area = Area("directory_desk", __name__)
# So many of one line are listed.
LISTED = 200


class DeskQuery(StrictSchema):
    """Of which need the coverage is shown, where there is room for one only; none: of any."""

    need = fields.String(
        load_default="", validate=validate.OneOf(("", *COLUMNS), error="This is not a need we count.")
    )


@area.page("/directory/desk", "directory.edit")
def show_desk() -> str:
    """What is due, what came in, what conflicts, and the quality of the directory as a picture."""
    office: Office = g.staff.office
    now = clock().now().astimezone(ZoneInfo(office.time_zone))
    session = unit()
    sections = (
        ("due", "Due", tuple(due(session, now))),
        ("arrivals", "Came in", tuple(arrivals(session, ZoneInfo(office.time_zone)))),
        ("conflicts", "Conflicts", tuple(conflicts(session, _pairs()))),
    )
    drawn, need = picture.draw(session, office.state, now.date()), load(DeskQuery(), request.args)["need"]
    return render_template(
        "directory/desk.html",
        sections=sections,
        totals=[sum(line.number or 0 for line in lines) for _, _, lines in sections],
        picture=drawn,
        need=need,
        most=drawn.coverage.most_of(need) or 1,
        needs_said=[(each, NEEDS[each]) for each in COLUMNS],
        today=now.date(),
        state=office.state,
        fields=FIELDS,
        ages=AGES,
        needs=COLUMNS,
        any=ANY,
        reaches=REACHES,
    )


@area.page("/directory/desk/<any(lapsed,lapsing,reopening,do_not_refer,links):key>", "directory.edit")
def show_line(key: str) -> str:
    """All that stands in one line of the desk, the earliest first."""
    office: Office = g.staff.office
    now = clock().now().astimezone(ZoneInfo(office.time_zone))
    line = next(each for each in due(unit(), now, LISTED) if each.key == key)
    return render_template("directory/desk_line.html", line=line)


def _pairs() -> int | None:
    """How many pairs of records are left of the last search for duplicates; None where nobody searched yet."""
    search: Search = current_app.extensions["duplicates"]
    return len(undecided(unit(), search.found.pairs)) if search.found else None
