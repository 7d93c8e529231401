"""Legal texts: counsel changes the file, and a broken file is named."""

import json
from datetime import date
from pathlib import Path

import pytest

from agency.errors import SettingsError
from reentry.consents import legal_texts

OWN = {"text": "Do not pass this on.", "citation": "Counsel's memo 7", "as_of": "2026-10-01"}


def test_every_text_has_its_citation_and_date() -> None:
    texts = legal_texts.load()

    assert "42 CFR part 2 prohibits" in texts["part_2_notice"].text
    assert all(each.text and each.citation and each.as_of < date(2027, 1, 1) for each in texts.values())


def test_an_agencys_own_wording_outranks_ours_text_by_text(tmp_path: Path) -> None:
    (tmp_path / "legal_texts.json").write_text(json.dumps({"part_2_notice": OWN}))

    texts = legal_texts.load(tmp_path)

    assert texts["part_2_notice"].text == "Do not pass this on."
    assert texts["consent_refusal"] == legal_texts.load()["consent_refusal"]


@pytest.mark.parametrize("broken", ["{", json.dumps({"part_2_notice": {"text": ""}})])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "legal_texts.json").write_text(broken)

    with pytest.raises(SettingsError, match=r"legal_texts\.json"):
        legal_texts.load(tmp_path)
