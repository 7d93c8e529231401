"""The first page after log-in: what waits on the viewer, by role."""

from flask import Response, make_response, redirect, render_template, url_for

from agency.edge.areas import Area
from agency.edge.request import clock, unit, viewer
from agency.edge.trail import read_recorded
from agency.staff.staff import Role
from matching.wording import english
from reentry.desk import desk
from reentry.desk.request import today
from reentry.matches.views import catalog
from reentry.people import people
from reentry.plans.coverage import STATE_WORDS
from reentry.plans.plans import STATUSES
from reentry.plans.steps import OWNERS, RANKS
from reentry.touched import touched
from resources.needs import NEEDS

area = Area("desk", __name__)

CASEWORK = (Role.OFFICER, Role.CASE_MANAGER, Role.SUPERVISOR)
LETTERS = (Role.CASEWORKER,)
WORDS = {"needs": NEEDS, "ranks": RANKS, "plan_statuses": STATUSES, "states": STATE_WORDS}


@area.page("/", "session.use")
def show_desk() -> str | Response:
    """Each role's own desk: the officer's lists, the caseworker's letters, a queue, or the directory."""
    role = viewer().role
    if role in CASEWORK:
        laid = desk.lay_out(unit(), viewer(), today())
        read_recorded("person.listed", None, count=laid.count)
        return render_template(
            "desk/officer.html",
            desk=laid,
            today=today(),
            office_wide=role is not Role.OFFICER,
            owners=OWNERS,
            words=WORDS,
            touched=touched.find(
                unit(), catalog(), people.open_to(viewer(), "person.read"), clock().now()
            ).touched,
            sentence=english().sentence,
        )
    if role in LETTERS:
        return make_response(redirect(url_for("referrals.list_referrals")))
    if role is Role.VICTIM_SERVICES:
        return make_response(redirect(url_for("victims.list_place_checks")))
    if role is Role.COORDINATOR:
        return make_response(redirect(url_for("directory_desk.show_desk")))
    return make_response(redirect(url_for("directory.list_services")))
