"""The provider's pages, open to anyone who holds a live link: its own record, a form to correct it, and nothing else.

Whatever is wrong with a link, or with an id beside it, the answer is the same page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from agency.access.permissions import ANYONE
from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, load
from agency.edge.request import SAFE, clock, database, unit
from agency.errors import InvalidError, ReentryError
from agency.languages import LANGUAGES, WRITTEN_IN, locale_of, translator
from agency.offices import Agency, Office
from resources.changes.editing import NO_CHANGE, Author
from resources.changes.provider_link import ProviderLink
from resources.changes.schemas import PHONE_TYPES, STATUSES, UNITS, WEEKDAYS
from resources.provider import answers, links, open_record, proposals
from resources.provider.answers import FORMS, REPEATED, SenderForm, Shown
from resources.provider.words import words_in
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.records.ways_in import WAYS

area = Area("provider", __name__, url_prefix="/provider")
# Where an agency has not said which office is its main one.
ZONE = "America/New_York"


@dataclass(frozen=True)
class Visit:
    """Somebody who came through a live link: whose record it is, and in which language they read."""

    token: str
    link: ProviderLink
    organization: Organization
    language: str

    def say(self, text: str) -> str:
        """A sentence in their language."""
        return translator(self.language)(text)

    def day(self, when: date | datetime) -> str:
        """A day as they write it, by the clock of the main office."""
        local = when.astimezone(ZoneInfo(_zone(unit()))).date() if isinstance(when, datetime) else when
        return format_date(local, "long", locale_of(self.language))

    def address(self, view: str, service_id: UUID | None = None) -> str:
        """Another of their pages."""
        return url_for(f"provider.{view}", token=self.token, language=self.language, service_id=service_id)


Page = Callable[..., Response]


def _through_link(rule: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[Page], Page]:
    """Serve at an address below a link; a link that is not live, and an id that is not the provider's, open nothing."""

    def register(view: Page) -> Page:
        @wraps(view)
        def answer(token: str, **ids: UUID) -> Response:
            visit = _visit(token)
            record = visit and _record(visit, **ids)
            return view(visit, record) if record else _gone()

        area.page(f"/<token>{rule}", ANYONE, methods)(answer)
        return view

    return register


@_through_link("")
def show_record(visit: Visit, _record: object) -> Response:
    """What the directory says of the organization, and what was sent and waits."""
    services = open_record.services(visit.organization)
    return _page(
        visit,
        "provider/record.html",
        services=[(each, answers.shown(visit.organization, each)) for each in services],
        shown=answers.shown(visit.organization, visit.organization),
        waiting=proposals.waiting(unit(), visit.link),
        names={each.id: each.name for each in services},
    )


@_through_link("/still-right", ("POST",))
def send_still_right(visit: Visit, organization: Organization) -> Response:
    """Pass on that all is still right; it waits for a coordinator and dates nothing."""
    try:
        form = load(SenderForm(), request.form)
        author = Author(None, clock().now(), form["who"], visit.link.id)
        said = " ".join(filter(None, (proposals.STILL_RIGHT, form["note"])))
        proposals.send(unit(), visit.link, organization, {}, author, said)
    except ReentryError as error:
        flash(visit.say(_first(error)), "error")
        return _to(visit.address("show_record"))
    return _thanked(visit)


@_through_link("/organization")
def edit_organization(visit: Visit, organization: Organization) -> Response:
    """The form for the organization itself."""
    return _form(visit, organization, answers.shown(visit.organization, organization))


@_through_link("/organization", ("POST",))
def send_organization(visit: Visit, organization: Organization) -> Response:
    """Propose what was answered otherwise."""
    return _send(visit, organization)


@_through_link("/services/<uuid:service_id>")
def edit_service(visit: Visit, service: Service) -> Response:
    """The form for one service."""
    return _form(visit, service, answers.shown(visit.organization, service))


@_through_link("/services/<uuid:service_id>", ("POST",))
def send_service(visit: Visit, service: Service) -> Response:
    """Propose what was answered otherwise."""
    return _send(visit, service)


def _visit(token: str) -> Visit | None:
    now, changes = clock().now(), request.method not in SAFE
    link = links.opened(unit(), token, now, hold=changes)
    organization = open_record.organization(unit(), link.organization_id) if link else None
    if link is None or organization is None:
        return None
    if links.is_used_anew(link, now):
        _note_use(link.id, changes=changes)
    return Visit(token, link, organization, _language())


def _note_use(link_id: UUID, *, changes: bool) -> None:
    def note(session: Session) -> None:
        links.note_use(session, link_id, clock().now())

    if changes:
        note(unit())
        return
    with database().writing() as session:
        note(session)


def _record(visit: Visit, service_id: UUID | None = None) -> Organization | Service | None:
    return open_record.service(visit.organization, service_id) if service_id else visit.organization


