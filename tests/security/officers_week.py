"""What becomes of one case in a week, from intake to a letter, with the places and people that are kept from it."""

import json
import re
from uuid import UUID

from sqlalchemy import delete, insert

from agency.audit import audit
from agency.chores import Chore
from agency.staff.staff import Staff
from app import create_app
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.referrals.evidence import ServiceOutcomes
from reentry.victims.clearances import Clearance
from tests.browser import Browser
from tests.reentry.conftest import MARCUS
from tests.reentry.victims.conftest import PROTECTED
from tests.security.week import GIVEN, Week, enter

WHY = "Her sister works in the office."


def pass_by(week: Week, jobs: UUID) -> None:
    """The whole week of one case, which is referred to a job program."""
    person_id = work_a_case(week, jobs)
    count_what_came_of_it(week)
    fill_the_week(week, person_id)
    protect(week, person_id)
    guard(week, person_id)
    week.send("supervisor", "/allocation?days=365", r"/allocation\.pdf")


def count_what_came_of_it(week: Week) -> None:
    """The first start after an update, where nobody had counted what came of those sent."""
    with week.database.engine.begin() as connection:
        connection.execute(delete(ServiceOutcomes))
        connection.execute(insert(Chore), [{"name": "count_outcomes"}])
    again = create_app(week.settings, week.clock)
    assert again.test_client().get("/log-in").status_code == 200
    again.extensions["database"].close()


def fill_the_week(week: Week, person_id: UUID) -> None:
    """A fixed time that is entered and ended."""
    page = f"/people/{person_id}/week"
    week.send("officer", page, "/week", kind="work", days="0", begins="09:00", ends="17:00")
    week.send("officer", page, "/end")


def work_a_case(week: Week, jobs: UUID) -> UUID:
    """From intake to a letter."""
    file = week.folder / "person.json"
    file.write_text(json.dumps(MARCUS))
    week.run("people", "import", str(file))
    person_id = UUID(str(week.one(Person)))
    with week.unseen(), week.database.writing() as session:
        session.get_one(Person, person_id).holder_id = week.one(Staff, Staff.email == "officer@test.example")
        audit.record(session, "person.updated", None, person_id, fields="holder")
    person = f"/people/{person_id}"
    week.get("officer", "/people")
    week.get("officer", person)
    week.get("officer", f"{person}/matches/housing")
    typed = week.desks["officer"].get(f"{person}/edit").typed
    form = {name: values for name, values in typed.items() if name != "csrf_token"}
    week.post("officer", person, {**form, "strengths": "Patient"}, f"{person}/edit")
    week.post("officer", f"{person}/history.html", page=f"{person}/history")
    week.post("officer", f"{person}/plans", page=person)
    plan_id = week.one(Plan)
    week.post("officer", f"/plans/{plan_id}/print/board.html", page=f"/plans/{plan_id}/print/board")
    section = f"/plans/{plan_id}/sections/housing"
    week.post("officer", section, {"text": "Rent first.", "version": 0}, section)
    referral = week.post("officer", f"{person}/referrals", {"service_id": str(jobs)}, person)
    referral = referral.removeprefix("http://localhost")
    week.post("officer", f"{referral}/letter", {"format": "html"}, referral)
    for state in ("sent", "accepted", "enrolled", "completed"):
        week.post("officer", f"{referral}/state", {"state": state}, referral)
    consent = {
        "body": "board",
        "scope": ["health"],
        "purpose": "to plan",
        "signed_on": "2026-11-20",
        "expires_on": "2027-05-01",
    }
    week.post("officer", f"{person}/consents", consent, f"{person}/consents")
    revoke = re.search(
        r"/people/[0-9a-f-]{36}/consents/[0-9a-f-]{36}/revoke", week.get("officer", f"{person}/consents")
    )
    assert revoke
    week.post("officer", revoke[0], {"revoked_on": "2026-11-21"}, f"{person}/consents")
    return person_id


def protect(week: Week, person_id: UUID) -> None:
    """Victim services at work on places, and on requests about them."""
    places = f"/people/{person_id}/protected-places"
    week.post("victim_services", places, PROTECTED, places)
    week.get("victim_services", places)
    end = re.search(places + r"/[0-9a-f-]{36}/end", week.get("victim_services", places))
    assert end
    week.post("victim_services", end[0], page=places)
    plan_id = week.one(Plan)
    with week.unseen(), week.database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        step = plans.ranked(plan, "primary")
        assert step
        step.enter("planned", "", None, week.clock.now())
        audit.record(session, "plan.updated", None, person_id, section="housing")
        page = f"/plans/{plan_id}/steps/{step.id}"
    week.post("officer", f"{page}/place-check", page=page)
    week.post("officer", f"{page}/place-check/withdraw", page=page)
    week.post("officer", f"{page}/place-check", page=page)
    week.get("victim_services", "/place-checks")
    asked = f"/place-checks/{week.one(Clearance, Clearance.withdrawn_at.is_(None))}"
    week.get("victim_services", asked)
    week.post("victim_services", asked, {"outcome": "cleared", "note": "", "version": 1}, asked)


def guard(week: Week, person_id: UUID) -> None:
    """Restriction, names, emergencies and refusals."""
    with week.unseen():
        week.run("staff", "add", "stranger@test.example", "--role", "officer", "--password", GIVEN)
    week.desks["stranger"] = Browser(week.app.test_client())
    enter(week, "stranger")
    assert week.desks["stranger"].get(f"/people/{person_id}").status == 404
    emergency = {
        "number": str(MARCUS["number"]),
        "reason": "He stands at the counter, and his officer is away.",
    }
    week.post("stranger", "/emergency-access", emergency, "/emergency-access")
    uses = week.get("supervisor", "/emergency-access/uses")
    review = re.search(r"/emergency-access/[0-9a-f-]{36}/review", uses)
    assert review
    week.post("supervisor", review[0], page="/emergency-access/uses")
    access, person = f"/people/{person_id}/access", f"/people/{person_id}"
    week.post("supervisor", f"{person}/restriction", {"reason": WHY, "holder": "stays"}, access)
    caseworker = week.one(Staff, Staff.email == "caseworker@test.example")
    week.post("supervisor", f"{person}/named-staff", {"staff_id": str(caseworker)}, access)
    week.post("supervisor", f"{person}/named-staff/{caseworker}/end", page=access)
    week.post("supervisor", f"{person}/restriction/end", page=access)
