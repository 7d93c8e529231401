"""The reasons of a match are read in the language asked for, on the page and at the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from agency.audit import audit
from agency.database import Database
from reentry.matches.commands import match_command
from resources.records.requirements import ServiceRequirement
from tests.browser import Browser
from tests.conftest import NOW
from tests.reentry.plans.providers import provide

AGE = {
    "en": "Must be 18 or older — is 38 on Feb 14, 2027.",
    "es": "Debe tener 18 años o más — su edad el 14 feb 2027: 38.",
}
PROOF = {"en": "photo identification in hand", "es": "tener una identificación con foto"}
TOPIC = {"en": "Identification missing", "es": "Falta la identificación"}


@pytest.fixture(autouse=True)
def _directory(database: Database) -> None:
    with database.writing() as session:
        age = ServiceRequirement(rule="minimum_age", mode="must", value=18, confirmed_on=NOW.date())
        provide(session, "Gullwing Residence", "housing", requirements=[age])
        proof = ServiceRequirement(rule="identification", mode="must", value=True, confirmed_on=NOW.date())
        provide(session, "Sandpiper Rooms", "housing", requirements=[proof])
        audit.record(session, "directory.edited", None, fields="all")


@pytest.fixture
def page(take_in: Callable[..., UUID], log_in: Callable[..., Browser]) -> Callable[[str], str]:
    """The page of housing for a grown man without identification, opened with these arguments."""
    facts = {"birth_date": "1988-05-02", "identification": False}
    person = take_in(facts=facts)
    officer = log_in("supervisor")
    return lambda arguments: officer.get(f"/people/{person}/matches/housing?{arguments}").text


def in_language(text: str, page: str) -> list[str]:
    """The languages that a screen reader is told to read a text in."""
    return re.findall(rf'lang="(\w+)">{re.escape(text)}', page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_gives_its_reasons_in_the_language_and_says_which_it_is(
    page: Callable[[str], str], language: str
) -> None:
    text = page(f"language={language}")

    assert [in_language(says[language], text) for says in (AGE, PROOF, TOPIC)] == [[language]] * 3
    assert f'value="{language}" selected' in text


@pytest.mark.parametrize("arguments", ["", "language=", "language=tlh"])
def test_without_a_language_we_speak_the_reasons_are_english(
    page: Callable[[str], str], arguments: str
) -> None:
    assert AGE["en"] in page(arguments)


def test_the_language_stays_when_the_order_or_the_need_is_changed(page: Callable[[str], str]) -> None:
    text = page("language=es&sort=cost&on=2027-03-01")

    assert re.findall(r'value="(\w+)" selected', text) == ["cost", "es"]
    assert 'value="2027-03-01"' in text
    assert "/matches/jobs?language=es" in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_command_gives_its_reasons_in_the_language(app: Flask, tmp_path: Path, language: str) -> None:
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"facts": {"birth_date": "1988-05-02"}, "needs": ["housing"]}))

    told = app.test_cli_runner().invoke(
        match_command, ["--facts", str(file), "--on", "2027-02-14", "--language", language, "--json"]
    )

    texts = [
        reason["text"] for match in json.loads(told.output)["needs"]["housing"] for reason in match["reasons"]
    ]
    assert AGE[language] in texts


def test_the_command_refuses_a_language_we_do_not_speak(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    file.write_text("{}")

    told = app.test_cli_runner().invoke(match_command, ["--facts", str(file), "--language", "tlh"])

    assert told.exit_code == 2
    assert "'tlh' is not one of 'en', 'es'" in told.output
