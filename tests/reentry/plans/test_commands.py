"""The plan commands: a draft, a file, and one clear line when something is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import Database


def test_build_prints_the_plans_id_and_is_written_down_as_nobodys(
    app: Flask, database: Database, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()
    first = app.test_cli_runner().invoke(args=["plan", "build", str(person_id), "--json"])
    again = app.test_cli_runner().invoke(args=["plan", "build", str(person_id), "--json"])

    assert first.exit_code == 0
    assert json.loads(first.output) == json.loads(again.output)
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "plan.created")).one()
        assert (entry.actor_id, entry.subject_id) == (None, person_id)


@pytest.mark.parametrize(("copy", "words"), [("file", "Office file"), ("board", "Board copy")])
def test_pdf_writes_the_copy_asked_for(
    app: Flask, tmp_path: Path, take_in: Callable[..., UUID], copy: str, words: str
) -> None:
    built = app.test_cli_runner().invoke(args=["plan", "build", str(take_in()), "--json"])
    out = tmp_path / "plan.pdf"

    answer = app.test_cli_runner().invoke(
        args=["plan", "pdf", json.loads(built.output)["ids"][0], str(out), "--copy", copy]
    )

    assert answer.exit_code == 0
    assert words in PdfReader(out).pages[0].extract_text()


def test_what_is_not_there_gets_one_line_and_a_failing_exit(app: Flask, office: UUID, tmp_path: Path) -> None:
    for arguments in (["build", str(uuid4())], ["pdf", str(uuid4()), str(tmp_path / "plan.pdf")]):
        answer = app.test_cli_runner().invoke(args=["plan", *arguments])

        assert answer.exit_code == 1
        assert answer.output.startswith("Error: There is no ")
        assert len(answer.output.splitlines()) == 1


def test_a_folder_that_is_not_there_is_said_and_nothing_is_written_down(
    app: Flask, database: Database, tmp_path: Path, take_in: Callable[..., UUID]
) -> None:
    built = app.test_cli_runner().invoke(args=["plan", "build", str(take_in()), "--json"])

    answer = app.test_cli_runner().invoke(
        args=["plan", "pdf", json.loads(built.output)["ids"][0], str(tmp_path / "none" / "plan.pdf")]
    )

    assert answer.exit_code == 1
    assert "cannot be written" in answer.output
    with database.reading() as session:
        assert not session.scalars(select(AuditEntry).where(AuditEntry.event == "plan.printed")).all()
