"""The queue of proposals: what stands beside what is proposed, by whom, why; decided once, told what overlaps."""

from datetime import timedelta
from uuid import UUID

import pytest

from agency.database import Database
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.records.services import Service
from tests.conftest import NOW
from tests.resources.changes.conftest import LogIn, changes, form_of

QUEUE = "/directory/proposals"
LOU = Author(None, NOW, "Lou at the desk")


def _propose(database: Database, house: UUID, origin: str = "provider", **after: object) -> UUID:
    with database.writing() as session:
        record = session.get_one(Service, house)
        change = editing.propose(session, record, after, LOU, origin=origin, note="New on Monday")
        session.flush()
        return change.id


def _state(database: Database, own: UUID) -> tuple[str, str]:
    with database.reading() as session:
        change = session.get_one(Change, own)
        return change.state, change.decision_note


def test_a_proposal_stands_beside_what_is_on_record(database: Database, log_in: LogIn, house: UUID) -> None:
    _propose(database, house, name="Stair House")

    page = log_in("coordinator").get(QUEUE).text

    for said in ("Step House", "Stair House", "Lou at the desk", "The provider", "New on Monday"):
        assert said in page


def test_room_that_was_proposed_reads_as_one_says_it(database: Database, log_in: LogIn, house: UUID) -> None:
    room = {"said_on": "2026-11-20", "said_by": "Lou", "unit": "beds", "available": 3, "waiting_days": 1}
    _propose(database, house, capacity=room)

    page = log_in("coordinator").get(QUEUE).text

    assert "3 beds free, a wait of 1 day, said Nov 20, 2026 by Lou" in page
    assert "said_on" not in page
    assert "Point on the map" not in page


@pytest.mark.parametrize(
    ("decision", "state", "name"),
    [("approve", "in_force", "Stair House"), ("reject", "rejected", "Step House")],
)
def test_a_proposal_is_decided_with_a_note(
    database: Database, log_in: LogIn, house: UUID, decision: str, state: str, name: str
) -> None:
    own = _propose(database, house, name="Stair House")
    coordinator = log_in("coordinator")

    answer = coordinator.post(f"{QUEUE}/{own}/decision", {"decision": decision, "note": "Called"}, QUEUE)
    again = coordinator.post(f"{QUEUE}/{own}/decision", {"decision": decision}, QUEUE)

    assert (answer.status, again.status) == (303, 409)
    assert _state(database, own) == (state, "Called")
    with database.reading() as session:
        assert session.get_one(Service, house).name == name
    assert "No proposal waits" in coordinator.get(QUEUE).text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"decision": "perhaps", "note": "Called"}, "decision"),
        ({"note": "Called"}, "decision"),
        ({"decision": "approve", "note": "Called " * 100}, "note"),
    ],
)
def test_what_is_no_decision_is_refused_and_the_note_is_kept(
    database: Database, log_in: LogIn, house: UUID, sent: dict[str, str], field: str
) -> None:
    first = _propose(database, house, alert="Knock")
    own = _propose(database, house, name="Stair House")

    answer = log_in("coordinator").post(f"{QUEUE}/{own}/decision", sent, QUEUE)

    assert answer.status == 422
    assert f'href="#field-{field}-{own}"' in answer.text
    assert answer.text.index(f"proposal-{own}") < answer.text.index(f"proposal-{first}")
    assert [each.strip() for each in answer.typed["note"] if each] == [sent["note"].strip()]
    assert _state(database, own)[0] == "open"


def test_what_was_decided_meanwhile_asks_for_no_decision_again(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    own, coordinator = _propose(database, house, name="Stair House"), log_in("coordinator")
    coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "reject"}, QUEUE)

    assert coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "perhaps"}, QUEUE).status == 409


def test_proposals_about_the_same_field_are_told_of_each_other(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    _propose(database, house, name="Stair House")
    _propose(database, house, "referral", name="Steps House", alert="Knock")
    _propose(database, house, description="A house")

    page = log_in("coordinator").get(QUEUE).text

    assert page.count("Overlaps with what") == 2


def test_what_was_read_from_prose_is_decided_on_elsewhere(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    _propose(database, house, "reading", hours_description="Mondays")

    assert "Mondays" not in log_in("coordinator").get(QUEUE).text


def test_what_moved_on_is_shown_and_put_in_force_only_knowingly(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    own = _propose(database, house, name="Stair House")
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, house), {"name": "Third House"}, LOU)
    coordinator = log_in("coordinator")

    assert "Changed since; says now" in coordinator.get(QUEUE).text
    met = coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "approve", "note": "Called"}, QUEUE)
    assert met.status == 409
    assert "Third House" in met.text
    assert met.typed["note"] == ["Called"]

    over = {"decision": "approve", "over": "true"}
    assert coordinator.post(f"{QUEUE}/{own}/decision", over, QUEUE).status == 303
    with database.reading() as session:
        assert session.get_one(Service, house).name == "Stair House"
        assert session.get_one(Change, own).fields["name"]["before"] == "Third House"


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_only_those_who_keep_the_directory_decide(
    database: Database, log_in: LogIn, house: UUID, role: str
) -> None:
    own = _propose(database, house, name="Stair House")
    other = log_in(role)

    assert other.get(QUEUE).status == 403
    assert other.post(f"{QUEUE}/{own}/decision", {"decision": "approve"}, "/directory").status == 403


