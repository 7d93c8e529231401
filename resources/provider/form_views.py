"""The provider's forms for its organization and each of its services: what is answered otherwise is proposed."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from agency.errors import ReentryError
from resources.changes.schemas import PHONE_TYPES, STATUSES, UNITS, WEEKDAYS
from resources.provider import answers
from resources.provider.answers import FORMS, REPEATED, Shown
from resources.provider.sending_views import Answered, sent, typed_in, unchanged, wrong
from resources.provider.visit_views import Visit, page, through_link, today
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.records.ways_in import WAYS

Typed = Mapping[str, Any] | None


@through_link("/organization")
def edit_organization(visit: Visit, organization: Organization) -> Response:
    """The form for the organization itself."""
    return _form(visit, organization, answers.shown(visit.organization, organization))


@through_link("/organization", ("POST",))
def send_organization(visit: Visit, organization: Organization) -> Response:
    """Propose what was answered otherwise."""
    return _send(visit, organization)


@through_link("/services/<uuid:service_id>")
def edit_service(visit: Visit, service: Service) -> Response:
    """The form for one service."""
    return _form(visit, service, answers.shown(visit.organization, service))


@through_link("/services/<uuid:service_id>", ("POST",))
def send_service(visit: Visit, service: Service) -> Response:
    """Propose what was answered otherwise."""
    return _send(visit, service)


def _send(visit: Visit, record: Organization | Service) -> Response:
    before = answers.shown(visit.organization, record)

    def answered(form: Mapping[str, Any]) -> list[Answered]:
        unchanged(visit, record, form)
        return [(record, answers.proposed(record, before, form, today()))]

    return sent(
        visit,
        FORMS["service" if isinstance(record, Service) else "organization"](),
        typed_in(REPEATED),
        answered,
        lambda typed, error: _form(visit, record, before, typed, error),
    )


def _form(
    visit: Visit,
    record: Organization | Service,
    shown: Shown,
    typed: Typed = None,
    error: ReentryError | None = None,
) -> Response:
    """The form, as the record is or as it was typed; rows are what the record has, then what was typed, then spare."""
    return page(
        visit,
        "provider/form.html",
        record=record,
        is_service=isinstance(record, Service),
        shown=shown,
        typed={**shown, **(typed or {}), "revision": record.revision},
        phones=_phones(shown, typed),
        ways=_ways(shown, typed),
        week=_week(shown, typed),
        spare=answers.SPARE_ROWS,
        phone_types=PHONE_TYPES,
        units=UNITS,
        kinds=WAYS,
        statuses=STATUSES,
        a_day=answers.BLOCKS_A_DAY,
        in_sight=answers.BLOCKS_IN_SIGHT,
        **wrong(visit, error),
    )


def _rows(typed: Mapping[str, Any], *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(typed.get(name, []) for name in names), strict=False))


def _phones(shown: Shown, typed: Typed) -> list[Mapping[str, str]]:
    if typed is None:
        return list(shown.get("phones", []))
    rows = _rows(typed, *(f"phone_{part}" for part in answers.PHONE))
    return [dict(zip(answers.PHONE, row, strict=True)) for row in rows if any(row[:2])]


def _ways(shown: Shown, typed: Typed) -> list[Mapping[str, str]]:
    if typed is None:
        return list(shown.get("access_ways", []))
    return [
        {"kind": kind, "detail": detail} for kind, detail in _rows(typed, "way_kind", "way_detail") if kind
    ]


def _week(shown: Shown, typed: Typed) -> list[tuple[str, ...]]:
    wanted = len(WEEKDAYS) * answers.BLOCKS_A_DAY
    rows: list[tuple[str, ...]] = (
        shown.get("schedules", []) if typed is None else _rows(typed, "opens", "closes")
    )
    return rows if len(rows) == wanted else [("", "")] * wanted