def _language() -> str:
    asked = request.args.get("language", "") or request.accept_languages.best_match(list(LANGUAGES))
    return asked if asked in LANGUAGES else WRITTEN_IN


def _gone() -> Response:
    """Both languages, because nothing is known of whoever reads it."""
    told = [words_in(language) for language in LANGUAGES]
    page = render_template("provider/gone.html", say=told[0], told=dict(zip(LANGUAGES, told, strict=True)))
    return make_response(page, 404)


def _send(visit: Visit, record: Organization | Service) -> Response:
    subject = "service" if isinstance(record, Service) else "organization"
    before, typed = answers.shown(visit.organization, record), _typed(request.form)
    try:
        form = load(FORMS[subject](), typed)
        if form["revision"] != record.revision:
            raise InvalidError(words_in(visit.language)["moved"])
        after = answers.proposed(record, before, form, _today(unit()))
        author = Author(None, clock().now(), form["who"], visit.link.id)
        if not after and not form["note"].strip():
            raise InvalidError(NO_CHANGE)
        proposals.send(unit(), visit.link, record, after, author, form["note"])
    except ReentryError as error:
        return make_response(_form(visit, record, before, typed, error), error.status)
    return _thanked(visit)


def _typed(form: MultiDict[str, str]) -> dict[str, Any]:
    kept = {
        name: form.getlist(name) if name in REPEATED else form[name] for name in form if name != CSRF_FIELD
    }
    return kept | {"who": form.get("who", "").strip()}


def _form(
    visit: Visit,
    record: Organization | Service,
    shown: Shown,
    typed: Mapping[str, Any] | None = None,
    error: ReentryError | None = None,
) -> Response:
    """The form, as the record is or as it was typed; rows are what the record has, then what was typed, then spare."""
    fields = error.fields if isinstance(error, InvalidError) else {}
    return _page(
        visit,
        "provider/form.html",
        record=record,
        is_service=isinstance(record, Service),
        shown=shown,
        typed={**shown, **(typed or {}), "revision": record.revision},
        phones=_phones(shown, typed),
        ways=_ways(shown, typed),
        week=_week(shown, typed),
        errors={name: _said(visit, told) for name, told in fields.items()},
        told=_told(visit, error),
        spare=answers.SPARE_ROWS,
        phone_types=PHONE_TYPES,
        units=UNITS,
        kinds=WAYS,
        statuses=STATUSES,
        a_day=answers.BLOCKS_A_DAY,
        in_sight=answers.BLOCKS_IN_SIGHT,
    )


def _rows(typed: Mapping[str, Any], *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(typed.get(name, []) for name in names), strict=False))


def _phones(shown: Shown, typed: Mapping[str, Any] | None) -> list[Mapping[str, str]]:
    if typed is None:
        return list(shown.get("phones", []))
    rows = _rows(typed, *(f"phone_{part}" for part in answers.PHONE))
    return [dict(zip(answers.PHONE, row, strict=True)) for row in rows if any(row[:2])]


def _ways(shown: Shown, typed: Mapping[str, Any] | None) -> list[Mapping[str, str]]:
    if typed is None:
        return list(shown.get("access_ways", []))
    return [
        {"kind": kind, "detail": detail} for kind, detail in _rows(typed, "way_kind", "way_detail") if kind
    ]


def _week(shown: Shown, typed: Mapping[str, Any] | None) -> list[tuple[str, ...]]:
    wanted = len(WEEKDAYS) * answers.BLOCKS_A_DAY
    rows: list[tuple[str, ...]] = (
        shown.get("schedules", []) if typed is None else _rows(typed, "opens", "closes")
    )
    return rows if len(rows) == wanted else [("", "")] * wanted


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


def _first(error: ReentryError) -> str:
    fields = error.fields if isinstance(error, InvalidError) else {}
    return next((str(each) for told in fields.values() for each in _flat(told)), str(error))


def _flat(told: object) -> list[object]:
    return told if isinstance(told, list) else [told]


def _page(visit: Visit, name: str, **more: object) -> Response:
    page = render_template(
        name,
        visit=visit,
        organization=visit.organization,
        say=words_in(visit.language),
        languages=LANGUAGES,
        agency=unit().get(Agency, 1),
        ending=visit.link.expires_at,
        days=WEEKDAYS,
        still_right=proposals.STILL_RIGHT,
        **more,
    )
    return make_response(page)


def _zone(session: Session) -> str:
    agency = session.get(Agency, 1)
    office = session.get(Office, agency.main_office_id) if agency and agency.main_office_id else None
    return office.time_zone if office else ZONE


def _today(session: Session) -> date:
    return clock().today(_zone(session))


def _thanked(visit: Visit) -> Response:
    flash(words_in(visit.language)["sent"], "success")
    return _to(visit.address("show_record"))


def _to(address: str) -> Response:
    return make_response(redirect(address, 303))
