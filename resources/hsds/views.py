"""The HSDS 3 API: open to anyone once the agency publishes its directory; before that to staff and by a token."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial, wraps
from typing import Any, cast
from uuid import UUID

from flask import Response, make_response, redirect, request, stream_with_context, url_for
from marshmallow import Schema
from sqlalchemy.orm import Session

from agency.access import api_tokens
from agency.access.permissions import ANYONE
from agency.edge.areas import Area
from agency.edge.forms import load
from agency.edge.request import clock, database, may, settings, unit
from agency.errors import InvalidError, NotFoundError, ReentryError
from resources.hsds import finding, links, openapi, questions, taxonomy, values
from resources.hsds.finding import Page
from resources.hsds.questions import Asked
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.records.standing import current

area = Area("hsds", __name__, url_prefix="/hsds")
Answer = Callable[..., Response]


class TokenNeededError(ReentryError):
    """The directory is not published, and whoever asked has no token."""

    status = 401
    title = "A token is needed"


def _published(rule: str, question: type[Schema] = questions.NoQuestion) -> Callable[[Answer], Answer]:
    """Serve at an address, to whomever the agency has opened the directory, what a well-formed question asks for."""

    def register(view: Answer) -> Answer:
        @wraps(view)
        def answer(**ids: UUID) -> Response:
            _require_open()
            return view(load(question(), _asked()), **ids)

        area.page(rule, ANYONE)(answer)
        return view

    return register


def _asked() -> dict[str, str]:
    """What is asked, by parameter: one that is empty asks nothing, one that comes twice could mean either."""
    twice = [name for name, said in request.args.lists() if len(said) > 1]
    if twice:
        raise InvalidError("A parameter came more than once.", {name: ["Give it once."] for name in twice})
    return {name: said for name, said in request.args.items() if said}


def _require_open() -> None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    opened = settings().publish_directory or may("directory.read")
    if not opened and not (kind.lower() == "bearer" and api_tokens.opens(unit(), token, clock().now())):
        raise TokenNeededError(
            "This directory is not published. Ask the agency for a token and send it as a bearer."
        )


@_published("/")
def show_about(_asked: Asked) -> Response:
    """Which version and profile of HSDS this is."""
    return make_response(
        {
            "version": openapi.VERSION,
            "profile": openapi.PROFILE,
            "openapi_url": url_for("hsds.show_openapi", _external=True),
        }
    )


@_published("/openapi.json")
def show_openapi(_asked: Asked) -> Response:
    """The description of this API."""
    return make_response(openapi.document(url_for("hsds.show_about", _external=True).rstrip("/")))


@_published("/services", questions.ServiceQuestion)
def list_services(asked: Asked) -> Response:
    """Services."""
    if asked["minimal"]:
        return _told(finding.moments(unit(), asked), asked, _minimal)
    return _listed(finding.services, asked, values.service_whole if asked["full"] else values.service)


@_published("/services/<uuid:service_id>")
def show_service(_asked: Asked, service_id: UUID) -> Response:
    """One service whole."""
    kept = current(unit(), Service, service_id)
    row = _found(finding.service(unit(), kept.id) if kept else None)
    if row.id != service_id:
        return cast(Response, redirect(url_for("hsds.show_service", service_id=row.id), 302))
    return make_response(values.service_whole(row))


@_published("/organizations", questions.OrganizationQuestion)
def list_organizations(asked: Asked) -> Response:
    """Organizations."""
    if asked["full"] or asked["full_service"]:
        whole = partial(values.organization_whole, with_services=asked["full_service"])
        return _listed(finding.organizations, asked, whole)
    return _listed(finding.organizations, asked, values.organization)


@_published("/organizations/<uuid:organization_id>", questions.FullServiceQuestion)
def show_organization(asked: Asked, organization_id: UUID) -> Response:
    """One organization whole."""
    kept = current(unit(), Organization, organization_id)
    row = _found(finding.organization(unit(), kept.id) if kept else None)
    if row.id != organization_id:
        to = url_for(
            "hsds.show_organization",
            organization_id=row.id,
            full_service="true" if asked["full_service"] else None,
        )
        return cast(Response, redirect(to, 302))
    return make_response(values.organization_whole(row, with_services=asked["full_service"]))


@_published("/service_at_locations", questions.AtLocationQuestion)
def list_at_locations(asked: Asked) -> Response:
    """Services at their places."""
    if asked["minimal"]:
        return _told(finding.at_locations(unit(), asked), asked, lambda row: {"id": str(row.id)})
    write = values.at_location_whole if asked["full"] else values.at_location_brief
    return _listed(finding.at_locations, asked, write)


@_published("/service_at_locations/<uuid:link_id>")
def show_at_location(_asked: Asked, link_id: UUID) -> Response:
    """One service at its place, whole."""
    kept = links.kept_link(unit(), link_id)
    row = _found(finding.at_location(unit(), kept) if kept else None)
    if row.id != link_id:
        return cast(Response, redirect(url_for("hsds.show_at_location", link_id=row.id), 302))
    return make_response(values.at_location_whole(row))


@_published("/taxonomies", questions.ListQuestion)
def list_taxonomies(asked: Asked) -> Response:
    """Taxonomies: the needs."""
    return _told(finding.taxonomies(asked), asked, lambda row: row)


@_published("/taxonomies/<uuid:taxonomy_id>")
def show_taxonomy(_asked: Asked, taxonomy_id: UUID) -> Response:
    """The one taxonomy."""
    return make_response(_found(taxonomy.taxonomy() if taxonomy_id == taxonomy.TAXONOMY_ID else None))


@_published("/taxonomy_terms", questions.TermQuestion)
def list_terms(asked: Asked) -> Response:
    """Taxonomy terms: each need."""
    return _told(finding.terms(asked), asked, lambda row: row)


@_published("/taxonomy_terms/<uuid:term_id>")
def show_term(_asked: Asked, term_id: UUID) -> Response:
    """One need."""
    need = taxonomy.need_of(term_id)
    return make_response(_found(taxonomy.term(need) if need in taxonomy.PUBLISHED else None))


def _minimal(row: tuple[UUID, datetime | None]) -> dict[str, Any]:
    service_id, at = row
    return {"id": str(service_id)} | ({"modified_date": values.moment(at)} if at else {})


def _listed(
    find: Callable[[Session, Asked], Page], asked: Asked, write: Callable[[Any], dict[str, Any]]
) -> Response:
    """A page of a list; or everything line by line, sent while it is read."""
    if asked["format"] != "ndjson":
        return _told(find(unit(), asked), asked, write)
    kept = database()

    def lines() -> Iterator[str]:
        # The unit of work of the request is over before the first line is sent.
        with kept.reading() as session:
            yield from (_line(write(row)) for row in finding.every(session, find, asked))

    return _lines(stream_with_context(lines()))


def _told(page: Page, asked: Asked, write: Callable[[Any], dict[str, Any]]) -> Response:
    contents = [write(row) for row in page.rows]
    return (
        _lines(map(_line, contents))
        if asked["format"] == "ndjson"
        else make_response(page.envelope(contents))
    )


def _lines(lines: Iterable[str]) -> Response:
    return Response(lines, mimetype="application/x-ndjson")


def _line(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"


def _found(row: Any) -> Any:  # noqa: ANN401
    if row is None:
        raise NotFoundError("There is no such record in the published directory.")
    return row
