"""JSON files opened, and the HSDS organizations found in them."""

import json
from typing import Any, NoReturn

from resources.imports.files import SourceFile
from resources.imports.refusals import UnusableFileError
from resources.imports.tables import clean, decode


def load_json(file: SourceFile) -> Any:  # noqa: ANN401 - JSON is anything
    """The content of a JSON file; UnusableFileError says in which line it breaks off."""
    text = decode(file.name, file.read())
    try:
        return json.loads(text, parse_constant=_no_such_number)
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
    if isinstance(content, dict) and isinstance(content.get("contents"), list):
        content = content["contents"]
    items = content if isinstance(content, list) else [content]
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


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {key: _cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")