def test_ones_own_proposal_is_withdrawn_and_nobody_elses(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    officer, page = log_in("officer"), f"/directory/services/{house}/edit"
    officer.post(page, form_of(officer.get(page)) | {"alert": "Knock"}, page)
    (own,) = (each.id for each in changes(database))

    assert log_in("caseworker").post(f"{QUEUE}/{own}/withdrawal", {}, page).status == 404
    assert officer.post(f"{QUEUE}/{own}/withdrawal", {}, page).status == 303
    assert _state(database, own)[0] == "withdrawn"


def test_the_bar_says_how_many_wait_and_how_many_were_decided_today(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    yesterday = Author(None, NOW - timedelta(days=1), "Lou at the desk")
    with database.writing() as session:
        record = session.get_one(Service, house)
        for text in ("Knock", "Ring"):
            editing.propose(session, record, {"alert": text}, yesterday, origin="provider")
        # What staff write at once had not to wait, and counts for no decision.
        editing.edit(session, record, {"description": "A house"}, LOU)
    first, _ = (each.id for each in changes(database) if each.state == "open")
    coordinator = log_in("coordinator")
    assert "<b>2 left</b>, 0 decided today" in coordinator.get(QUEUE).text

    coordinator.post(f"{QUEUE}/{first}/decision", {"decision": "reject"}, QUEUE)

    assert "<b>1 left</b>, 1 decided today" in coordinator.get(QUEUE).text


def test_a_rejection_is_undone_and_the_proposal_waits_again_in_its_old_place(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    own, coordinator = _propose(database, house, name="Stair House"), log_in("coordinator")
    again = f"{QUEUE}/{own}/reconsideration"
    told = coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "reject"}, QUEUE, follow_redirects=True)
    assert "Rejected: Step House stays as it is." in told.text
    assert f'action="{again}"' in told.text

    assert coordinator.post(again, {}, QUEUE).status == 303

    (new,) = (each for each in changes(database) if each.state == "open")
    old = next(each for each in changes(database) if each.id == own)
    assert (old.state, new.undoes) == ("rejected", own), "a decision is never rewritten"
    assert (new.fields, new.proposer, new.proposed_at) == (old.fields, old.proposer, old.proposed_at)
    assert "Stair House" in coordinator.get(QUEUE).text
    assert coordinator.post(again, {}, QUEUE).status == 409
    assert log_in("officer").post(again, {}, "/directory").status == 403


def test_an_approval_is_undone_and_the_proposal_waits_again(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    own, coordinator = _propose(database, house, name="Stair House"), log_in("coordinator")
    told = coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "approve"}, QUEUE, follow_redirects=True)
    undo = f"{QUEUE}/{own}/reconsideration"
    assert f'action="{undo}"' in told.text
    assert undo not in coordinator.get(QUEUE).text, "it is offered once"

    back = coordinator.post(undo, {}, QUEUE, follow_redirects=True)

    assert "It waits again: Step House." in back.text
    assert "1 proposal waits" in back.text
    assert _state(database, own)[0] == "in_force", "what was decided stands in the history"
    with database.reading() as session:
        assert session.get_one(Service, house).name == "Step House"


def test_an_approval_is_not_undone_over_what_was_changed_since(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    own, coordinator = _propose(database, house, name="Stair House"), log_in("coordinator")
    coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "approve"}, QUEUE)
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, house), {"name": "Third House"}, LOU)

    answer = coordinator.post(f"{QUEUE}/{own}/reconsideration", {}, QUEUE)

    assert answer.status == 409
    assert "Third House" in answer.text
    assert "No proposal waits" in coordinator.get(QUEUE).text


@pytest.mark.parametrize(("back", "home"), [(QUEUE, QUEUE), ("//evil.example", ""), ("", "")])
def test_after_an_undo_one_is_back_where_one_was_and_nowhere_else(
    database: Database, log_in: LogIn, house: UUID, back: str, home: str
) -> None:
    own, coordinator = _propose(database, house, name="Stair House"), log_in("coordinator")
    coordinator.post(f"{QUEUE}/{own}/decision", {"decision": "approve"}, QUEUE)

    answer = coordinator.post(f"/directory/changes/{own}/undo", {"back": back}, QUEUE)

    assert answer.headers["Location"] == (home or f"/directory/services/{house}/history")


def test_room_that_a_provider_proposes_is_told_in_words(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    room = {"said_on": "2026-11-20", "said_by": "Lou", "unit": "beds", "available": 3}
    _propose(database, house, capacity=room | {"waiting": 5, "waiting_days": 90})

    page = log_in("coordinator").get(QUEUE).text

    assert "3 beds free, 5 waiting, a wait of 3 months, said Nov 20, 2026 by Lou" in page
    assert "Point on the map" not in page
