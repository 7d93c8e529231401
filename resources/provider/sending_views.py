"""A form that a provider sends: proposed as a whole, or shown again with what is wrong, in its language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, make_response, request
from marshmallow import Schema

from agency.edge.forms import CSRF_FIELD, load
from agency.edge.request import unit
from agency.errors import InvalidError, ReentryError
from resources.changes.editing import NO_CHANGE
from resources.changes.fields import Record
from resources.provider import proposals
from resources.provider.visit_views import Visit, thanked
from resources.provider.words import words_in

Typed = dict[str, Any]
# A record, and its fields as they were answered otherwise.
Answered = tuple[Record, Mapping[str, Any]]


def sent(
    visit: Visit,
    schema: Schema,
    typed: Typed,
    answered: Callable[[Mapping[str, Any]], Sequence[Answered]],
    again: Callable[[Typed, ReentryError], Response],
) -> Response:
    """Propose what was answered otherwise, a change for each record; where something is wrong, the form comes again.

    answered: what a form, once read, would change of which records; again: the form with what was typed and is wrong.
    """
    try:
        form = load(schema, typed)
        _propose(visit, answered(form), form)
    except ReentryError as error:
        return make_response(again(typed, error), error.status)
    return thanked(visit)


def unchanged(visit: Visit, record: Record, form: Mapping[str, Any]) -> None:
    """InvalidError where a record was changed since its form was opened."""
    if form["revision"] != record.revision:
        raise InvalidError(words_in(visit.language)["moved"])


def _propose(visit: Visit, answers: Sequence[Answered], form: Mapping[str, Any]) -> None:
    author = visit.author(form["who"])
    changes = [(record, after) for record, after in answers if after]
    if not changes and not form["note"].strip():
        raise InvalidError(NO_CHANGE)
    for record, after in changes or [(answers[0][0], {})]:
        proposals.send(unit(), visit.link, record, after, author, form["note"])


def typed_in(repeated: tuple[str, ...] = ()) -> Typed:
    """What stands on the form that was sent; repeated: the fields that come several times."""
    form = request.form
    kept = {
        name: form.getlist(name) if name in repeated else form[name].strip()
        for name in form
        if name != CSRF_FIELD
    }
    return {"who": "", **kept}


def wrong(visit: Visit, error: ReentryError | None) -> dict[str, Any]:
    """What is wrong with a form, as its page shows it: in one sentence, and by field."""
    fields = error.fields if isinstance(error, InvalidError) else {}
    errors = {name: _said(visit, told) for name, told in fields.items()}
    return {"told": _told(visit, error), "errors": errors}


def first(error: ReentryError) -> str:
    """The first thing that is wrong, for a form without room for more."""
    fields = error.fields if isinstance(error, InvalidError) else {}
    return next((str(each) for told in fields.values() for each in _flat(told)), str(error))


def _told(visit: Visit, error: ReentryError | None) -> str:
    if error is None:
        return ""
    if isinstance(error, InvalidError) and error.fields:
        return words_in(visit.language)["wrong"]
    return words_in(visit.language)["nothing"] if str(error) == NO_CHANGE else visit.say(str(error))


def _said(visit: Visit, told: Any) -> list[str]:  # noqa: ANN401 - a message, or some by the row they are about
    if isinstance(told, str):
        return [visit.say(told)]
    inner = told.values() if isinstance(told, Mapping) else told
    return list(dict.fromkeys(text for each in inner for text in _said(visit, each)))


def _flat(told: object) -> list[object]:
    return told if isinstance(told, list) else [told]
