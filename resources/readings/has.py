"""Whether a record says a detail already: itself, or whoever gives the service, or where it is given."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from resources.changes.fields import value_of
from resources.records.services import Service

DETAIL_FIELDS = frozenset(
    (
        "cost_cents",
        "cost_period",
        "cost_options",
        "season_from",
        "season_to",
        "languages",
        "url",
        "email",
        "phones",
    )
)
_EMPTY = (None, "")
_AROUND_HOST = re.compile(r"^https?://(?:www\.)?|/$")


def news(service: Service, fields: Mapping[str, Any], ours: Collection[str] = ()) -> dict[str, Any]:
    """The fields as they would be with a detail; empty where it says nothing new, or something else stands there.

    ours: fields whose value came from the same provider's words before, which newer words may replace.
    """
    lists = {name: said for name, said in fields.items() if isinstance(said, list)}
    single = {name: said for name, said in fields.items() if name not in lists}
    after = {name: _with(service, name, said) for name, said in lists.items()}
    if single and all(value_of(service, name) in _EMPTY or name in ours for name in single):
        after |= {name: said for name, said in single.items() if not _known(service, name, said)}
    return {name: said for name, said in after.items() if said != value_of(service, name)}


def _with(service: Service, name: str, added: Iterable[Any]) -> list[Any]:
    now = list(value_of(service, name))
    known = _numbers(service) if name == "phones" else {_key(each) for each in now}
    return now + [each for each in added if _key(each) not in known]


def _key(said: Any) -> str:  # noqa: ANN401 - a language, or a row of telephone numbers or prices
    if not isinstance(said, Mapping):
        return str(said).casefold()
    return _digits(said["number"]) if "number" in said else json.dumps(said, sort_keys=True).casefold()


def _numbers(service: Service) -> set[str]:
    """The numbers of a service, of its places and of whoever gives it."""
    of_places = [phone for at in service.at_locations for phone in at.location.phones]
    return {_digits(phone.number) for phone in (*service.phones, *service.organization.phones, *of_places)}


def _digits(number: str) -> str:
    """A number by what is dialed, with or without the country's."""
    dialed = re.sub(r"\D", "", number)
    return dialed[-10:] if len(dialed) == 11 else dialed


def _known(service: Service, name: str, said: Any) -> bool:  # noqa: ANN401
    """Whether the provider's own page or address is the one that was read."""
    if name == "url":
        return _host(said) == _host(service.organization.website)
    return name == "email" and said.casefold() == service.organization.email.casefold()


def _host(address: str) -> str:
    return _AROUND_HOST.sub("", _AROUND_HOST.sub("", address.casefold()))
