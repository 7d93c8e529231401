"""A consent is as wide as what was signed: no merge of the directory's records widens it, and every page says so."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.database import Database
from reentry.consents import consents
from reentry.consents.consents import Consent, Terms
from reentry.consents.disclosure import SCOPES, covers
from reentry.consents.old_names import OldName, old_names
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.referrals import referrals
from resources.changes import editing
from resources.changes.editing import Author
from resources.duplicates.merge import Merge
from resources.duplicates.merging import MERGED, merge, undo
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.browser import Browser
from tests.conftest import NOW
from tests.reentry.plans.providers import provide_all
from tests.resources.directory_records import keep, place, service

TODAY = date(2026, 11, 21)
LogIn = Callable[..., Browser]


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Marcus."""
    return take_in()


@pytest.fixture
def program(database: Database) -> UUID:
    """A treatment program's service."""
    return provide_all(database)["treatment"]


class Desk:
    """A person with a consent for the program, and the coordinator who merges and renames."""

    def __init__(self, database: Database, clerk: Clerk, person_id: UUID, program: UUID) -> None:
        self.database, self.clerk, self.person_id, self.program = database, clerk, person_id, program
        self.author = Author(clerk.staff_id, NOW + timedelta(hours=1))
        with database.reading() as session:
            self.named = session.get_one(Service, program).organization_id
        self.kept = keep(database, "Marshgate Recovery Center", service("Desk", place())).id

    def sign(self, organization_id: UUID, *scope: str) -> UUID:
        terms = Terms(
            scope or ("treatment",), "to arrange treatment", TODAY, date(2027, 5, 1), organization_id
        )
        with self.database.writing() as session:
            person = session.get_one(Person, self.person_id)
            return consents.record(session, person, terms, self.clerk, TODAY).id

    def merge(self, choices: dict[str, str] | None = None) -> UUID:
        """The consent's organization goes into the other record."""
        with self.database.writing() as session:
            one, other = (session.get_one(Organization, own) for own in (self.kept, self.named))
            return merge(session, one, other, choices or {}, self.author).id

    def part(self, merge_id: UUID) -> None:
        with self.database.writing() as session:
            undo(session, session.get_one(Merge, merge_id), self.author)

    def told(self) -> list[OldName]:
        with self.database.reading() as session:
            held = consents.of_person(session, session.get_one(Person, self.person_id))
            found = list(old_names(session, held, TODAY).values())
            for each in found:
                assert each.now_called
            return found

    def covered(self, organization_id: UUID) -> set[str]:
        """What this organization may be told on a consent."""
        with self.database.reading() as session:
            held = session.scalars(select(Consent)).all()
            return {scope for scope in SCOPES if covers(held, organization_id, scope, TODAY)}

    def letter(self) -> UUID:
        with self.database.writing() as session:
            person = session.get_one(Person, self.person_id)
            return referrals.draft(session, person, self.program, None, "", None, self.clerk).id


@pytest.fixture
def desk(database: Database, clerk: Clerk, person_id: UUID, program: UUID) -> Desk:
    return Desk(database, clerk, person_id, program)


def test_no_merge_lets_the_kept_record_be_told_what_was_signed_for_the_other(desk: Desk) -> None:
    desk.sign(desk.named)

    desk.merge()

    assert desk.covered(desk.kept) == set()
    (told,) = desk.told()
    assert (told.name, told.now.id, told.relied_on, told.to_ask) == (
        "Marshgate Recovery",
        desk.kept,
        False,
        True,
    )


def test_not_even_where_the_kept_record_takes_the_other_ones_name(desk: Desk) -> None:
    desk.sign(desk.named)

    desk.merge({"name": MERGED})

    assert desk.covered(desk.kept) == set()
    assert [each.to_ask for each in desk.told()] == [True]


def test_what_was_signed_for_the_kept_record_still_holds_for_it_alone(desk: Desk) -> None:
    desk.sign(desk.kept)

    desk.merge()

    assert desk.covered(desk.kept) == {"treatment"}
    assert desk.told() == []


def test_once_all_of_it_is_signed_for_again_nobody_is_asked(desk: Desk) -> None:
    desk.sign(desk.named, "treatment", "health")
    desk.merge()

    desk.sign(desk.kept, "treatment")
    assert [each.to_ask for each in desk.told()] == [True]
    desk.sign(desk.kept, "health")

    assert [(each.to_ask, each.renewed) for each in desk.told()] == [(False, True)]


def test_a_merge_taken_back_leaves_the_consent_as_it_was_signed(desk: Desk) -> None:
    desk.sign(desk.named)

    desk.part(desk.merge())

    assert desk.covered(desk.named) == {"treatment"}
    assert desk.told() == []


def test_a_record_of_another_name_is_the_recipient_it_was_and_the_name_signed_for_is_told(
    desk: Desk,
) -> None:
    desk.sign(desk.named)
    with desk.database.writing() as session:
        record = session.get_one(Organization, desk.named)
        editing.edit(session, record, {"name": "Marshgate Clinic"}, desk.author)

    (told,) = desk.told()

    assert (told.name, told.relied_on, told.to_ask) == ("Marshgate Recovery", True, False)
    assert desk.covered(desk.named) == {"treatment"}


def test_a_record_that_nobody_is_written_to_is_not_named(desk: Desk) -> None:
    desk.sign(desk.named)
    desk.merge()
    with desk.database.writing() as session:
        for each in session.get_one(Organization, desk.kept).services:
            each.held = True
        editing.edit(session, session.get_one(Service, desk.program), {"alert": "Held"}, desk.author)

    (told,) = desk.told()

    assert (told.now_called, told.to_ask) == ("another provider’s record", False)


def test_the_consent_page_says_why_and_prepares_the_same_consent_for_the_name_that_holds_now(
    desk: Desk, log_in: LogIn
) -> None:
    signed, browser = desk.sign(desk.named), log_in("caseworker")
    page = f"/people/{desk.person_id}/consents"
    assert "found this provider to be one" not in browser.get(page).text

    desk.merge()
    told = browser.get(page).text
    filled = browser.get(f"{page}?again={signed}").text

    assert "found this provider to be one with “Marshgate Recovery Center”" in told
    assert "nothing is told to “Marshgate Recovery Center” on it" in told
    assert f"{page}?again={signed}" in told
    assert f'<option value="{desk.kept}" selected>' in filled
    assert "to arrange treatment</textarea>" in filled
    assert "to arrange treatment</textarea>" not in browser.get(f"{page}?again={desk.kept}").text


def test_the_letter_is_not_written_on_it_and_its_page_says_what_to_do(desk: Desk, log_in: LogIn) -> None:
    desk.sign(desk.named)
    letter, browser = desk.letter(), log_in("caseworker")
    assert "not relied on" not in browser.get(f"/referrals/{letter}").text

    desk.merge()
    page = browser.get(f"/referrals/{letter}").text
    printed = browser.post(f"/referrals/{letter}/letter", {"format": "pdf"})

    assert "This letter cannot be written yet" in page
    assert "signed for “Marshgate Recovery”, which the directory found to be one with" in page
    assert "not relied on" in page
    assert f"back={letter}" in page
    assert printed.status == 409
    desk.sign(desk.kept)
    after = browser.get(f"/referrals/{letter}").text
    assert "cannot be written yet" not in after
    assert browser.post(f"/referrals/{letter}/letter", {"format": "pdf"}).status == 200
