"""The page on which an order to expunge, seal or shield is carried out."""

from uuid import UUID

from flask import (
    Response,
    after_this_request,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from agency.edge.areas import Area
from agency.edge.forms import by_path, load
from agency.edge.request import database, settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import InvalidError
from agency.keys import erasures
from agency.keys.erasure_ledger import ErasureLedger
from agency.keys.vault import Vault
from reentry.desk.request import clerk, today
from reentry.people import erasure, people
from reentry.people.erasure_form import ErasureForm
from reentry.people.people import Person

area = Area("erasure", __name__)

DONE = {
    "expunge": "The record was erased by order.",
    "seal": "The record is sealed by order.",
    "shield": "The record is shielded by order.",
}


@area.page("/people/<uuid:person_id>/erase", "person.erase")
def show_erasure(person_id: UUID) -> str:
    """What each kind of order does, and the form."""
    person = people.get(unit(), viewer(), "person.erase", person_id)
    read_recorded("person.read", person.id, page="erase")
    return _form(person, {}, {})


@area.page("/people/<uuid:person_id>/erase", "person.erase", methods=("POST",))
def erase_person(person_id: UUID) -> Response:
    """Carry the order out, once its record number was typed; then nothing of it is left in the database's own files."""
    person = people.get(unit(), viewer(), "person.erase", person_id)
    typed = request.form.to_dict()
    try:
        terms, number = load(ErasureForm(), typed)
        _require_number(person, number)
        erasure.erase(unit(), person, terms, ErasureLedger(settings().data), clerk(), today())
    except InvalidError as error:
        return make_response(_form(person, typed, by_path(error.fields)), 422)

    @after_this_request
    def sweep(response: Response) -> Response:
        database().sweep(erasures.names())
        return response

    flash(DONE[terms.kind], "success")
    return make_response(redirect(url_for("people.list_people"), 303))


def _require_number(person: Person, number: str) -> None:
    vault: Vault = unit().info["vault"]
    if vault.fingerprint(unit(), number) != person.number_index:
        raise InvalidError(
            "Please correct the marked fields.", {"number": ["This is not this record’s number."]}
        )


def _form(person: Person, typed: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "people/erase.html", person=person, typed=typed, errors=errors, kinds=erasures.KINDS.items()
    )
