"""What the minutes of a week say of opening hours is what the rule says, schedule by schedule."""

from functools import partial
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.answers import Answer, all_of
from matching.case import read_conditions, read_facts, read_offer
from matching.columns.open_hours import OpenHours
from matching.columns.topics import NUMBERS
from matching.engine import Question
from matching.fixed_times import WEEK
from matching.hours import hours
from matching.offer import Offer
from tests.matching.directories import TODAY
from tests.matching.strategies import HOURS

DAYS = st.lists(st.sampled_from(WEEK), min_size=1, max_size=7, unique=True)
WAYS = st.integers(0, 90) | st.integers(0, 24 * 60) | st.sampled_from([12.5, 2000])
BLOCKS = st.fixed_dictionaries(
    {"days": DAYS | st.just(["??"]), "opens": HOURS, "closes": HOURS | st.just("noon")}
)
WEEKS = st.fixed_dictionaries(
    {
        "fixed_times": st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(["work", "court"]),
                    "days": DAYS | st.just(["??"]),
                    "from": HOURS,
                    "to": HOURS,
                },
                optional={"travel_minutes": WAYS, "movable": st.booleans()},
            ),
            min_size=1,
            max_size=4,
        )
    },
    optional={
        "curfew": st.fixed_dictionaries({"from": HOURS, "to": HOURS}),
        "travel_minutes": WAYS,
        "approved": st.just([{"days": ["MO"], "from": "20:00", "to": "23:00", "purpose": "any"}]),
    },
)
SERVICES = st.builds(
    lambda schedule, reach: Offer(schedule=read_offer({"schedule": schedule}).schedule, reach=reach),
    st.lists(BLOCKS, max_size=4),
    st.sampled_from(["site", "site", "telephone"]),
)


def told(offer: Offer, asked: Question) -> Answer:
    return all_of(each.status for each in hours(asked.conditions, offer))


# A night of the week before reaches, with a long way home, into the week that is told.
SUNDAY_NIGHT = {
    "travel_minutes": 773,
    "fixed_times": [
        {"kind": "court", "days": ["SU"], "from": "22:30", "to": "08:18"},
        {"kind": "reporting", "days": ["MO"], "from": "18:47", "to": "09:34", "travel_minutes": 35},
    ],
}
MONDAYS = read_offer({"schedule": [{"days": ["MO"], "opens": "00:55", "closes": "11:00"}]})


@settings(max_examples=300)
@example([MONDAYS], SUNDAY_NIGHT)
@given(st.lists(SERVICES, max_size=6), WEEKS)
def test_the_minutes_of_a_week_say_what_the_rule_says(offers: list[Offer], week: dict[str, Any]) -> None:
    asked = Question(read_facts({}), read_conditions(week), None, TODAY, TODAY)
    topic = OpenHours()
    for number, offer in enumerate(offers):
        topic.note(offer)
        topic.add(number, partial(told, offer))

    assert topic.answers(asked).tolist() == [NUMBERS[told(offer, asked)] for offer in offers]
