"""The HSDS API: the standard's answers to the standard's questions, and nothing secret in any of them."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from agency.access import api_tokens
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from resources.changes.editing import Author, edit
from resources.duplicates.merge import Merge
from resources.duplicates.merging import BOTH, merge, undo
from resources.geocoding.geocoder import Geocoder
from resources.hsds import taxonomy
from resources.hsds.finding import every
from resources.imports.importing import import_directory
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation, ServiceNeed
from tests.conftest import NOW, CountQueries
from tests.resources.hsds.conftest import SECRET, Validate, key

LISTS = {
    "services": ("compiled/service_list", "compiled/service"),
    "organizations": ("compiled/organization_list", "compiled/organization"),
    "service_at_locations": ("compiled/service_at_location_list", "compiled/service_at_location"),
    "taxonomies": ("taxonomy", "taxonomy"),
    "taxonomy_terms": ("taxonomy_term", "taxonomy_term"),
}
REMOTE = re.compile(r'\{"\$ref": "https://[^"]*"\}')
pytestmark = pytest.mark.usefixtures("directory")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A program without any session."""
    return app.test_client()


def ask(client: FlaskClient, path: str) -> dict[str, Any]:
    """The answer to a question that is in order."""
    answer = client.get(f"/hsds{path}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def found(client: FlaskClient, path: str) -> list[str]:
    """The names of what a list holds, or the ids where it has none."""
    return sorted(each.get("name", each["id"]) for each in ask(client, path)["contents"])


def test_the_first_page_says_which_standard_it_is(client: FlaskClient) -> None:
    about = ask(client, "/")

    assert about["version"] == "3.0"
    assert about["openapi_url"].endswith("/hsds/openapi.json")


def test_the_description_is_sound_and_marks_what_the_standard_leaves_free(client: FlaskClient) -> None:
    document = ask(client, "/openapi.json")

    # The standard's own schemas lie where no test goes.
    OpenAPIV31SpecValidator(json.loads(REMOTE.sub("{}", json.dumps(document)))).validate()
    optional = {
        path
        for path, operations in document["paths"].items()
        if operations["get"].get("tags") == ["Optional"]
    }
    assert optional == {f"/{name}{rest}" for name in LISTS if name != "services" for rest in ("", "/{id}")}
    asked = {each["name"] for each in document["paths"]["/service_at_locations"]["get"]["parameters"]}
    assert {
        "search",
        "postcode",
        "proximity",
        "modified_after",
        "full",
        "format",
        "page",
        "per_page",
    } <= asked


@pytest.mark.parametrize("name", LISTS)
def test_every_list_and_record_is_as_the_schema_says(
    client: FlaskClient, validate: Validate, name: str
) -> None:
    listed, single = LISTS[name]

    page = ask(client, f"/{name}")

    assert page["contents"]
    faults = [fault for each in page["contents"] for fault in validate(listed, each)]
    faults += [
        fault for each in page["contents"] for fault in validate(single, ask(client, f"/{name}/{each['id']}"))
    ]
    assert faults == []


@pytest.mark.shared_data
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_record_of_a_real_directory_is_as_the_schema_says(
    client: FlaskClient, database: Database, validate: Validate, shared: Path
) -> None:
    path = shared / "data" / "baltimore_charmcare"
    with database.writing() as session:
        import_directory(session, path, NOW, Geocoder)
        audit.record(session, "directory.imported", None, source="real", created=1, updated=0)

    faults, checked = [], 0
    for name, (_, single) in list(LISTS.items())[:3]:
        for line in client.get(f"/hsds/{name}?format=ndjson&full=true").text.splitlines():
            checked += 1
            faults += validate(single, json.loads(line))

    assert checked > 4000
    assert faults == []


def test_a_page_says_where_it_stands(client: FlaskClient) -> None:
    first, last = ask(client, "/services?per_page=1"), ask(client, "/services?per_page=1&page=2")
    beyond = ask(client, "/services?per_page=1&page=3")

    assert (first["total_items"], first["total_pages"], first["size"]) == (2, 2, 1)
    assert (first["first_page"], first["last_page"], first["empty"]) == (True, False, False)
    assert (last["first_page"], last["last_page"], last["page_number"]) == (False, True, 2)
    assert (beyond["empty"], beyond["contents"], beyond["page_number"]) == (True, [], 3)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Harbor Beds", "Harbor Desk"]),
        ("search=rooms", ["Harbor Beds"]),
        ("search=harbor+rooms", ["Harbor Beds"]),
        ("search=harbor+nothing", []),
        (f"taxonomy_term_id={taxonomy.TERM_IDS['jobs']}", ["Harbor Desk"]),
        (f"taxonomy_term_id={key('no term')}", []),
        (f"taxonomy_id={taxonomy.TAXONOMY_ID}", ["Harbor Beds", "Harbor Desk"]),
        (f"taxonomy_id={key('no taxonomy')}", []),
        (f"organization_id={key('harbor')}", ["Harbor Beds"]),
        (f"organization_id={key('harbor')}&taxonomy_term_id={taxonomy.TERM_IDS['jobs']}", []),
        ("modified_after=2026-04-01", ["Harbor Desk"]),
        ("modified_after=2026-06-01T12:00:00Z", ["Harbor Desk"]),
        ("modified_after=2026-06-01T12:00:01Z", []),
    ],
)
def test_parameters_narrow_the_services_together(
    client: FlaskClient, query: str, expected: list[str]
) -> None:
    assert found(client, f"/services?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["beds at north", "desk at south"]),
        ("postcode=21218&proximity=2000", ["beds at north"]),
        ("postcode=21218&proximity=20000", ["beds at north", "desk at south"]),
        ("postcode=21218&proximity=20000&search=desk", ["desk at south"]),
        ("postcode=21218", ["beds at north", "desk at south"]),
        ("postcode=21701", ["desk at south"]),
        ("postcode=00000&proximity=1000", []),
    ],
)
def test_places_are_found_around_a_zip_code(client: FlaskClient, query: str, expected: list[str]) -> None:
    assert found(client, f"/service_at_locations?{query}") == sorted(str(key(name)) for name in expected)


