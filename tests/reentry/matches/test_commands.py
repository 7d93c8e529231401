"""The match command answers for a person of the caseload and for one a file describes, in one shape."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceAtLocation, ServiceNeed

REQUIRED = {
    "service_id",
    "location_id",
    "organization",
    "service",
    "status",
    "rank",
    "score",
    "parts",
    "distance_miles",
    "reasons",
    "would_qualify_if",
}


@pytest.fixture
def directory(database: Database) -> None:
    """Three places to live: one near and open, one far and for people of 60, one for whoever was referred."""
    with database.writing() as session:
        for name, latitude, rules in (
            ("Near Porch", 39.33, [("accepts_violent_offense", "accepts", True)]),
            ("Far Elders", 39.63, [("minimum_age", "must", 60)]),
            (
                "Referred Row",
                39.34,
                [("referral", "must", "required"), ("accepts_violent_offense", "accepts", True)],
            ),
        ):
            place = Location(latitude=latitude, longitude=-76.6, precision_m=100.0)
            rows = [
                ServiceRequirement(rule=rule, mode=mode, value=value, confirmed_on=date(2026, 10, 1))
                for rule, mode, value in rules
            ]
            service = Service(name="Rooms", needs=[ServiceNeed(need="housing")], requirements=rows)
            service.at_locations = [ServiceAtLocation(location=place)]
            session.add(Organization(name=name, services=[service], locations=[place]))
        audit.record(session, "directory.edited", None, fields="all")


@pytest.fixture
def run(app: Flask, directory: None, office: UUID) -> Callable[..., Any]:
    """Runs the command."""

    def execute(*arguments: str, fails: bool = False) -> Any:
        done = app.test_cli_runner().invoke(args=["match", *arguments])
        assert (done.exit_code != 0) is fails, done.output
        return done.output if fails else json.loads(done.output)

    return execute


FILE = {
    "facts": {
        "birth_date": "1988-05-02",
        "referral": False,
        "offenses": {"sex_offense": False, "arson": False},
    },
    "conditions": {},
    "needs": ["housing"],
    "place": {"city": "Baltimore", "state": "MD", "postal_code": "21218"},
}


def test_a_file_is_matched_in_tiers_with_reasons(run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FILE))

    found = run("--facts", str(path), "--on", "2027-02-14", "--all", "--json")

    assert found["on"] == "2027-02-14"
    listed = found["needs"]["housing"]
    assert [(each["organization"], each["status"]) for each in listed] == [
        ("Near Porch", "eligible"),
        ("Referred Row", "not_eligible"),
        ("Far Elders", "not_eligible"),
    ]
    assert [each["rank"] for each in listed] == [1, 2, 3]
    assert all(set(each) == REQUIRED for each in listed)
    assert listed[1]["would_qualify_if"] == ["referral"]
    assert listed[2]["would_qualify_if"] == []
    assert 0 < listed[0]["distance_miles"] < 5


def test_without_all_only_what_can_be_offered_is_listed(run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FILE))

    found = run("--facts", str(path), "--json", "--need", "housing", "--need", "jobs")

    assert [each["organization"] for each in found["needs"]["housing"]] == ["Near Porch"]
    assert found["needs"]["jobs"] == []


def test_a_person_is_judged_for_the_release_date(
    run: Callable[..., Any], take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()

    found = run(str(person_id), "--json")

    assert found["on"] == "2027-02-14"
    assert set(found["needs"]) == {"housing", "substance_use_treatment", "jobs"}


def test_a_point_serves_as_the_place_too(run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({**FILE, "place": {"latitude": 39.33, "longitude": -76.6}}))

    found = run("--facts", str(path), "--json")

    assert found["needs"]["housing"][0]["distance_miles"] == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "must hold one JSON object"),
        ("{", "is not a JSON file"),
        ('{"facts": {"citizenship": "?"}}', "facts.citizenship: Unknown field."),
        ('{"facts": {"birth_date": "soon"}}', "facts.birth_date: Not a valid date."),
        ('{"needs": ["yacht"]}', "needs.0"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(
    run: Callable[..., Any], tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(content)

    output = run("--facts", str(path), "--json", fails=True)

    assert told in output
    assert len(output.strip().splitlines()) == 1


def test_an_unknown_person_is_told(run: Callable[..., Any]) -> None:
    assert "There is no person" in run("00000000-0000-0000-0000-000000000001", fails=True)
