"""The provider's form for what happens to all it offers at once: it closes, pauses, or opens again."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from agency.errors import InvalidError, ReentryError
from resources.changes.schemas import STATUSES
from resources.provider import closures, open_record
from resources.provider.closures import WHICH, ClosureForm
from resources.provider.sending_views import Answered, sent, typed_in, wrong
from resources.provider.visit_views import Visit, page, through_link, today
from resources.provider.words import words_in
from resources.records.organizations import Organization


@through_link("/closing")
def tell_closing(visit: Visit, organization: Organization) -> Response:
    """The form, with every service chosen."""
    return _form(visit, organization)


@through_link("/closing", ("POST",))
def send_closing(visit: Visit, organization: Organization) -> Response:
    """Propose it for each of the chosen services; all are as they were until a coordinator approves."""

    def answered(form: Mapping[str, Any]) -> list[Answered]:
        found = closures.proposed(organization, open_record.services(organization), form, today())
        if not found:
            raise InvalidError("", {"services": [WHICH]})
        return [*found]

    return sent(
        visit,
        ClosureForm(),
        typed_in(("services",)),
        answered,
        lambda typed, error: _form(visit, organization, typed, error),
    )


def _form(
    visit: Visit,
    organization: Organization,
    typed: Mapping[str, Any] | None = None,
    error: ReentryError | None = None,
) -> Response:
    services = [(str(each.id), each.name) for each in open_record.services(organization)]
    words = words_in(visit.language)
    return page(
        visit,
        "provider/closing.html",
        services=services,
        # A form that was sent without a box chosen chose none.
        chosen=[each for each, _ in services] if typed is None else typed.get("services", []),
        typed=typed or {},
        statuses=[(each, words[each]) for each in STATUSES],
        **wrong(visit, error),
    )