def test_lists_come_line_by_line_whole_or_as_bare_ids(client: FlaskClient) -> None:
    lines = client.get("/hsds/services?format=ndjson&per_page=1")
    whole = ask(client, "/services?full=true")["contents"]
    bare = ask(client, "/services?minimal=true&per_page=1")["contents"]

    assert lines.mimetype == "application/x-ndjson"
    assert len(lines.text.splitlines()) == 2
    assert {"schedules", "phones"} <= whole[0].keys() | whole[1].keys()
    assert [set(each) for each in bare] == [{"id", "modified_date"}] * 2
    assert "name" in ask(client, f"/organizations/{key('harbor')}?full_service=true")["services"][0]


def test_nothing_secret_stands_in_any_answer(client: FlaskClient) -> None:
    paths = [f"/{name}?full=true" for name in list(LISTS)[:3]] + [f"/{name}" for name in LISTS]
    paths += ["/organizations?full_service=true", f"/organizations/{key('wren')}", f"/services/{key('desk')}"]

    told = "".join(client.get(f"/hsds{path}").text for path in paths)

    for secret in (
        SECRET,
        "Wren Hollow",
        "Wren Shelter",
        "Hidden House",
        "Held Record",
        "Shut Office",
        "Canary",
    ):
        assert secret not in told
    assert "accepts_" not in told
    assert "39.294" not in told
    assert "victim_services" not in told


@pytest.mark.parametrize(
    "path",
    [
        f"/services/{key('shelter')}",
        f"/services/{key('held')}",
        f"/organizations/{key('shut')}",
        f"/service_at_locations/{key('desk at hidden')}",
        f"/service_at_locations/{key('shelter at hidden')}",
        f"/taxonomy_terms/{taxonomy.TERM_IDS['victim_services']}",
        f"/services/{key('nobody')}",
        f"/taxonomies/{key('nobody')}",
    ],
)
def test_what_is_secret_reads_like_what_is_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/hsds{path}")

    assert answer.status_code == 404
    assert answer.get_json()["message"] == "There is no such record in the published directory."


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "per_page=100000",
        "format=xml",
        "modified_after=soon",
        "taxonomy_id=7",
        "full=perhaps",
        "near=here",
    ],
)
def test_a_question_that_cannot_be_read_is_refused_by_its_field(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/hsds/services?{query}")

    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("postcode=2121", "postcode"),
        ("postcode=212180", "postcode"),
        ("postcode=%D9%A2%D9%A1%D9%A2%D9%A1%D9%A8", "postcode"),
        ("proximity=500", "proximity"),
        ("proximity=500&postcode=", "proximity"),
        ("postcode=21218&proximity=-1", "proximity"),
        ("postcode=21218&proximity=nan", "proximity"),
        ("page=1&page=2", "page"),
        ("search=beds&search=desk", "search"),
    ],
)
def test_a_place_or_an_answer_that_could_mean_anything_is_refused(
    client: FlaskClient, query: str, wrong: str
) -> None:
    answer = client.get(f"/hsds/service_at_locations?{query}")

    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [wrong]


