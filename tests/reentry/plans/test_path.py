"""The critical path: nothing is due after what waits for it, and everything is done in time for release."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reentry.plans import path as plan_path
from reentry.plans.standards import STANDARDS, Standard

RELEASE = date(2027, 2, 14)
standards = st.sets(st.sampled_from(STANDARDS)).map(
    lambda chosen: sorted(chosen, key=lambda standard: standard.code)
)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@given(standards, days)
def test_counted_back_each_step_ends_before_what_waits_for_it_starts(
    chosen: list[Standard], release: date
) -> None:
    spans = plan_path.counted_back(chosen, release)

    for standard in chosen:
        end = spans[standard.code].due
        assert end is not None
        assert end <= release + timedelta(days=standard.by or 0)
        for follower in chosen:
            start = spans[follower.code].start
            if standard.code in follower.after:
                assert start is not None
                assert end <= start


@given(standards, days)
def test_counted_forward_no_step_starts_before_what_it_waits_for_has_ended(
    chosen: list[Standard], today: date
) -> None:
    spans = plan_path.counted_forward(chosen, today)

    for standard in chosen:
        start = spans[standard.code].start
        assert start is not None
        assert start >= today
        for code in standard.after:
            end = spans[code].due if code in spans else None
            assert end is None or end <= start


def test_the_card_of_identity_needs_its_papers_first() -> None:
    papers = [each for each in STANDARDS if each.section == "identification"]

    spans = plan_path.counted_back(papers, RELEASE)

    assert spans["state_id"].due == RELEASE
    assert spans["state_id"].start == date(2027, 1, 31)
    assert spans["social_security_card"].due == date(2027, 1, 31)
    assert spans["birth_certificate"].start == date(2026, 12, 11)


def test_a_plan_is_wanted_before_its_hearing() -> None:
    submission = [each for each in STANDARDS if each.code == "submission"]

    assert plan_path.counted_back(submission, RELEASE)["submission"].due == date(2027, 1, 15)
    before_hearing = plan_path.counted_back(submission, RELEASE, date(2026, 12, 8))["submission"]
    # The same day on which the desk says that the packet is due.
    assert before_hearing.due == date(2026, 11, 24)


def test_a_step_is_late_once_its_last_safe_start_has_gone_by_and_nobody_began() -> None:
    span = plan_path.Span(date(2026, 11, 1), date(2026, 12, 1))
    late = {
        status: plan_path.Milestone("birth_certificate", "Birth certificate in hand", span, status).late(
            date(2026, 11, 2)
        )
        for status in ("", "planned", "under_way", "met")
    }

    assert late == {"": True, "planned": True, "under_way": False, "met": False}
