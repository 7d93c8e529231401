"""Opening hours out of a provider's own words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.hours.reading import read_hours
from resources.hours.weekdays import WEEK

WORKDAYS = ("MO", "TU", "WE", "TH", "FR")


def told(text: str) -> list[str]:
    """Each block on a line of its own, as a person would check it."""
    return [f"{' '.join(block.days)} {block.opens}-{block.closes}" for block in read_hours(text).blocks]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Open Monday-Friday, 9AM-5PM.", ["MO TU WE TH FR 09:00-17:00"]),
        ("9AM-5PM, Mon-Fri", ["MO TU WE TH FR 09:00-17:00"]),
        ("Open M-F 8-4", ["MO TU WE TH FR 08:00-16:00"]),
        ("Pantry Tues and Thurs, 1-4PM; Sat, 10AM-Noon", ["TU TH 13:00-16:00", "SA 10:00-12:00"]),
        (
            "9AM to 7PM on weekdays, 11AM to 7PM on weekends",
            ["MO TU WE TH FR 09:00-19:00", "SA SU 11:00-19:00"],
        ),
        ("9-5PM Mon-Wed, Fri 9AM-1PM", ["MO TU WE 09:00-17:00", "FR 09:00-13:00"]),
        ("Showers Mon, 8:30-10:30AM and 1-3PM", ["MO 08:30-10:30", "MO 13:00-15:00"]),
        ("Every Tuesday morning, 8-11AM; evening, 5-7PM.", ["TU 08:00-11:00", "TU 17:00-19:00"]),
        ("Daily lunch, Mon-Tues, 11AM-1PM", ["MO TU 11:00-13:00"]),
        ("Shelter open from 7PM-7AM daily", [f"{' '.join(WEEK)} 19:00-07:00"]),
        ("Women on Wed, men on Thurs. No charge. 11AM-12PM", ["WE TH 11:00-12:00"]),
    ],
)
def test_times_find_their_days(text: str, blocks: list[str]) -> None:
    assert told(text) == blocks


def test_days_that_are_closed_take_no_other_day_s_hours() -> None:
    assert told("Mon 9-5\nTues closed\nWed 12-8") == ["MO 09:00-17:00", "WE 12:00-20:00"]
    assert told("Sun: closed. Mon 9-5") == ["MO 09:00-17:00"]


def test_a_single_letter_between_a_comma_and_a_time_is_a_day() -> None:
    assert told("M-Th 8a-6p, F 8a-12p") == ["MO TU WE TH 08:00-18:00", "FR 08:00-12:00"]


def test_a_lunch_closing_splits_the_day() -> None:
    assert told("Mon-Tues, 9AM-4PM, closed for lunch 12-1") == ["MO TU 09:00-12:00", "MO TU 13:00-16:00"]
    assert told("Mon-Tues, 9AM-4PM (closed for lunch, 12-1PM)") == ["MO TU 09:00-12:00", "MO TU 13:00-16:00"]


def test_days_that_are_excepted_are_taken_out() -> None:
    assert told("Mon-Sat, 9AM-4PM, closed Wednesdays") == ["MO TU TH FR SA 09:00-16:00"]
    assert told("Mon-Wed, 9AM-5PM, except Tuesday, 9AM-Noon") == ["MO WE 09:00-17:00", "TU 09:00-12:00"]
    assert told("Open daily except Sunday 9AM-4PM") == ["MO TU WE TH FR SA 09:00-16:00"]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Open all days except Sunday, 7am-7pm", ["MO TU WE TH FR SA 07:00-19:00"]),
        ("Any day but Sunday 9am-5pm", ["MO TU WE TH FR SA 09:00-17:00"]),
        ("Open daily 7am-3pm, never on Sundays", ["MO TU WE TH FR SA 07:00-15:00"]),
        ("Open every day of the week apart from Sunday, 9am to 6pm", ["MO TU WE TH FR SA 09:00-18:00"]),
        ("Monday to Friday 9-5, no Wednesdays", ["MO TU TH FR 09:00-17:00"]),
        ("Showers daily 8-10am; no showers Sunday", ["MO TU WE TH FR SA 08:00-10:00"]),
        ("Mon-Sat (not Wed) 9am-12pm", ["MO TU TH FR SA 09:00-12:00"]),
        ("Mon-Fri (closed Wed) 9am-5pm", ["MO TU TH FR 09:00-17:00"]),
        ("All days 8am-8pm; Friday closed", ["MO TU WE TH SA SU 08:00-20:00"]),
        ("Closed on Mondays. Open daily 12pm-6pm", ["TU WE TH FR SA SU 12:00-18:00"]),
        ("Hours: 9-5, Sat closed", []),
        ("Mon-Fri 9am-5pm, closed Wed, Sat 10am-2pm", ["MO TU TH FR 09:00-17:00", "SA 10:00-14:00"]),
        ("Mon-Tues 9am-5pm, Tues closed 12pm-1pm", ["MO 09:00-17:00", "TU 09:00-12:00", "TU 13:00-17:00"]),
        ("No charge Mondays 9am-5pm", ["MO 09:00-17:00"]),
    ],
)
def test_a_day_that_is_closed_is_never_the_one_that_is_open(text: str, blocks: list[str]) -> None:
    assert told(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("MTWThF 8-4:30, Sat by appointment", ["MO TU WE TH FR 08:00-16:30"]),
        ("Hours: 9-5, Sat by appointment only", []),
        ("9am-5pm Monday-Friday, Saturday by appointment", ["MO TU WE TH FR 09:00-17:00"]),
        ("Sat by appointment, Mon-Fri 9-5", ["MO TU WE TH FR 09:00-17:00"]),
        ("By appointment Sat; Mon-Fri 9-5", ["MO TU WE TH FR 09:00-17:00"]),
        ("Mon 9-5, Tue by appointment, Wed 9-5", ["MO 09:00-17:00", "WE 09:00-17:00"]),
        ("Mon-Thu 9-5, Friday by appointment only 9-12", ["MO TU WE TH 09:00-17:00", "FR 09:00-12:00"]),
        ("Daily 9-5, Sunday by appointment", ["MO TU WE TH FR SA 09:00-17:00"]),
        ("Intake M-F 9am-11am, counseling by appointment M-F", ["MO TU WE TH FR 09:00-11:00"]),
        ("By appointment only, Mon-Fri 9am-5pm", ["MO TU WE TH FR 09:00-17:00"]),
    ],
)
def test_days_by_appointment_take_no_other_day_s_hours(text: str, blocks: list[str]) -> None:
    hours = read_hours(text)

    assert (told(text), hours.by_appointment) == (blocks, True)


def test_bare_times_in_a_row_count_like_the_first() -> None:
    assert told("Mon 9-12 and 1-5; Thurs 1-7") == ["MO 09:00-12:00", "MO 13:00-17:00", "TH 13:00-19:00"]


def test_an_appointment_may_be_one_of_two_ways() -> None:
    assert not read_hours("Open Mon 9AM-5PM and by appointment").by_appointment


def test_a_door_that_opens_and_closes_apart_is_one_night() -> None:
    text = "Opens at 4:30PM every day and takes walk-ins until 6PM. Guests must leave by 6:30AM."

    assert told(text) == [f"{' '.join(WEEK)} 16:30-06:30"]


def test_days_of_the_month_count_for_no_week() -> None:
    assert told("Mon, Tues and last Sunday of the month, 10AM-1PM") == ["MO TU 10:00-13:00"]
    assert told("2nd Tuesday, 7-9PM") == []


@pytest.mark.parametrize(
    "text",
    [
        "Dinner on Wed, Nov 25, 12-3PM",
        "Thursday 22nd from 1-4PM",
        "the Wednesday before Thanksgiving, 11AM-1PM",
        "Support group meets Thursdays at 8PM",
        "Call 410-555-0199 for 10-12 sessions",
        "Sunday worship",
    ],
)
def test_one_event_or_one_moment_gives_no_hours(text: str) -> None:
    assert told(text) == []


def test_a_season_is_passed_over() -> None:
    assert told("Feb 4 through April 15, 2026; Tues, 9:30AM-5:30PM") == ["TU 09:30-17:30"]


def test_hours_for_volunteers_and_callers_stand_back_behind_those_for_everybody() -> None:
    text = "Clinic: Mon, 9AM-1PM. Call Tues-Fri, 9AM-4PM to register.\n\nVOLUNTEERS: Sat, 8-10AM"

    assert told(text) == ["MO 09:00-13:00"]
    assert told("VOLUNTEERS: Sat, 8-10AM") == ["SA 08:00-10:00"]
    assert told("Call Tues-Fri, 9AM-4PM.") == ["TU WE TH FR 09:00-16:00"]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Serves children ages 5-11, Mon-Tues, 3-6PM", ["MO TU 15:00-18:00"]),
        ("Grades 6-8, Wed, 2-5PM", ["WE 14:00-17:00"]),
        ("Students in grades 9 through 12: Sat 10AM-Noon", ["SA 10:00-12:00"]),
        ("Kids 4-7, Sat, 10AM-Noon", ["SA 10:00-12:00"]),
        ("Thurs, between the ages of 9 and 12, 4-6PM", ["TH 16:00-18:00"]),
        ("Toddlers (2-3 years), Fri, 9AM-1PM", ["FR 09:00-13:00"]),
        ("For 6-8 weeks, Tues, 5-7PM", ["TU 17:00-19:00"]),
        ("Rooms 9-12, Mon, 3-6PM", ["MO 15:00-18:00"]),
        ("Mon-Tues, 4-6 hours a day", []),
        ("Children 9AM-12PM, Sat", ["SA 09:00-12:00"]),
    ],
)
def test_ages_grades_and_numbers_of_things_are_no_hours(text: str, blocks: list[str]) -> None:
    assert told(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("VOLUNTEERS welcome Mon 9-11AM. Soup kitchen open Wed 1-3PM.", ["WE 13:00-15:00"]),
        ("Donations may be dropped off Sat 9AM-1PM. Store open Tues 1-4PM.", ["TU 13:00-16:00"]),
        ("Office: Mon-Tues, 9AM-5PM; pantry: Thurs, 10AM-Noon.", ["TH 10:00-12:00"]),
        ("Pantry Thurs 10AM-Noon, office Mon-Tues 9AM-5PM", ["TH 10:00-12:00"]),
        ("Intake: Mon 8-10AM, Wed 1-3PM. Day room: Mon-Tues 9AM-4PM.", ["MO TU 09:00-16:00"]),
        ("Donations: Mon-Tues 9AM-5PM. Store hours: Sat 10AM-4PM.", ["SA 10:00-16:00"]),
        ("Visiting hours Sun 1-3PM. Shelter open 7PM-7AM daily.", [f"{' '.join(WEEK)} 19:00-07:00"]),
        ("Office open Mon 9AM-5PM.", ["MO 09:00-17:00"]),
        ("Intake Mon 9AM-3PM.", ["MO 09:00-15:00"]),
    ],
)
def test_hours_of_helpers_and_offices_count_only_where_there_are_no_others(
    text: str, blocks: list[str]
) -> None:
    assert told(text) == blocks


def test_a_house_that_is_always_open_stays_so_beside_the_hours_of_its_intake() -> None:
    hours = read_hours("Intake: Tues-Thurs, 8-10AM. The shelter is open 24 hours.")

    assert (hours.always_open, hours.blocks) == (True, ())


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Thrusday, 9AM-3PM", ["TH 09:00-15:00"]),
        ("Wensday and Firday, 9-3PM", ["WE FR 09:00-15:00"]),
        ("Tuseday thru Saterday 10-4", ["TU WE TH FR SA 10:00-16:00"]),
        ("Thuesday, 9AM-Noon and Fri, 1-3PM", []),
        ("Mon 9AM-5OM, Tues 9AM-3PM", []),
        ("Mon 9AM-4PN, Tues 9AM-4PM", []),
        ("Mon, 8AM-13PM and Tues 9AM-Noon", []),
        ("Someday, midday, today. Sundry help. Mon 9AM-Noon", ["MO 09:00-12:00"]),
    ],
)
def test_slips_of_the_pen_are_read_whole_or_not_at_all(text: str, blocks: list[str]) -> None:
    assert told(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Mon 0900-1700", ["MO 09:00-17:00"]),
        ("1000-1400 hrs Sat", ["SA 10:00-14:00"]),
        ("Mon 930AM-1PM", ["MO 09:30-13:00"]),
        ("Mon 9.30am - 1.15pm", ["MO 09:30-13:15"]),
        ("Sat half past nine to noon", ["SA 09:30-12:00"]),
        ("Tues from nine to five", ["TU 09:00-17:00"]),
        ("Thurs, quarter to nine until noon", ["TH 08:45-12:00"]),
        ("Fri, ten a.m. to three thirty p.m.", ["FR 10:00-15:30"]),
        ("Since 2016-2017 open Mon 9AM-Noon", ["MO 09:00-12:00"]),
        ("Call 410-555-0900-1700", []),
    ],
)
def test_times_in_words_and_with_four_digits_are_read(text: str, blocks: list[str]) -> None:
    hours = read_hours(text)

    assert told(text) == blocks
    assert all(block.quote in text for block in hours.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "Doors open daily at 5PM; guests leave by 7AM",
        "Shelter doors open nightly at 5PM, everyone leaves by 7AM.",
        "Beds open at 5PM nightly and everyone must be out by 7AM.",
        "The house opens every day at 5PM. Guests depart at 7AM.",
    ],
)
def test_a_night_may_be_told_from_its_two_ends(text: str) -> None:
    assert told(text) == [f"{' '.join(WEEK)} 17:00-07:00"]


@pytest.mark.parametrize(
    "text",
    ["Open 24 hours a day", "24/7 hotline", "Available 24 hours/day, 7 days/week", "24-HOUR HELP LINE"],
)
def test_somebody_is_always_there(text: str) -> None:
    hours = read_hours(text)

    assert (hours.always_open, hours.blocks) == (True, ())


@pytest.mark.parametrize(
    "text",
    [
        "Call 24 hours in advance",
        "seen within 24 hours. Crisis team",
        "Nurses on staff 24 hours a day",
        "9-5",
    ],
)
def test_deadlines_and_staff_are_no_opening(text: str) -> None:
    assert not read_hours(text).always_open


@pytest.mark.parametrize(
    "text",
    [
        "Visits seven days a week; the team phone is carried around the clock",
        "Group and individual counseling. The on-call phone is answered 24 hours a day.",
        "The team's phone is answered around the clock",
        "Shelter for families, a 24-hour hotline, counseling and legal help",
        "24-hour crisis hotline, mobile team, case management",
        "Provides a 24-hour hotline and other services",
        "Counseling for adults. 24-hour support line. Support groups.",
        "1) COUNSELING: For adults.  2) CRISIS LINE: Answered 24 hours a day.",
        "A voicemail takes messages 24/7",
    ],
)
def test_a_telephone_answered_by_night_beside_a_program_opens_no_door(text: str) -> None:
    assert not read_hours(text).always_open


@pytest.mark.parametrize(
    "text",
    [
        "Crisis line answered around the clock",
        "The hotline is open 24 hours a day. Calls are anonymous and free.",
        "Call the 24-hour hotline",
        "FAMILY STRESS LINE: Offers a 24-hour hotline for parents. Counselors listen and refer to help nearby.",
        "1) HELPLINE: Links families to help and is available 24 hours/day.\n\nVOLUNTEERS:  Adults wanted.",
        "Open 24 hours a day. Call first: 410-555-0199.",
    ],
)
def test_a_service_that_is_a_line_is_there_when_it_is_answered(text: str) -> None:
    assert read_hours(text).always_open


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("By appointment only", True),
        ("Call 410-555-0199 for an appointment", True),
        ("Appointment necessary. Walk-in emergencies until 9AM", True),
        ("Appointments recommended, walk-ins welcome. Call for an appointment.", False),
        ("No appointment needed", False),
        ("Clients must have an income", False),
    ],
)
def test_an_appointment_is_needed_only_where_there_is_no_other_way(text: str, asked: bool) -> None:
    assert read_hours(text).by_appointment is asked


def test_the_exact_words_come_with_the_block() -> None:
    hours = read_hours("Come and see us. Offered Tues 2-6PM and Sat 12:30-4:30PM, for all.")

    assert hours.quotes == ("Tues 2-6PM", "Sat 12:30-4:30PM")


def test_what_is_far_apart_or_guessed_is_less_sure() -> None:
    clear = read_hours("Mon, 9AM-5PM").confidence

    assert read_hours("Open Mon. All are welcome. 9AM-5PM").confidence < clear
    assert read_hours("Mon, 9PM-5PM").confidence < clear
    assert read_hours("No hours here").confidence == 0


PIECES = (
    "Wensday|Thuesday|half past nine|nine to five|0900-1700|930PM|ages 6-12|office|"
    "Mon|Tues-Fri|weekdays|daily|2nd|9AM-5PM|9-5|12Noon|until noon|opens at 4PM|must leave by 6AM|closed|except|(|)|;|."
    "|,|and|Jan 4|-|24/7|\n\n|1)|VOLUNTEERS:|call|410-555-0199"
)


@given(
    st.one_of(st.lists(st.sampled_from(PIECES.split("|")), max_size=25).map(" ".join), st.text(max_size=200))
)
def test_whatever_is_written_gives_whole_blocks_in_the_words_of_the_text(text: str) -> None:
    hours = read_hours(text)

    for block in hours.blocks:
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", block.opens)
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", block.closes)
        assert block.days
        assert set(block.days) <= set(WEEK)
        assert block.quote in text
        assert 0 < block.confidence <= 1
    assert not (hours.blocks and hours.always_open)


@given(
    st.sets(st.sampled_from(range(7)), min_size=1),
    st.integers(6, 11),
    st.integers(1, 9),
    st.sampled_from(["AM", " a.m."]),
)
def test_hours_written_plainly_come_back_as_they_were(
    days: set[int], opens: int, closes: int, half: str
) -> None:
    names = [("Monday", "Tues", "Wed.", "Thurs", "FRIDAY", "Sat", "sundays")[day] for day in sorted(days)]

    hours = told(f"{', '.join(names)}: {opens}{half} - {closes}PM")

    assert hours == [f"{' '.join(WEEK[day] for day in sorted(days))} {opens:02}:00-{closes + 12}:00"]


@pytest.mark.parametrize(
    "text", ["9-5 Mon, " * 3_000, "1st 2nd " * 5_000, "Mon 9AM-5PM; closed " * 1_000, " " * 50_000]
)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    assert read_hours(text).confidence <= 1
