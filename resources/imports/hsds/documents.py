"""JSON files opened, and the HSDS organizations found in them."""

import json
from typing import Any, NoReturn

from resources.imports.files import SourceFile
from resources.imports.refusals import UnusableFileError
from resources.imports.tables import clean
from resources.imports.text_tables import decode

# Under what a list of records may stand.
_WRAPPERS = ("contents", "organizations", "services")


def load_json(file: SourceFile) -> Any:  # noqa: ANN401 - JSON is anything
    """The content of a JSON file; UnusableFileError says in which line it breaks off."""
    text = decode(file.name, file.read())
    try:
        return _lines(text) or json.loads(text, parse_constant=_no_such_number)
    except json.JSONDecodeError as error:
        raise UnusableFileError(
            f"{file.name} is not sound JSON: line {error.lineno}, {error.msg.casefold()}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnusableFileError(f"{file.name} is not sound JSON: {error}.") from error


def organizations_in(file: SourceFile) -> list[Any]:
    """The organizations of a file; a service that carries its organization is turned inside out."""
    try:
        content = _cleaned(load_json(file))
    except RecursionError as error:
        raise UnusableFileError(f"{file.name} is nested deeper than any directory is.") from error
    if isinstance(content, dict):
        content = next((content[name] for name in _WRAPPERS if isinstance(content.get(name), list)), content)
    items = [_service_at(item) for item in (content if isinstance(content, list) else [content])]
    if not any(isinstance(item, dict) and {"name", "organization"} & item.keys() for item in items):
        raise UnusableFileError(
            f"{file.name} holds no HSDS organizations: neither names nor services are in it."
        )
    return [
        {**item["organization"], "services": [item]}
        if isinstance(item, dict) and isinstance(item.get("organization"), dict)
        else item
        for item in items
    ]


def _lines(text: str) -> list[Any] | None:
    """The objects of a file that has one on each line; None where it is another kind of file."""
    lines = text.strip().split("\n")
    if len(lines) < 2 or not all(
        line.strip().startswith("{") and line.strip().endswith("}") for line in lines[:2]
    ):
        return None
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found += [json.loads(line, parse_constant=_no_such_number)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise json.JSONDecodeError(error.msg, "\n" * (number - 1), number - 1) from error
    return found


def _service_at(item: Any) -> Any:  # noqa: ANN401
    """A service at a place as that service, which has the place."""
    if not (isinstance(item, dict) and isinstance(item.get("service"), dict) and "name" not in item):
        return item
    link = {name: value for name, value in item.items() if name != "service"}
    return {**item["service"], "service_at_locations": [link]}


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {key: _cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")
