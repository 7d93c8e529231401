"""Legal texts: the notices and statements the law wants in so many words; counsel edits a file, not the program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from marshmallow import ValidationError, fields, validate

from agency.edge.forms import StrictSchema
from agency.errors import SettingsError
from agency.languages import LANGUAGES, WRITTEN_IN

SHIPPED = Path(__file__).with_name("legal_texts.json")
# An agency's own wording lies under this name in its data folder and outranks ours, text by text.
OWN = "legal_texts.json"


@dataclass(frozen=True)
class LegalText:
    """One text with the law it rests on and the day that law was read; translated: by language, where there is one."""

    text: str
    citation: str
    as_of: date
    note: str = ""
    translated: Mapping[str, str] = field(default_factory=dict)

    def words(self, language: str) -> str:
        """The text in a language of agency.languages; nothing where nobody has translated it."""
        return self.text if language == WRITTEN_IN else self.translated.get(language, "")


class LegalTextSchema(StrictSchema):
    """How a text stands in the file."""

    text = fields.String(required=True, validate=validate.Length(min=1))
    citation = fields.String(required=True)
    as_of = fields.Date(required=True)
    note = fields.String(load_default="")
    translated = fields.Dict(
        fields.String(validate=validate.OneOf(LANGUAGES)),
        fields.String(required=True, validate=validate.Length(min=1)),
        load_default=dict,
    )


def load(folder: Path | None = None) -> Mapping[str, LegalText]:
    """Every text by its name; folder is the agency's data folder. SettingsError names a text that cannot be read."""
    texts = _read(SHIPPED)
    own = folder / OWN if folder else None
    return {**texts, **_read(own)} if own and own.is_file() else texts


def _read(path: Path) -> dict[str, LegalText]:
    texts = {}
    try:
        for name, raw in json.loads(path.read_text(encoding="utf-8")).items():
            texts[name] = LegalText(**LegalTextSchema().load(raw))
    except (ValueError, ValidationError) as error:
        raise SettingsError(f"{path.name} cannot be read as legal texts: {error}") from error
    return texts
