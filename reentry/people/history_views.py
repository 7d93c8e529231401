"""A person's history on a page and on paper."""

from uuid import UUID

from flask import Response, make_response, render_template, request
from marshmallow import fields, validate

from agency.access import permissions
from agency.audit import audit
from agency.documents.docx import render_docx
from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.offices import Agency
from reentry.desk.request import today
from reentry.people import history, people
from reentry.people.history_document import document, known_as
from reentry.people.people import Person

area = Area("history", __name__)

PAGE = 50
TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class PageQuery(StrictSchema):
    """Which page of a long history."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


@area.page("/people/<uuid:person_id>/history", "person.history")
def show_history(person_id: UUID) -> str:
    """Who read and changed the record, newest first, and what left the office."""
    person = people.get(unit(), viewer(), "person.history", person_id)
    number = load(PageQuery(), request.args)["page"]
    found = history.accesses(unit(), viewer(), person)
    read_recorded("person.read", person.id, page="history")
    return render_template(
        "people/history.html",
        person=person,
        name=known_as(person, by_name=_by_name(person)),
        by_name=_by_name(person),
        accesses=found[(number - 1) * PAGE : number * PAGE],
        count=sum(each.count for each in found),
        number=number,
        pages=-(-len(found) // PAGE),
        told=history.disclosures(unit(), viewer(), person),
        zone=person.office.time_zone,
    )


@area.page("/people/<uuid:person_id>/history.<any(pdf,html,docx):form>", "person.history", methods=("POST",))
def print_history(person_id: UUID, form: str) -> Response:
    """The whole history as a file; that it was made is written down before it is sent."""
    person = people.get(unit(), viewer(), "person.history", person_id)
    made = document(
        person,
        known_as(person, by_name=_by_name(person)),
        history.disclosures(unit(), viewer(), person),
        history.accesses(unit(), viewer(), person),
        unit().get_one(Agency, 1),
        today(),
    )
    audit.record(unit(), "person.history_printed", viewer().id, person.id, format=form)
    if form == "pdf":
        data = render_pdf(made, fonts=settings().fonts)
    else:
        data = render_docx(made) if form == "docx" else render_html_file(made).encode()
    response = make_response(data)
    response.headers["Content-Type"] = TYPES[form]
    how = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="history.{form}"'
    return response


def _by_name(person: Person) -> bool:
    return permissions.allowed(viewer(), "person.read", person)
