"""The coordinator's page of an organization's links: made, seen with their last use, ended."""

from uuid import UUID

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate
from werkzeug.wrappers import Response as BaseResponse

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import clock, unit, viewer
from agency.errors import InvalidError, NotFoundError
from resources.pages import directory
from resources.provider import links, open_record
from resources.records.organizations import Organization
from resources.records.standing import current_id

area = Area("provider_links", __name__)
TO_WHOM = "Say to whom it goes: a name or a desk at the provider."
HOW_LONG = f"1 to {links.LONGEST_DAYS} days."


class LinkForm(StrictSchema):
    """To whom a link goes, and for how many days it works."""

    sent_to = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200, error=TO_WHOM),
        error_messages={"required": TO_WHOM},
    )
    days = fields.Integer(
        load_default=links.USUAL_DAYS,
        validate=validate.Range(1, links.LONGEST_DAYS, error=HOW_LONG),
        error_messages={"invalid": HOW_LONG},
    )


@area.page("/directory/organizations/<uuid:organization_id>/links", "directory.edit")
def list_links(organization_id: UUID) -> str | BaseResponse:
    """The links of an organization, and the form for another; what was merged leads to the kept one."""
    organization = _organization(organization_id)
    if organization.id != organization_id:
        return redirect(url_for("provider_links.list_links", organization_id=organization.id), 302)
    return _page(organization, {}, {})


@area.page("/directory/organizations/<uuid:organization_id>/links", "directory.edit", methods=("POST",))
def make_link(organization_id: UUID) -> Response:
    """Make a link; its address is shown this once."""
    organization, typed = _organization(organization_id), request.form.to_dict()
    try:
        form = load(LinkForm(), typed)
    except InvalidError as error:
        return make_response(_page(organization, typed, error.fields), 422)
    link, token = links.make(unit(), organization, form["sent_to"], form["days"], viewer().id, clock().now())
    address = url_for("provider.show_record", token=token, _external=True)
    page = render_template(
        "directory/provider_link.html", organization=organization, link=link, address=address
    )
    return make_response(page)


@area.page("/directory/links/<uuid:link_id>/end", "directory.edit", methods=("POST",))
def end_link(link_id: UUID) -> Response:
    """End a link at once."""
    link = links.end(unit(), link_id, viewer().id, clock().now())
    flash("The link is ended; it opens nothing from now on.", "success")
    where = url_for("provider_links.list_links", organization_id=link.organization_id)
    return make_response(redirect(where, 303))


def _organization(organization_id: UUID) -> Organization:
    kept_id = current_id(unit(), Organization, organization_id)
    found = directory.organization(unit(), kept_id, held=True)
    if found is None:
        raise NotFoundError(directory.NO_SUCH_RECORD)
    return found


def _page(organization: Organization, typed: dict[str, str], errors: dict[str, object]) -> str:
    now = clock().now()
    found = links.of(unit(), organization.id)
    return render_template(
        "directory/provider_links.html",
        organization=organization,
        live=[each for each in found if links.is_live(each, now)],
        over=[each for each in found if not links.is_live(each, now)],
        shown=open_record.organization(unit(), organization.id) is not None,
        typed={"days": links.USUAL_DAYS, **typed},
        errors=errors,
        zone=g.staff.office.time_zone,
    )