def test_a_parameter_left_empty_asks_nothing(client: FlaskClient) -> None:
    empty = "&".join(
        f"{name}=" for name in ("page", "full", "taxonomy_id", "modified_after", "format", "search")
    )

    assert ask(client, f"/services?{empty}") == ask(client, "/services")


def test_a_zip_code_with_its_four_is_that_zip_code(client: FlaskClient) -> None:
    near = "proximity=1000"

    assert found(client, f"/service_at_locations?postcode=21218-1234&{near}") == found(
        client, f"/service_at_locations?postcode=21218&{near}"
    )


def since(client: FlaskClient, moment: datetime) -> list[str]:
    """The services that changed at or after a moment."""
    return found(client, f"/services?modified_after={moment:%Y-%m-%dT%H:%M:%SZ}")


@pytest.mark.parametrize(
    ("model", "name", "after"),
    [
        (Service, "beds", {"fees_description": "$9 a night"}),
        (Service, "beds", {"schedules": []}),
        (Organization, "harbor", {"website": "https://harbor.example"}),
        (Location, "North House", {"transportation": "Bus 3"}),
    ],
)
def test_a_service_is_modified_when_it_or_its_provider_or_its_place_is_edited(
    client: FlaskClient,
    database: Database,
    clock: FixedClock,
    model: type[Any],
    name: str,
    after: dict[str, Any],
) -> None:
    assert since(client, NOW) == []

    with database.writing() as session:
        edit(session, session.get_one(model, key(name)), after, Author(None, clock.now()))

    assert since(client, NOW) == ["Harbor Beds"]
    told = ask(client, f"/services/{key('beds')}")["last_modified"]
    assert told == "2026-11-21T14:00:00.000+00:00"
    bare = {each["id"]: each["modified_date"] for each in ask(client, "/services?minimal=true")["contents"]}
    assert bare[str(key("beds"))] == told
    assert bare[str(key("desk"))] == "2026-06-01T12:00:00.000+00:00"


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations"])
def test_everything_comes_line_by_line_however_few_are_read_at_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    whole = [
        f"{json.dumps(each, ensure_ascii=False)}" for each in ask(client, f"/{path}?full=true")["contents"]
    ]
    monkeypatch.setattr("resources.hsds.finding.every", partial(every, at_once=1))

    answer = client.get(f"/hsds/{path}?format=ndjson&full=true&page=2&per_page=1")

    assert answer.mimetype == "application/x-ndjson"
    assert list(map(json.loads, answer.text.splitlines())) == list(map(json.loads, whole))
    assert len(whole) >= 2


def test_nothing_is_no_line(client: FlaskClient) -> None:
    assert client.get("/hsds/services?format=ndjson&search=nowhere").text == ""


def test_bare_ids_are_told_in_a_few_questions_however_many_there_are(
    client: FlaskClient, count_queries: CountQueries
) -> None:
    with count_queries() as asked:
        ask(client, "/services?minimal=true")

    assert len([each for each in asked if "FROM service" in each or "FROM directory_modified" in each]) <= 4


