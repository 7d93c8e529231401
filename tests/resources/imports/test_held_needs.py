"""Whoever is read as meeting the need of survivors is held: one reader decides both."""

import csv
import io
from collections.abc import Callable

import pytest

from resources.imports.batch import Batch
from tests.resources.imports.conftest import Write
from tests.resources.secrecy.test_survivor_words import FOR_SURVIVORS, NOT_FOR_THEM

HEADER = ("organization", "service", "type", "address", "city", "state", "zip", "description")
ROWS = [
    ("Night beds", "", "DV shelter."),
    ("Lantern House", "Victim Service", "Beds."),
    ("Lantern House", "victim_services", "Beds."),
    ("County Youth Crisis Hotline", "Sexual Assault", "Talk to us."),
    ("Celebrate", "", "Weekly 12 step program. Also relevant to victims of abuse."),
    *(("Harbor House", "", text) for text in (*FOR_SURVIVORS, *NOT_FOR_THEM)),
]


@pytest.mark.parametrize(("name", "type_", "text"), ROWS)
def test_a_need_of_survivors_holds_the_row(
    judge: Callable[..., Batch], write: Write, name: str, type_: str, text: str
) -> None:
    table = io.StringIO()
    csv.writer(table).writerows(
        [HEADER, ("Harbor", name, type_, "4 Elm Street", "Oakland", "MD", "21550", text)]
    )

    [service] = judge(write(list_csv=table.getvalue())).of_kind("service")

    read = {row["need"] for row in service.parts["needs"]}
    assert service.values["held"] or "victim_services" not in read
    assert service.values["held"] is (text in FOR_SURVIVORS or "ictim" in type_ or text == "DV shelter.")
