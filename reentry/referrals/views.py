"""Pages of referrals: the caseworker's list, choosing a provider, and the letter as it will print."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, pre_load, validate

from agency.documents.html import render_html
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import InvalidError, WithheldError
from reentry.consents import consents, disclosure
from reentry.consents.old_names import old_names
from reentry.desk.request import clerk, today
from reentry.people import people
from reentry.referrals import letter_printing, letter_recipient, referrals
from reentry.referrals import provider_search as referral_search
from reentry.referrals import states as referral_states
from reentry.referrals import waiting as referral_desk
from reentry.referrals.letter_printing import Press
from reentry.referrals.referrals import Referral
from resources.needs import NEEDS
from resources.records.services import Service
from resources.search.request import names

area = Area("referrals", __name__)

SHORT = validate.Length(max=200, error="Keep this to 200 letters.")
LONG = validate.Length(max=1000, error="Keep this to 1,000 letters.")


class ReferralForm(StrictSchema):
    """A service, one of its places, the need it answers, and the plan where there is one."""

    service_id = fields.UUID(required=True)
    location_id = fields.UUID(load_default=None)
    need = fields.String(load_default="", validate=validate.OneOf(["", *NEEDS]))
    plan_id = fields.UUID(load_default=None)

    @pre_load
    def drop_blank(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """A field left empty is as one not sent."""
        return {name: value for name, value in data.items() if value != ""}


class LetterForm(StrictSchema):
    """What a draft's letter says besides what is known."""

    location_id = fields.UUID(load_default=None, allow_none=True)
    appointment = fields.String(load_default="", validate=SHORT)
    note = fields.String(load_default="", validate=LONG)

    @pre_load
    def no_place(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """An empty place is none."""
        return {**data, "location_id": data.get("location_id") or None}


class StateForm(StrictSchema):
    """The next state, with the reason it asks for."""

    state = fields.String(
        required=True, validate=validate.OneOf(referral_states.STATES, error="Choose what happened.")
    )
    reason = fields.String(load_default="")
    note = fields.String(load_default="", validate=LONG)


@area.page("/referrals", "referral.write")
def list_referrals() -> str:
    """To print today, waiting for an answer, overdue by provider."""
    desk = referral_desk.desk(unit(), viewer(), today())
    shown = len(desk.to_print) + len(desk.waiting) + desk.overdue_count
    read_recorded("person.listed", None, count=shown)
    return render_template("referrals/list.html", desk=desk, today=today(), NEEDS=NEEDS)


@area.page("/people/<uuid:person_id>/referrals/new", "referral.write")
def new_referral(person_id: UUID) -> str:
    """Person → provider: by need and by search; a service that is named already is shown for confirmation."""
    person = people.get(unit(), viewer(), "referral.write", person_id)
    read_recorded("person.read", person.id, page="new referral")
    service = referral_search.named(unit(), request.args.get("service", ""))
    need, text = request.args.get("need", ""), request.args.get("q", "")[:200].strip()
    return render_template(
        "referrals/new.html",
        person=person,
        service=service,
        found=None if service else referral_search.find(unit(), names(), text, need if need in NEEDS else ""),
        need=need,
        q=text,
        location=referral_search.place_named(unit(), request.args.get("location", "")),
        plan=request.args.get("plan", ""),
        letters=letter_recipient.gets_letters,
        today=today(),
        NEEDS=NEEDS,
    )


@area.page("/people/<uuid:person_id>/referrals", "referral.write", methods=("POST",))
def create_referral(person_id: UUID) -> Response:
    """Draft the referral and open its letter."""
    person = people.get(unit(), viewer(), "referral.write", person_id)
    form = load(ReferralForm(), request.form)
    referral_search.check_plan(unit(), person, form["plan_id"])
    made = referrals.draft(
        unit(), person, form["service_id"], form["location_id"], form["need"], form["plan_id"], clerk()
    )
    return _to_letter(made)


@area.page("/referrals/<uuid:referral_id>", "referral.write")
def show_referral(referral_id: UUID) -> str:
    """The letter as it will print, and beside it what it tells, withholds and will leave behind."""
    referral = referrals.get(unit(), viewer(), "referral.write", referral_id)
    read_recorded("person.read", referral.person_id, page="letter")
    typed = {
        "location_id": str(referral.location_id or ""),
        "appointment": referral.appointment,
        "note": referral.note,
    }
    return _page(referral, typed, {})


@area.page("/referrals/<uuid:referral_id>", "referral.write", methods=("POST",))
def change_letter(referral_id: UUID) -> Response:
    """Change place, appointment or note of a draft."""
    referral = referrals.get(unit(), viewer(), "referral.write", referral_id)
    typed = _typed()
    try:
        form = load(LetterForm(), typed)
        referrals.change(unit(), referral, clerk(), form["location_id"], form["appointment"], form["note"])
    except InvalidError as error:
        return make_response(_page(referral, typed, error.fields), 422)
    flash("The letter is changed.", "success")
    return _to_letter(referral)


@area.page("/referrals/<uuid:referral_id>/letter", "letter.print", methods=("POST",))
def print_letter(referral_id: UUID) -> Response:
    """The letter as a file; that it was made is recorded as a disclosure."""
    referral = referrals.get(unit(), viewer(), "letter.print", referral_id)
    form = request.form.get("format", "pdf")
    copy = letter_printing.print_letter(unit(), referral, form, clerk(), today(), _press())
    answer = make_response(copy)
    answer.headers["Content-Type"] = letter_printing.TYPES[form]
    # A saved page brings its styles along, which the content policy would not let it show here.
    shown = "inline" if form == "pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{shown}; filename="letter-{referral.reference}.{form}"'
    return answer


@area.page("/referrals/<uuid:referral_id>/state", "referral.write", methods=("POST",))
def enter_state(referral_id: UUID) -> Response:
    """Mark it sent, enter a reply, or what came of it."""
    referral = referrals.get(unit(), viewer(), "referral.write", referral_id)
    typed = _typed()
    try:
        form = load(StateForm(), typed)
        referrals.enter(unit(), referral, form["state"], clerk(), form["reason"], form["note"])
    except InvalidError as error:
        return make_response(_page(referral, typed, error.fields), 422)
    flash(f"Entered: {referral_states.STATES[referral.state]}.", "success")
    return _to_letter(referral)


def _page(referral: Referral, typed: dict[str, Any], errors: dict[str, Any]) -> str:
    held = consents.of_person(unit(), referral.person)
    told = document = None
    withheld = ""
    try:
        told, made = letter_printing.preview(unit(), referral, viewer().id, today(), _press())
        document = render_html(made)
    except WithheldError as error:
        withheld = str(error)
    service: Service = referral.service
    renamed = old_names(unit(), held, today())
    return render_template(
        "referrals/letter.html",
        referral=referral,
        log=_log(referral),
        person=referral.person,
        told=told,
        document=document,
        withheld=withheld,
        treatment=letter_recipient.tells_of_treatment(service, referral.need),
        recipient=letter_recipient.recipient_of(service, referral.need),
        confidential=referral.location is not None and referral.location.confidential,
        awaited=referral_desk.awaits_answer(referral, held, today()),
        consents=[each for each in held if each.organization_id == service.organization_id],
        old_names=renamed,
        elsewhere=[
            each.consent
            for each in renamed.values()
            if not each.relied_on and each.now.id == service.organization_id
        ],
        nexts=referral_states.TRANSITIONS[referral.state],
        words=referral_states,
        scopes=disclosure.SCOPES,
        typed=typed,
        errors=errors,
        today=today(),
        NEEDS=NEEDS,
    )


def _log(referral: Referral) -> list[tuple[datetime, dict[str, str]]]:
    """The log with the hours of the person's office, newest first."""
    zone = ZoneInfo(referral.person.office.time_zone)
    return [(datetime.fromisoformat(each["at"]).astimezone(zone), each) for each in reversed(referral.log)]


def _typed() -> dict[str, str]:
    return {name: value.strip() for name, value in request.form.items() if name != "csrf_token"}


def _press() -> Press:
    return Press(settings().fonts, settings().data)


def _to_letter(referral: Referral) -> Response:
    return make_response(redirect(url_for("referrals.show_referral", referral_id=referral.id), 303))
