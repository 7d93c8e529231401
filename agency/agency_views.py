"""The agency's own words: what its roles are called, and the use notice."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency import words
from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import AgencyForm, errors_of, load
from agency.edge.request import unit, viewer
from agency.offices import Agency, agency_to_change

area = Area("words", __name__)


@area.page("/agency", "agency.edit")
def show_words() -> str:
    """What is said here, and the usual words beside it."""
    agency = unit().get(Agency, 1)
    notice = "\n\n".join(words.notice(agency))
    return _page({**(agency.role_words if agency else {}), "use_notice": notice}, {})


@area.page("/agency", "agency.edit", methods=("POST",))
def send_words() -> Response:
    """Take the agency's words from now on, everywhere a role is named."""
    typed = request.form.to_dict()
    errors = errors_of(AgencyForm(), typed)
    if errors:
        return make_response(_page(typed, errors), 422)
    agency = agency_to_change(unit())
    own = load(AgencyForm(), typed)
    changed = words.change(agency, own, own.pop("use_notice"))
    if changed:
        audit.record(unit(), "agency.changed", viewer().id, fields=", ".join(changed))
    flash("Saved." if changed else "Nothing was different.", "success")
    return make_response(redirect(url_for("words.show_words")))


def _page(typed: dict[str, str], errors: dict[str, object]) -> str:
    return render_template("agency/words.html", usual=words.ROLES, typed=typed, errors=errors)
