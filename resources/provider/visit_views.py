"""Somebody at a provider who came through its link: what opens to them, in which language, and nothing else.

Whatever is wrong with a link, or with an id beside it, the answer is the same page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import wraps
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from agency.access.permissions import ANYONE
from agency.edge.areas import Area
from agency.edge.request import SAFE, clock, database, unit
from agency.languages import LANGUAGES, WRITTEN_IN, locale_of, translator
from agency.offices import Agency, Office
from resources.changes.editing import Author
from resources.changes.fields import Record
from resources.changes.provider_link import ProviderLink
from resources.changes.schemas import WEEKDAYS
from resources.provider import links, open_record, places
from resources.provider.words import words_in
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.records.standing import current_id

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

    def month_day(self, text: str) -> str:
        """A day of each year, MM-DD, as they write it."""
        # 2028 has every day there is.
        return format_skeleton("MMMd", date.fromisoformat(f"2028-{text}"), locale=locale_of(self.language))

    def hour(self, text: str) -> str:
        """A time of day, HH:MM, as they write it."""
        return format_time(time.fromisoformat(text), "short", locale=locale_of(self.language))

    def address(self, view: str, service_id: UUID | None = None, place_id: UUID | None = None) -> str:
        """Another of their pages."""
        return url_for(
            f"provider.{view}",
            token=self.token,
            language=self.language,
            service_id=service_id,
            place_id=place_id,
        )

    def author(self, name: str) -> Author:
        """Whoever sends something through the link, by the name they give."""
        return Author(None, clock().now(), name, self.link.id)


Page = Callable[..., Response]


def through_link(rule: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[Page], Page]:
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


def page(visit: Visit, name: str, **more: object) -> Response:
    """One of their pages, in their language."""
    return make_response(
        render_template(
            name,
            visit=visit,
            organization=visit.organization,
            say=words_in(visit.language),
            languages=LANGUAGES,
            agency=unit().get(Agency, 1),
            ending=visit.link.expires_at,
            days=WEEKDAYS,
            **more,
        )
    )


def today() -> date:
    """The day it is at the main office."""
    return clock().today(_zone(unit()))


def thanked(visit: Visit) -> Response:
    """Back to their record, with thanks."""
    flash(words_in(visit.language)["sent"], "success")
    return back(visit)


def back(visit: Visit) -> Response:
    """Back to their record."""
    return make_response(redirect(visit.address("show_record"), 303))


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


def _record(visit: Visit, service_id: UUID | None = None, place_id: UUID | None = None) -> Record | None:
    if place_id:
        return places.place(unit(), visit.organization, current_id(unit(), Location, place_id))
    if service_id:
        return open_record.service(visit.organization, current_id(unit(), Service, service_id))
    return visit.organization


def _language() -> str:
    asked = request.args.get("language", "") or request.accept_languages.best_match(list(LANGUAGES))
    return asked if asked in LANGUAGES else WRITTEN_IN


def _gone() -> Response:
    """Both languages, because nothing is known of whoever reads it."""
    told = [words_in(language) for language in LANGUAGES]
    both = dict(zip(LANGUAGES, told, strict=True))
    return make_response(render_template("provider/gone.html", say=told[0], told=both), 404)


def _zone(session: Session) -> str:
    agency = session.get(Agency, 1)
    office = session.get(Office, agency.main_office_id) if agency and agency.main_office_id else None
    return office.time_zone if office else ZONE
