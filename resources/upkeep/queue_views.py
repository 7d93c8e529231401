"""The queue of calls, the time there is for them, and the room of many programs on one page."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.audit import audit
from agency.edge.forms import CSRF_FIELD, StrictSchema, errors_of, load
from agency.edge.request import unit, viewer
from agency.offices import Office
from resources.needs import NEEDS
from resources.upkeep import batches, budget, log, room
from resources.upkeep.budget import USUAL_CLOCKS
from resources.upkeep.forms import BudgetForm, room_form
from resources.upkeep.queue import Queue, pace_of, queue, services_of, to_try_again
from resources.upkeep.reliance import Reliance
from resources.upkeep.room import PROGRAMS, Room
from resources.upkeep.staffing import callers
from resources.upkeep.views import area, caller
from resources.upkeep.why import why

SHOWN = 50
MOST_PAGES = 10_000


class QueueQuery(StrictSchema):
    """Which page of the queue."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES, error="Pages begin with 1."))


class RoomQuery(StrictSchema):
    """Whose room is asked about, and which page of them."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES, error="Pages begin with 1."))

    need = fields.String(
        load_default="housing", validate=validate.OneOf(NEEDS, error="This is not a need we know.")
    )


def reliance() -> Reliance:
    """Who knows what relies on the directory."""
    found: Reliance = current_app.extensions["reliance"]
    return found


def calls_due() -> Queue:
    """The queue as it stands today."""
    return queue(unit(), reliance(), caller().today)


@area.page("/directory/calls", "directory.call")
def show_queue() -> str:
    """Whom to call next and why, what the office's pace comes to, and the batches at work."""
    return queue_page({}, {})


def queue_page(typed: dict[str, Any], errors: dict[str, Any]) -> str:
    """The queue, with what was typed for a batch."""
    found, now, today = calls_due(), caller().at, caller().today
    office: Office = g.staff.office
    pages = max(1, -(-len(found.order) // SHOWN))
    number = min(load(QueueQuery(), request.args)["page"], pages) if request.method == "GET" else 1
    pace, days = pace_of(unit()), budget.clocks(unit())
    shown = found.order[(number - 1) * SHOWN : number * SHOWN]
    services = {each.id: each for each in services_of(unit(), [each.service_id for each in shown])}
    made = log.made_since(unit(), office.week_begins(now))
    return render_template(
        "directory/queue.html",
        rows=[(each, services[each.service_id]) for each in shown],
        first=(number - 1) * SHOWN,
        number=number,
        pages=pages,
        queue=found,
        pace=pace,
        made=made,
        left=max(0, min(pace.calls_per_week - made, found.due)),
        why=lambda each: why(each, pace, days, today),
        again=to_try_again(unit(), g.staff.office_id, today),
        batches=batches.recent(unit(), now),
        handed_out=batches.handed_out(unit(), now),
        callers={each.id: each.name for each in callers(unit())},
        letters=reliance().unsent_letters(unit()),
        typed={"count": max(1, min(found.outlook.calls_per_week, 200)), "assigned_to": viewer().id, **typed},
        errors=errors,
        today=today,
        zone=office.time_zone,
    )


@area.page("/directory/budget", "directory.edit")
def show_budget() -> str:
    """The hours for calls, the cycle, and the clock of each part."""
    held = budget.current(unit())
    typed = {name: f"{getattr(held, name):g}" for name in budget.USUAL} | budget.clocks(unit())
    return _budget_page(typed, {})


@area.page("/directory/budget", "directory.edit", methods=("POST",))
def set_budget() -> Response:
    """Set them."""
    errors = errors_of(BudgetForm(), request.form)
    if errors:
        return make_response(_budget_page(request.form.to_dict(), errors), 422)
    form = load(BudgetForm(), request.form)
    days = {part: form[part] for part in USUAL_CLOCKS}
    changed = budget.change(
        unit(), form["hours_per_week"], form["minutes_per_call"], form["cycle_months"], days
    )
    if changed:
        audit.record(unit(), "directory.budget_set", viewer().id, fields=", ".join(changed))
    flash("Saved." if changed else "Nothing was different.", "success")
    return make_response(redirect(url_for("upkeep.show_queue"), 303))


def _budget_page(typed: dict[str, Any], errors: dict[str, Any]) -> str:
    return render_template(
        "directory/budget.html", typed=typed, errors=errors, usual=USUAL_CLOCKS, queue=calls_due()
    )


@area.page("/directory/room", "directory.call")
def show_room() -> str:
    """The programs of a need with what was last said of their room, and a line for each to type into."""
    return _room_page(load(RoomQuery(), request.args), {}, {})


@area.page("/directory/room", "directory.call", methods=("POST",))
def send_room() -> Response:
    """Keep every line that was filled in, or none where one of them is wrong."""
    asked = load(RoomQuery(), request.args)
    programs, typed = room.programs(unit(), asked["need"], asked["page"]), _filled()
    schema = room_form(each.id for each in programs)
    errors = errors_of(schema, typed)
    if errors:
        return make_response(_room_page(asked, typed, errors), 422)
    form, who = load(schema, typed), caller()
    count = 0
    for each in programs:
        told = Room(*(form[f"{name}-{each.id}"] for name in ("unit", "available", "waiting", "waiting_days")))
        if told.said:
            room.say(unit(), each, told, form[f"by-{each.id}"].strip(), who.at, who.today)
            count += 1
    if count:
        audit.record(unit(), "directory.room_told", viewer().id, count=count)
    flash(
        f"Kept for {count} program{'' if count == 1 else 's'}." if count else "No line was filled in.",
        "success",
    )
    return make_response(redirect(url_for("upkeep.show_room", **asked), 303))


def _filled() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if value.strip() and name != CSRF_FIELD}


def _room_page(asked: Mapping[str, Any], typed: dict[str, Any], errors: dict[str, Any]) -> str:
    total = room.programs_count(unit(), asked["need"])
    pages = max(1, -(-total // PROGRAMS))
    number = min(asked["page"], pages)
    return render_template(
        "directory/room.html",
        need=asked["need"],
        number=number,
        pages=pages,
        total=total,
        programs=room.programs(unit(), asked["need"], number),
        typed=typed,
        errors=errors,
        today=caller().today,
    )
