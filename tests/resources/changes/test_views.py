"""The form of a record: who keeps the directory saves, others propose; nothing typed is lost, nobody overwritten."""

from uuid import UUID, uuid4

import pytest
from flask import Flask

from agency.database import Database
from resources.changes.draft import Draft
from resources.changes.fields import value_of
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.resources.changes.conftest import LogIn, changes, form_of
from tests.resources.directory_records import keep, place, service


def test_what_the_coordinator_saves_is_in_force_at_once(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"

    form = form_of(browser.get(page)) | {"alert": "Ring twice", "note": "They said so"}
    answer = browser.post(page, form, page)

    assert answer.status == 303
    with database.reading() as session:
        assert (session.get_one(Service, house).alert, session.get_one(Service, house).revision) == (
            "Ring twice",
            2,
        )
    (change,) = changes(database)
    assert (change.fields, change.note) == ({"alert": {"before": "", "after": "Ring twice"}}, "They said so")


@pytest.mark.parametrize("role", ["officer", "case_manager", "caseworker", "investigator"])
def test_what_others_send_waits(database: Database, log_in: LogIn, house: UUID, role: str) -> None:
    browser, page = log_in(role), f"/directory/services/{house}/edit"

    opened = browser.get(page)
    answer = browser.post(page, form_of(opened) | {"alert": "Ring twice"}, page)

    assert ">Propose</button>" in opened.text
    assert answer.status == 303
    (change,) = changes(database)
    assert change.state == "open"
    with database.reading() as session:
        assert session.get_one(Service, house).alert == ""


@pytest.mark.parametrize("kind", ["services", "organizations", "locations"])
@pytest.mark.parametrize("role", ["auditor", "victim_services", "administrator"])
def test_roles_that_keep_no_directory_propose_nothing(
    database: Database, log_in: LogIn, role: str, kind: str
) -> None:
    assert log_in(role).get(f"/directory/{kind}/{uuid4()}/edit").status == 403


@pytest.mark.parametrize("kind", ["services", "organizations", "locations"])
def test_an_untouched_form_changes_nothing_of_any_record(
    database: Database, log_in: LogIn, house: UUID, place_id: UUID, kind: str
) -> None:
    with database.reading() as session:
        ids = {
            "services": house,
            "locations": place_id,
            "organizations": session.get_one(Service, house).organization_id,
        }
    browser, page = log_in("coordinator"), f"/directory/{kind}/{ids[kind]}/edit"

    answer = browser.post(page, form_of(browser.get(page)), page)

    assert answer.status == 422
    assert "Nothing would change" in answer.text
    assert changes(database) == []


def test_every_list_grows_by_a_row_and_keeps_what_was_typed(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"
    form = form_of(browser.get(page)) | {"alert": "Typed"}

    for name in ("phones", "schedules", "requirements", "access_ways", "licenses", "areas", "needs"):
        answer = browser.post(page, form | {"add": name}, page)
        assert answer.status == 200
        form = form_of(answer)
    form |= {
        "phones.0.number": "410-555-0111",
        "schedules.0.byday": ["MO", "WE"],
        "schedules.0.opens_at": "09:00",
        "schedules.0.closes_at": "17:00",
        "requirements.0.rule": "minimum_age",
        "requirements.0.value": "18",
        "access_ways.0.kind": "walk_in",
        "access_ways.0.party": "The front desk",
        "licenses.0.name": "Certificate",
        "licenses.0.expires_on": "2027-06-30",
        "areas.0.name": "Allegany",
        "needs.1.need": "jobs",
        "cost_cents": "120.50",
        "languages": "Spanish\nFrench",
        "residential": "true",
    }
    answer = browser.post(page, form, page)

    assert answer.status == 303, answer.text
    with database.reading() as session:
        record = session.get_one(Service, house)
        assert [each.number for each in record.phones] == ["410-555-0111"]
        assert record.schedules[0].days == ("MO", "WE")
        assert (record.requirements[0].rule, record.requirements[0].value) == ("minimum_age", 18)
        assert record.access_ways[0].party == "The front desk"
        assert record.licenses[0].expires_on is not None
        assert {each.need for each in record.needs} == {"housing", "jobs"}
        assert (record.cost_cents, record.languages, record.residential) == (
            12_050,
            ["Spanish", "French"],
            True,
        )
        assert record.alert == "Typed"


def test_a_row_is_taken_away(database: Database, log_in: LogIn, house: UUID) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"

    shown = browser.post(page, form_of(browser.get(page)) | {"remove": "at_locations.0"}, page)
    browser.post(page, form_of(shown), page)

    with database.reading() as session:
        assert session.get_one(Service, house).at_locations == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"url": "nowhere"}, "url"),
        ({"cost_cents": "much"}, "cost_cents"),
        ({"season_from": "31 May"}, "season_from"),
        ({"needs.0.need": "gold"}, "needs.0.need"),
        ({"phones.0.number": "", "phones.0.description": "desk"}, "phones.0.number"),
        ({"closed_until": "soon"}, "closed_until"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(
    log_in: LogIn, house: UUID, typed: dict[str, str], field: str
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"

    answer = browser.post(page, form_of(browser.get(page)) | {"alert": "Kept"} | typed, page)

    assert answer.status == 422
    assert f'id="field-{field}-error"' in answer.text
    assert answer.typed["alert"] == ["Kept"]


def test_a_field_nobody_knows_is_refused(log_in: LogIn, house: UUID) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"

    answer = browser.post(page, form_of(browser.get(page)) | {"assured_date": "2026-11-28"}, page)

    assert answer.status == 422


def test_two_who_change_different_fields_both_prevail(database: Database, log_in: LogIn, house: UUID) -> None:
    one, other, page = log_in("coordinator"), log_in("supervisor"), f"/directory/services/{house}/edit"
    first, second = form_of(one.get(page)), form_of(other.get(page))

    one.post(page, first | {"alert": "Ring twice"}, page)
    answer = other.post(page, second | {"description": "A house"}, page)

    assert answer.status == 303
    assert "Meanwhile somebody else changed: Warning" in other.get(answer.headers["Location"]).text
    with database.reading() as session:
        record = session.get_one(Service, house)
        assert (record.alert, record.description) == ("Ring twice", "A house")


def test_two_who_change_one_field_are_shown_both_and_choose(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    one, other, page = log_in("coordinator"), log_in("supervisor"), f"/directory/services/{house}/edit"
    first, second = form_of(one.get(page)), form_of(other.get(page))
    one.post(page, first | {"alert": "Ring twice", "url": "https://one.example"}, page)

    met = other.post(
        page, second | {"alert": "Knock", "url": "https://two.example", "email": "a@b.example"}, page
    )

    assert met.status == 409
    for said in ("Ring twice", "Knock", "Test Coordinator", "https://one.example", "https://two.example"):
        assert said in met.text
    with database.reading() as session:
        assert session.get_one(Service, house).email == ""

    chosen = form_of(met) | {"choice.alert": "now", "choice.url": "typed"}
    assert other.post(page, chosen, page).status == 303
    with database.reading() as session:
        record = session.get_one(Service, house)
        assert (record.alert, record.url, record.email) == (
            "Ring twice",
            "https://two.example",
            "a@b.example",
        )


def test_what_was_typed_is_kept_offered_and_gone_once_saved(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"
    draft = f"/directory/services/{house}/draft"

    form = form_of(browser.get(page)) | {"alert": "Half a sent"}
    assert browser.post(draft, form, page).status == 200
    assert browser.post(draft, form | {"alert": "Half a sentence"}, page).status == 200
    reopened, used = browser.get(page), browser.get(f"{page}?draft=use")

    assert "is still here" in reopened.text
    assert reopened.typed["alert"] == [""]
    assert used.typed["alert"] == ["Half a sentence"]
    browser.post(page, form_of(used), page)
    assert "is still here" not in browser.get(page).text
    with database.reading() as session:
        assert session.get_one(Service, house).alert == "Half a sentence"


def test_a_draft_is_its_authors_alone_and_can_be_discarded(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    one, other, page = log_in("coordinator"), log_in("supervisor"), f"/directory/services/{house}/edit"
    one.post(f"/directory/services/{house}/draft", form_of(one.get(page)) | {"alert": "Mine"}, page)

    assert "is still here" not in other.get(page).text
    one.post(f"/directory/services/{house}/draft/removal", {}, page)

    assert "is still here" not in one.get(page).text


def test_a_draft_older_than_the_record_says_so_and_still_meets_what_changed(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    one, other, page = log_in("coordinator"), log_in("supervisor"), f"/directory/services/{house}/edit"
    one.post(f"/directory/services/{house}/draft", form_of(one.get(page)) | {"alert": "Mine"}, page)
    other.post(page, form_of(other.get(page)) | {"alert": "Theirs"}, page)

    used = one.get(f"{page}?draft=use")

    assert "changed since" in used.text
    assert one.post(page, form_of(used), page).status == 409


def test_keeping_a_draft_is_no_change_of_the_directory(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    from resources.records import directory_version

    browser, page = log_in("coordinator"), f"/directory/services/{house}/edit"
    with database.reading() as session:
        before = directory_version.current(session)

    browser.post(f"/directory/services/{house}/draft", form_of(browser.get(page)), page)

    with database.reading() as session:
        assert directory_version.current(session) == before
        assert session.query(Draft).count() == 1


@pytest.mark.parametrize("role", ["officer", "coordinator"])
def test_a_street_in_prose_is_shown_to_nobody_and_stays_where_it_is(
    database: Database, log_in: LogIn, role: str
) -> None:
    secret = place(confidential=True)
    secret.addresses[0].address_1 = "12 Hidden Street"
    told = service("Shelter", secret, description="Come to 12 Hidden Street at night.")
    kept = keep(database, "Lantern", told)
    browser, page = log_in(role), f"/directory/services/{kept.services[0].id}/edit"

    shown = browser.get(page)
    browser.post(page, form_of(shown) | {"alert": "Ring"}, page)

    assert "Hidden Street" not in shown.text
    with database.reading() as session:
        assert "Hidden Street" in session.get_one(Service, kept.services[0].id).description
    assert "description" not in changes(database)[0].fields


def test_a_confidential_address_can_be_replaced_and_not_read(database: Database, log_in: LogIn) -> None:
    secret = place(confidential=True)
    secret.addresses[0].address_1 = "12 Hidden Street"
    kept = keep(database, "Lantern", service("Shelter", secret))
    own = kept.locations[0].id
    browser, page = log_in("coordinator"), f"/directory/locations/{own}/edit"

    shown = browser.get(page)
    grown = browser.post(page, form_of(shown) | {"add": "addresses"}, page)
    new = {"addresses.0.address_1": "7 Other Street", "addresses.0.city": "Frostburg"}
    browser.post(page, form_of(grown) | new, page)

    history = browser.get(f"/directory/locations/{own}/history")
    with database.reading() as session:
        assert [each.address_1 for each in session.get_one(Location, own).addresses] == ["7 Other Street"]
    for answer in (shown, grown, history):
        assert "Hidden Street" not in answer.text
        assert "Other Street" not in answer.text
    assert "data-map" not in shown.text
    assert "not shown" in history.text


def test_a_confidential_place_opens_to_those_who_keep_the_directory_only(
    database: Database, log_in: LogIn
) -> None:
    kept = keep(database, "Lantern", service("Shelter", place(confidential=True), held=True))
    officer = log_in("officer")

    for path in (f"locations/{kept.locations[0].id}", f"services/{kept.services[0].id}"):
        assert officer.get(f"/directory/{path}/edit").status == 404
        assert officer.get(f"/directory/{path}/history").status == 404


def test_a_place_that_becomes_confidential_forgets_its_point(
    database: Database, log_in: LogIn, place_id: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/locations/{place_id}/edit"

    browser.post(page, form_of(browser.get(page)) | {"confidential": "true"}, page)

    with database.reading() as session:
        where = session.get_one(Location, place_id)
        assert (where.confidential, where.latitude) == (True, None)


def test_a_survivors_place_stays_confidential(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Lantern", service("Shelter", place(), victim_services=True))
    page = f"/directory/locations/{kept.locations[0].id}/edit"
    browser = log_in("coordinator")

    answer = browser.post(page, form_of(browser.get(page)) | {"confidential": []}, page)

    assert answer.status == 422
    assert "stays confidential" in answer.text


def test_an_organization_is_edited_too(database: Database, log_in: LogIn, house: UUID) -> None:
    with database.reading() as session:
        own = session.get_one(Service, house).organization_id
    browser, page = log_in("coordinator"), f"/directory/organizations/{own}/edit"

    form = form_of(browser.get(page)) | {"email": "desk@invented.example", "phones.0.type": ["text"]}
    browser.post(page, form, page)

    with database.reading() as session:
        provider = session.get_one(Organization, own)
        assert provider.email == "desk@invented.example"
        assert {each["type"] for each in value_of(provider, "phones")} == {"fax", "text"}


def test_the_form_says_how_many_plans_and_letters_rest_on_the_record(
    app: Flask, monkeypatch: pytest.MonkeyPatch, log_in: LogIn, house: UUID
) -> None:
    class Relied:
        """Two plans and a letter rest on the house."""

        def open_plans(self, _: object) -> dict[UUID, int]:
            return {house: 2}

        def unsent_letters(self, _: object) -> dict[UUID, int]:
            return {house: 1}

    monkeypatch.setitem(app.extensions, "reliance", Relied())
    coordinator = log_in("coordinator")

    for page in (f"/directory/services/{house}", f"/directory/services/{house}/edit"):
        assert "Touches 2 open plans, 1 unsent letter" in coordinator.get(page).text
