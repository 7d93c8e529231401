"""The pages on which duplicates are looked for, told apart, merged, and parted again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, StrictSchema, load
from agency.edge.request import clock, database, unit, viewer
from agency.edge.undo import offer_undo
from agency.errors import ConflictError, InvalidError, NotFoundError
from agency.offices import Office
from resources.changes import subjects
from resources.changes.editing import Author
from resources.changes.fields import Record
from resources.duplicates import choosing
from resources.duplicates.comparing import Label
from resources.duplicates.directory import DuplicatePair, undecided
from resources.duplicates.merge import Merge
from resources.duplicates.searching import Search
from resources.duplicates.side_by_side import Row, is_secret, origin, rows
from resources.duplicates.uniting import (
    Side,
    filled,
    lately,
    parties,
    services_alike,
    take_back,
    unite,
    united_since,
)
from resources.duplicates.verdict import Verdict, ask_again, tell_apart, told_since
from resources.duplicates.wording import LABELS, REASONS, TOLD, described
from resources.records import directory_version
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service

area = Area("duplicates", __name__)
NOT_ITS_PLACE = "This place belongs to another provider."


class NumberForm(StrictSchema):
    """Which pair of the list, the surest being the first."""

    number = fields.Integer(load_default=1, validate=validate.Range(min=1, error="Pairs begin with 1."))


class VerdictForm(NumberForm):
    """What two providers are to each other."""

    a = fields.UUID(required=True)
    a_at = fields.UUID(load_default=None, allow_none=True)
    b = fields.UUID(required=True)
    b_at = fields.UUID(load_default=None, allow_none=True)
    label = fields.String(required=True, validate=validate.OneOf(TOLD, error="Choose one of the answers."))


class PairForm(StrictSchema):
    """The provider that stays and the one that goes into it."""

    kept = fields.UUID(required=True)
    kept_at = fields.UUID(load_default=None, allow_none=True)
    merged = fields.UUID(required=True)
    merged_at = fields.UUID(load_default=None, allow_none=True)


@area.page("/directory/duplicates", "directory.edit")
def show_duplicates() -> str:
    """The pairs that look like one provider, one at a time, the surest first."""
    return render_template("directory/duplicates.html", **_stage())


@area.page("/directory/duplicates/progress", "directory.edit")
def show_progress() -> str:
    """The part of the page that changes while the search goes on."""
    return render_template("directory/duplicates_stage.html", **_stage())


@area.page("/directory/duplicates/search", "directory.edit", methods=("POST",))
def start_search() -> Response:
    """Search the whole directory."""
    _search().start(database())
    return _to_list()


@area.page("/directory/duplicates/verdict", "directory.edit", methods=("POST",))
def give_verdict() -> Response:
    """Tell a pair apart; it is not offered again."""
    form = load(VerdictForm(), _filled(request.form))
    one, other = Side(form["a"], form["a_at"]), Side(form["b"], form["b_at"])
    for side in (one, other):
        _standing(side)
    told = tell_apart(unit(), one, other, Label(form["label"]), _author())
    flash(TOLD[form["label"]], "success")
    offer_undo(url_for("duplicates.forget_verdict", verdict_id=told.id), number=form["number"])
    return _to_list(form["number"])


@area.page("/directory/duplicates/verdicts/<uuid:verdict_id>/removal", "directory.edit", methods=("POST",))
def forget_verdict(verdict_id: UUID) -> Response:
    """Ask about a pair again that was told apart."""
    told = unit().get(Verdict, verdict_id)
    if told is None:
        raise NotFoundError("Nothing is decided about this pair any more.")
    number = load(NumberForm(), _filled(request.form))["number"]
    ask_again(unit(), told, _author())
    flash("Taken back: the pair waits again.", "success")
    return _to_list(number)


@area.page("/directory/duplicates/merge", "directory.edit")
def show_merge() -> str:
    """Both records field by field, and the choice of what is kept."""
    pair = load(PairForm(), _filled(request.args))
    kept, merged = _sides(pair)
    (stays, place), (goes, other) = _standing(kept), _standing(merged)
    return render_template(
        "directory/duplicate_merge.html",
        pair=pair,
        swapped=_address(merged, kept),
        stays=described(stays, place, _zone()),
        goes=described(goes, other, _zone()),
        organization_rows=rows(stays, goes, unit()) if stays.id != goes.id else [],
        location_rows=rows(place, other, unit()) if place and other else [],
        places=bool(place and other),
        alone=stays.id == goes.id,
        services=[_both(into, own) for into, own in services_alike(stays, goes)],
        zone=_zone(),
    )


@area.page("/directory/duplicates/merge", "directory.edit", methods=("POST",))
def merge_pair() -> Response:
    """Make one provider of two, in one step that can be taken back."""
    names = PairForm().fields
    pair = load(PairForm(), _filled({name: request.form[name] for name in names if name in request.form}))
    kept, merged = _sides(pair)
    (stays, _), (goes, _) = _standing(kept), _standing(merged)
    sent = {name: said for name, said in request.form.items() if name not in (*names, "services", CSRF_FIELD)}
    choices = choosing.read(sent, request.form.getlist("services"), stays, goes)
    done = unite(unit(), kept, merged, choices, _author())
    flash(
        f"Merged: “{_name(done[0].merged_id, done[0])}” is part of “{_name(done[0].kept_id, done[0])}”.",
        "success",
    )
    offer_undo(url_for("duplicates.undo_merge", merge_id=done[0].id))
    return _to_list()


@area.page("/directory/duplicates/merges/<uuid:merge_id>/undo", "directory.edit", methods=("POST",))
def undo_merge(merge_id: UUID) -> Response:
    """Make two providers of one again, as they were."""
    done = unit().get(Merge, merge_id)
    if done is None:
        raise NotFoundError("There is no such merge.")
    take_back(unit(), done, _author())
    flash("Taken back: both records are as they were.", "success")
    return _to_list()


def _stage() -> dict[str, Any]:
    office: Office = g.staff.office
    began = office.day_begins(clock().now())
    search, number = _search().stage(), load(NumberForm(), request.args)["number"]
    found = search.found
    pairs = undecided(unit(), found.pairs) if found and not search.running else []
    number = min(number, max(1, len(pairs)))
    return {
        "search": search,
        "stale": bool(found and found.version != directory_version.current(unit())),
        "pairs": pairs,
        "number": number,
        "shown": _pair(pairs[number - 1]) if pairs else None,
        "done": told_since(unit(), began) + united_since(unit(), began),
        "merges": [(each, _name(each.merged_id, each), _name(each.kept_id, each)) for each in lately(unit())],
    }


def _pair(pair: DuplicatePair) -> dict[str, Any]:
    one, other = (Side(each.organization_id, each.location_id) for each in (pair.a, pair.b))
    (a, place), (b, there) = parties(unit(), one), parties(unit(), other)
    found: list[Row] = rows(a, b) if a.id != b.id else []
    places = rows(place, there) if place and there else []
    # The line of the address stands above.
    found += [
        replace(each, label=f"Place: {each.label[:1].lower()}{each.label[1:]}")
        for each in places
        if each.name != "addresses"
    ]
    return {
        "a": described(a, place, _zone()),
        "b": described(b, there, _zone()),
        "rows": found,
        "label": LABELS[pair.comparison.label],
        "reasons": [REASONS[each] for each in pair.comparison.reasons],
        "merge": _address(one, other),
        "fields": {"a": a.id, "a_at": one.location_id or "", "b": b.id, "b_at": other.location_id or ""},
    }


def _both(into: Service, own: Service) -> dict[str, Any]:
    """Two services that may be one, side by side, with what is filled in where nobody chooses otherwise."""
    return {
        "pair": f"{own.id}:{into.id}",
        "id": own.id,
        "into": into,
        "own": own,
        "origins": (origin(into, _zone()), origin(own, _zone())),
        "rows": rows(into, own, unit()),
        "filled": filled(into, own),
    }


def _standing(side: Side) -> tuple[Organization, Location | None]:
    """The records of a side; ConflictError where one was merged meanwhile."""
    organization, place = parties(unit(), side)
    if organization.merged_into or (place and place.merged_into):
        raise ConflictError("One of these was merged meanwhile. Nothing was changed; search again.")
    return organization, place


def _sides(pair: Mapping[str, Any]) -> tuple[Side, Side]:
    """The two sides; InvalidError, by the field, where a place is not its side's."""
    sides = {
        "kept_at": Side(pair["kept"], pair["kept_at"]),
        "merged_at": Side(pair["merged"], pair["merged_at"]),
    }
    for field, side in sides.items():
        _, place = _standing(side)
        if place and place.organization_id != side.organization_id:
            raise InvalidError(f"{NOT_ITS_PLACE} Nothing was merged ({field}).", {field: [NOT_ITS_PLACE]})
    return sides["kept_at"], sides["merged_at"]


def _address(kept: Side, merged: Side) -> str:
    sides = {"kept": kept.organization_id, "kept_at": kept.location_id}
    sides |= {"merged": merged.organization_id, "merged_at": merged.location_id}
    query = urlencode({name: own for name, own in sides.items() if own})
    return f"{url_for('duplicates.show_merge')}?{query}"


def _filled(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent, without what was left empty."""
    return {name: value for name, value in sent.items() if value and name != "csrf_token"}


def _name(record_id: UUID, done: Merge) -> str:
    models: dict[str, type[Any]] = {"organization": Organization, "location": Location, "service": Service}
    record = cast(Record, unit().get(models[done.subject], record_id))
    if isinstance(record, Location) and is_secret(record):
        return record.organization.name
    return subjects.title(record)


def _zone() -> str:
    office: Office = g.staff.office
    return office.time_zone


def _author() -> Author:
    return Author(viewer().id, clock().now())


def _search() -> Search:
    return cast(Search, current_app.extensions["duplicates"])


def _to_list(number: int = 1) -> Response:
    return make_response(redirect(url_for("duplicates.show_duplicates", number=number), 303))
