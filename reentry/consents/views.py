"""Pages of a person's consents: what stands, recording a signed one, revoking it, and the form to sign."""

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, pre_load, validate
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import InvalidError, NotFoundError
from agency.languages import LANGUAGES, WRITTEN_IN
from agency.offices import Agency
from reentry.consents import consents, legal_texts
from reentry.consents import form as consent_form
from reentry.consents.consents import BODIES, STANDINGS, Consent, Terms
from reentry.consents.disclosure import SCOPES
from reentry.consents.old_names import old_names
from reentry.desk.request import clerk, today
from reentry.people import people
from reentry.people.people import Person
from resources.records.organizations import Organization
from resources.records.standing import standing

area = Area("consents", __name__)

NEEDED: dict[str, Any] = {"required": "This is needed.", "invalid": "Write a date."}
LABELS = {
    "organization_id": "Organization",
    "body": "Board or court",
    "scope": "What may be told",
    "purpose": "Purpose",
    "signed_on": "Signed on",
    "expires_on": "Ends on",
    "approved_by": "Approved by",
    "language": "Language of the form",
}


class ConsentForm(StrictSchema):
    """A consent as it was, or is to be, signed."""

    organization_id = fields.UUID(
        load_default=None, error_messages={"invalid_uuid": "Choose an organization."}
    )
    body = fields.String(load_default="", validate=validate.OneOf(["", *BODIES]))
    scope = fields.List(
        fields.String(validate=validate.OneOf(SCOPES)),
        required=True,
        validate=validate.Length(min=1, error="Choose what may be told."),
        error_messages={"required": "Choose what may be told."},
    )
    purpose = fields.String(
        required=True,
        validate=validate.Length(min=1, max=500, error="Say what it is for, in 500 letters at most."),
        error_messages=NEEDED,
    )
    signed_on = fields.Date(required=True, error_messages=NEEDED)
    expires_on = fields.Date(required=True, error_messages=NEEDED)
    answer_allowed = fields.Boolean(load_default=False)
    approved_by = fields.String(load_default="", validate=validate.Length(max=200))
    language = fields.String(
        load_default=WRITTEN_IN,
        validate=validate.OneOf(LANGUAGES, error="Choose a language of the list."),
    )

    @pre_load
    def drop_blank(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """A field left empty is as one not sent."""
        return {name: value for name, value in data.items() if value not in ("", [])}


class RevokeForm(StrictSchema):
    """From which day on the consent no longer counts."""

    revoked_on = fields.Date(required=True, error_messages=NEEDED)


@area.page("/people/<uuid:person_id>/consents", "consent.record")
def list_consents(person_id: UUID) -> str:
    """The person's consents in words, and the form for another one; again: filled in as an earlier one was."""
    person = people.get(unit(), viewer(), "consent.record", person_id)
    read_recorded("person.read", person.id, page="consents")
    asked = _typed(request.args)
    typed: dict[str, Any] = {
        "signed_on": today().isoformat(),
        "language": consent_form.language_of(person),
        **_as_before(person, asked.pop("again", "")),
    }
    return _page(person, {**typed, **asked}, {})


@area.page("/people/<uuid:person_id>/consents", "consent.record", methods=("POST",))
def record_consent(person_id: UUID) -> Response:
    """Record a consent that was signed."""
    person = people.get(unit(), viewer(), "consent.record", person_id)
    typed = _typed(request.form)
    back = typed.pop("back", "")
    try:
        terms = Terms(**load(ConsentForm(), typed))
        consents.record(unit(), person, terms, clerk(), today())
    except InvalidError as error:
        return make_response(_page(person, {**typed, "back": back}, error.fields), 422)
    flash("The consent is recorded.", "success")
    return make_response(redirect(_back(person, back), 303))


@area.page("/people/<uuid:person_id>/consents/form", "consent.record", methods=("POST",))
def print_form(person_id: UUID) -> Response:
    """The form to sign, on paper, as it is typed in; nothing is recorded but that it was made."""
    person = people.get(unit(), viewer(), "consent.record", person_id)
    typed = _typed(request.form)
    form = typed.pop("format", "pdf")
    try:
        terms = Terms(**load(ConsentForm(), {name: typed[name] for name in typed if name != "back"}))
    except InvalidError as error:
        return make_response(_page(person, typed, error.fields), 422)
    read_recorded("person.read", person.id, page="consent form")
    texts = legal_texts.load(settings().data)
    document = consent_form.document(
        person, unit().get_one(Agency, 1), _recipient(unit(), terms), terms, today(), texts
    )
    if form == "html":
        return make_response(render_html_file(document))
    answer = make_response(render_pdf(document, fonts=settings().fonts))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="consent.pdf"'
    return answer


@area.page("/people/<uuid:person_id>/consents/<uuid:consent_id>/revoke", "consent.record", methods=("POST",))
def revoke_consent(person_id: UUID, consent_id: UUID) -> Response:
    """End a consent: nothing more is told on it from that day on."""
    person = people.get(unit(), viewer(), "consent.record", person_id)
    found = unit().get(Consent, consent_id)
    if found is None or found.person_id != person.id:
        raise NotFoundError("There is no such consent.")
    form = load(RevokeForm(), {"revoked_on": today().isoformat(), **_typed(request.form)})
    if form["revoked_on"] > today():
        raise InvalidError("A consent is revoked today or on a day that is past.")
    consents.revoke(unit(), found, clerk(), form["revoked_on"])
    flash("The consent is revoked; nothing more is told on it.", "success")
    return make_response(redirect(url_for("consents.list_consents", person_id=person.id), 303))


def _as_before(person: Person, consent_id: str) -> dict[str, Any]:
    """The terms of an earlier consent, for whoever stands for its recipient now; how long it lasts is asked anew."""
    held = {str(each.id): each for each in consents.of_person(unit(), person)}
    before = held.get(consent_id)
    if before is None:
        return {}
    recipient = standing(before.organization)
    return {
        "organization_id": str(recipient.id) if recipient else "",
        "body": before.body,
        "scope": before.scope,
        "purpose": before.purpose,
        "answer_allowed": str(before.answer_allowed).lower(),
        "approved_by": before.approved_by,
        "language": before.language,
    }


def _typed(form: MultiDict[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {
        name: form[name].strip() for name in form if name not in ("csrf_token", "scope")
    }
    return {**answers, "scope": form.getlist("scope")} if "scope" in form else answers


def _recipient(session: Session, terms: Terms) -> str:
    found = consents.recipient(session, terms.organization_id) if terms.organization_id else None
    if found is None and not terms.body:
        raise InvalidError("Name the recipient first: an organization, or the board or court.")
    return found.name if found else BODIES[terms.body]


def _back(person: Person, asked: str) -> str:
    """Back to the letter the consent was wanted for, where it came from one."""
    try:
        return url_for("referrals.show_referral", referral_id=UUID(asked))
    except ValueError:
        return url_for("consents.list_consents", person_id=person.id)


def _page(person: Person, typed: dict[str, Any], errors: dict[str, Any]) -> str:
    organizations = unit().execute(
        select(Organization.id, Organization.name)
        .where(consents.written_to())
        .order_by(func.lower(Organization.name))
    )
    held = consents.of_person(unit(), person)
    return render_template(
        "consents/list.html",
        person=person,
        consents=held,
        old_names=old_names(unit(), held, today()),
        typed=typed,
        errors=errors,
        organizations=[(str(each.id), each.name) for each in organizations],
        bodies=BODIES,
        scopes=SCOPES,
        standings=STANDINGS,
        labels=LABELS,
        languages=LANGUAGES,
        today=today(),
    )
