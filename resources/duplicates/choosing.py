"""The choices of a merge as its form sends them; nothing is merged on a choice that cannot be read."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from agency.errors import InvalidError
from resources.duplicates.side_by_side import choices_of
from resources.duplicates.uniting import Choices
from resources.records.organizations import Organization

NOT_OFFERED = "Choose services of the list."
NO_CHOICE = "This is not one of the choices."
_FIELD = re.compile(r"(organization|location|service-(?P<service>[0-9a-f-]{36}))-(?P<field>\w+)")
_PLACE = "place"
# So much of a name that nobody offered is told again.
_SHOWN = 100


def read(sent: Mapping[str, str], pairs: Sequence[str], stays: Organization, goes: Organization) -> Choices:
    """What is kept of two providers; InvalidError, by the field's name, where a field or its value is none of theirs.

    sent: the form but for its services and sides; pairs: the services that are one, "id that goes:id that stays".
    """
    going, staying = ({each.id for each in side.services} for side in (goes, stays))
    wrong = [name for name, said in sent.items() if not _is_choice(name, said, {str(own) for own in going})]
    if wrong:
        told = (
            f"“{wrong[0][:_SHOWN]}” is not one of the choices, or not with this answer. Nothing was merged."
        )
        raise InvalidError(told, {name: [NO_CHOICE] for name in wrong})
    services = dict(map(_ids, pairs))
    if not (services.keys() <= going and {*services.values()} <= staying):
        raise InvalidError(NOT_OFFERED, {"services": [NOT_OFFERED]})
    return Choices(
        _chosen(sent, "organization-"),
        _chosen(sent, "location-"),
        services,
        {own: _chosen(sent, f"service-{own}-") for own in services},
        place=_PLACE in sent,
    )


def _is_choice(name: str, said: str, services: set[str]) -> bool:
    if name == _PLACE:
        return said == "true"
    found = _FIELD.fullmatch(name)
    if found is None or (found["service"] and found["service"] not in services):
        return False
    subject = "service" if found["service"] else found[1]
    return said in {value for value, _ in choices_of(subject, found["field"])}


def _chosen(sent: Mapping[str, str], start: str) -> dict[str, str]:
    """By field, whose value stays."""
    return {name.removeprefix(start): said for name, said in sent.items() if name.startswith(start)}


def _ids(pair: str) -> tuple[UUID, UUID]:
    try:
        own, into = map(UUID, pair.split(":"))
    except ValueError as error:
        raise InvalidError(NOT_OFFERED, {"services": [NOT_OFFERED]}) from error
    return own, into