class TestBeforeItIsPublished:
    """Until the agency opens it, the directory is for staff and for programs with a token."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """An agency that has not published its directory."""
        return replace(settings, publish_directory=False)

    def test_nobody_else_reads_anything(self, client: FlaskClient) -> None:
        for path in ("/", "/openapi.json", "/services", f"/services/{key('beds')}", "/taxonomies"):
            answer = client.get(f"/hsds{path}", headers={"Authorization": "Bearer not-one"})

            assert answer.status_code == 401
            assert "Harbor" not in answer.text

    def test_a_token_opens_it_until_it_is_ended(
        self, client: FlaskClient, database: Database, clock: FixedClock
    ) -> None:
        with database.writing() as session:
            _, text = api_tokens.make(session, "a state's search", clock.now())
            audit.record(session, "api_token.made", None)
        bearer = {"Authorization": f"Bearer {text}"}

        assert client.get("/hsds/services", headers=bearer).status_code == 200

        with database.writing() as session:
            api_tokens.end(session, "a state's search", clock.now())
            audit.record(session, "api_token.ended", None)
        assert client.get("/hsds/services", headers=bearer).status_code == 401


def test_an_id_of_a_duplicate_leads_to_the_record_that_was_kept(
    client: FlaskClient, database: Database
) -> None:
    with database.writing() as session:
        session.add(Organization(id=key("twin"), name="Harbor Homes, Inc.", merged_into=key("harbor")))
        shut = session.get_one(Organization, key("shut"))
        shut.services.append(Service(id=key("twin beds"), name="Beds", merged_into=key("beds")))
        audit.record(session, "directory.edited", None, fields="all")

    for old, kept, path in (("twin beds", "beds", "services"), ("twin", "harbor", "organizations")):
        answer = client.get(f"/hsds/{path}/{key(old)}")
        assert (answer.status_code, answer.location.split("?")[0]) == (302, f"/hsds/{path}/{key(kept)}")
        assert client.get(answer.location).get_json()["id"] == str(key(kept))
    assert str(key("twin")) not in client.get("/hsds/organizations").text
    assert str(key("twin beds")) not in client.get("/hsds/services").text


def test_an_id_of_a_duplicate_of_a_secret_record_tells_nothing(
    client: FlaskClient, database: Database
) -> None:
    with database.writing() as session:
        wren = session.get_one(Organization, key("wren"))
        wren.services.append(Service(id=key("twin shelter"), name="Wren", merged_into=key("shelter")))
        audit.record(session, "directory.edited", None, fields="all")

    assert client.get(f"/hsds/services/{key('twin shelter')}").status_code == 404


@pytest.fixture
def twins(database: Database) -> Callable[[], list[UUID]]:
    """A second record of a provider, merged into the first when called; the merges, the last first."""
    with database.writing() as session:
        place = Location(id=key("twin house"), name="North House")
        beds = Service(id=key("twin beds"), name="Harbor Beds", needs=[ServiceNeed(need="housing")])
        beds.at_locations = [ServiceAtLocation(id=key("twin beds at twin house"), location=place)]
        made = Organization(id=key("twin"), name="Harbor Homes, Inc.", services=[beds], locations=[place])
        session.add(made)
        own = session.get_one(Service, key("beds"))
        own.at_locations.append(ServiceAtLocation(id=key("beds at twin house"), location=place))
        audit.record(session, "directory.edited", None, fields="all")

    def unite() -> list[UUID]:
        author = Author(None, NOW)
        pairs: list[tuple[type[Any], str, str]] = [
            (Organization, "harbor", "twin"),
            (Location, "North House", "twin house"),
            (Service, "beds", "twin beds"),
        ]
        with database.writing() as session:
            done = []
            for model, kept, merged in pairs:
                sides = (session.get_one(model, key(kept)), session.get_one(model, key(merged)))
                done.append(merge(session, *sides, {"at_locations": BOTH}, author).id)
            return done[::-1]

    return unite


OLD_LINKS = ("twin beds at twin house", "beds at twin house")


@pytest.mark.parametrize("old", OLD_LINKS)
def test_a_link_of_a_merged_service_or_place_leads_to_the_one_that_stands_for_it(
    client: FlaskClient, twins: Callable[[], list[UUID]], database: Database, old: str
) -> None:
    address = f"/hsds/service_at_locations/{key(old)}"
    assert client.get(address).status_code == 200

    merges = twins()

    answer = client.get(address)
    assert (answer.status_code, answer.location) == (
        302,
        f"/hsds/service_at_locations/{key('beds at north')}",
    )
    assert client.get(answer.location).status_code == 200
    assert found(client, "/service_at_locations?full=true").count(str(key("beds at north"))) == 1
    assert str(key(old)) not in client.get("/hsds/service_at_locations").text
    with database.writing() as session:
        for done in merges:
            undo(session, session.get_one(Merge, done), Author(None, NOW))
    assert client.get(address).status_code == 200


def test_a_link_that_leads_to_a_secret_place_now_is_told_as_one_that_never_was(
    client: FlaskClient, twins: Callable[[], list[UUID]], database: Database
) -> None:
    twins()
    with database.writing() as session:
        session.get_one(Location, key("North House")).confidential = True
        audit.record(session, "directory.edited", None, fields="confidential")

    for old in (*OLD_LINKS, "beds at north", "never there"):
        assert client.get(f"/hsds/service_at_locations/{key(old)}").status_code == 404


def test_a_list_of_a_merged_organization_is_that_of_the_kept_one(
    client: FlaskClient, twins: Callable[[], list[UUID]]
) -> None:
    twins()

    for path in ("services", "service_at_locations"):
        lists = [found(client, f"/{path}?organization_id={key(each)}") for each in ("twin", "harbor")]
        assert lists[0] == lists[1] != []
