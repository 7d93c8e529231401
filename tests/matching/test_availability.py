"""A service that is closed, out of season or refused by the agency does not fit on the day; silence is no reason."""

from dataclasses import replace
from datetime import date

import pytest

from matching.availability import availability
from matching.conditions import Conditions
from matching.facts import Facts
from matching.judgment import Status, judge
from matching.offer import Barred, Offer
from matching.wording import in_language
from resources.records.seasons import Season

DAY = date(2026, 12, 1)
WINTER, SUMMER = Season("11-01", "03-31"), Season("06-01", "08-31")
ROOF = Barred(date(2026, 11, 20), date(2027, 1, 15), "The roof leaks.", "Maribel Oystershell")


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        (Offer(), []),
        (Offer(closed_until=date(2027, 1, 1)), []),
        (Offer(closed=True, closed_until=date(2026, 12, 2)), [("open", "not_met")]),
        (Offer(closed=True, closed_until=DAY), []),
        (Offer(closed=True), [("open", "unknown")]),
        (Offer(licensed_until=date(2026, 11, 30)), [("license", "unknown")]),
        (Offer(licensed_until=DAY), []),
        (Offer(season=WINTER), []),
        (Offer(season=SUMMER), [("open", "not_met")]),
        (Offer(barred=(ROOF,)), [("do_not_refer", "not_met")]),
        (Offer(barred=(replace(ROOF, until=None),)), [("do_not_refer", "not_met")]),
        (Offer(barred=(replace(ROOF, until=DAY),)), [("do_not_refer", "not_met")]),
        (Offer(barred=(replace(ROOF, until=date(2026, 11, 30)),)), []),
        (Offer(barred=(replace(ROOF, since=date(2026, 12, 2)),)), []),
    ],
)
def test_closures_and_certificates_are_judged_for_the_day_of_service(
    offer: Offer, found: list[tuple[str, str]]
) -> None:
    reasons = [(reason.rule, str(reason.status)) for reason in availability(offer, DAY)]

    assert reasons == found


def test_a_closed_service_is_not_eligible_however_open_to_all_it_is() -> None:
    offer = Offer(open_to_all=True, closed=True, closed_until=date(2027, 3, 1))

    judgment = judge(Facts(), Conditions(), offer, DAY)

    assert judgment.status is Status.NOT_ELIGIBLE
    assert judgment.would_qualify_if == frozenset()


@pytest.mark.parametrize("offer", [Offer(season=WINTER), Offer(barred=(ROOF,))])
def test_on_a_day_that_is_not_known_both_are_unknown(offer: Offer) -> None:
    assert [str(reason.status) for reason in availability(offer, None)] == ["unknown"]


def test_what_the_agency_refuses_is_not_eligible_and_nothing_would_make_it_fit() -> None:
    judgment = judge(Facts(), Conditions(), Offer(open_to_all=True, barred=(ROOF,)), DAY)

    assert judgment.status is Status.NOT_ELIGIBLE
    assert judgment.would_qualify_if == frozenset()


@pytest.mark.parametrize(
    ("offer", "language", "sentence", "source"),
    [
        (Offer(season=SUMMER), "en", "Open from Jun 1 to Aug 31.", ""),
        (Offer(season=SUMMER), "es", "Abierto del 1 jun al 31 ago.", ""),
        (
            Offer(barred=(ROOF,)),
            "en",
            "The agency refers nobody here until Jan 15, 2027: The roof leaks.",
            "decided by Maribel Oystershell on Nov 20, 2026",
        ),
        (
            Offer(barred=(replace(ROOF, until=None, by=""),)),
            "es",
            "La agencia no envía a nadie aquí hasta nuevo aviso: The roof leaks.",
            "decidido el 20 nov 2026",
        ),
    ],
)
def test_it_is_said_in_words_with_author_and_date(
    offer: Offer, language: str, sentence: str, source: str
) -> None:
    (reason,) = availability(offer, DAY)
    wording = in_language(language)

    assert (wording.sentence(reason), wording.source(reason)) == (sentence, source)
