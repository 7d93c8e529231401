"""Each refusal names the file, the row or record and the field, and says why in a coordinator's words."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.imports.batch import Batch

Judge = Callable[..., Batch]
WHOLE = {"id": "o1", "name": "Harbor Step"}
SERVICE = {"id": "s1", "name": "Night shelter"}


@pytest.mark.parametrize(
    ("item", "where", "said"),
    [
        ({"name": "Harbor Step"}, "a.json, record 2, id", "It is missing."),
        (
            "Harbor Step",
            "a.json, record 2",
            "A record with named fields should stand here, and something else does.",
        ),
        ({**WHOLE, "mood": "good"}, "a.json, record 2, mood", "HSDS has no field of this name here"),
        ({**WHOLE, "name": 7}, "a.json, record 2, name", "A text should stand here"),
        ({**WHOLE, "phones": "none"}, "a.json, record 2, phones", "A list should stand here"),
        (
            {**WHOLE, "phones": ["410"]},
            "a.json, record 2, phones.0",
            "A record with named fields should stand here",
        ),
        ({**WHOLE, "services": [{"id": "s1"}]}, "a.json, record 2, services.0.name", "It is missing."),
        (
            {**WHOLE, "services": [{**SERVICE, "status": "on"}]},
            "a.json, record 2, services.0.status",
            "It must be one of these words: active, inactive",
        ),
        (
            {**WHOLE, "services": [{**SERVICE, "assured_date": "soon"}]},
            "a.json, record 2, services.0.assured_date",
            "This is no date; write it as 2026-12-31.",
        ),
        (
            {**WHOLE, "services": [{**SERVICE, "schedules": [{"byday": "MO", "opens_at": "nine"}]}]},
            "a.json, record 2, services.0.schedules.0.opens_at",
            "A time is written as 09:30.",
        ),
        (
            {**WHOLE, "services": [{**SERVICE, "cost_options": [{"amount": "ten"}]}]},
            "a.json, record 2, services.0.cost_options.0.amount",
            "This is not a number.",
        ),
    ],
)
def test_what_a_json_file_has_wrong(
    tmp_path: Path, judge: Judge, item: object, where: str, said: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"id": "o0", "name": "Canton Table"}, item]))

    problem = judge(path).problems[0]

    assert problem.where == where
    assert problem.message.startswith(said)


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ("1,7,,9:00,17:00", "weekday", "The row has no day."),
        ("1,7,Monday,,17:00", "opens_at", "The row has no opening time."),
        ("1,7,Monday,9:00,", "closes_at", "The row has no closing time."),
        ("1,7,Someday,9:00,17:00", "weekday", "“Someday” is no day that can be read; write it as Monday."),
        ("1,7,Monday,noonish,17:00", "opens_at", "“noonish” is no opening time that can be read"),
    ],
)
def test_what_hours_have_wrong(
    write: Callable[..., Path], judge: Judge, row: str, field: str, said: str
) -> None:
    batch = judge(write(hours_csv=f"id,service_id,weekday,opens_at,closes_at\n{row}\n"))

    problem = next(each for each in batch.problems if each.row)
    assert problem.where == f"hours.csv, row 2, {field}"
    assert problem.message.startswith(said)
