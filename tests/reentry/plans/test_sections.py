"""The spine: nothing a person may need and nothing an order may say is without its section."""

import pytest

from reentry.people.conditions import KINDS
from reentry.plans import sections
from reentry.plans.standards import STANDARDS
from reentry.plans.usual_steps import CONDITION_STEPS, NEED_STEPS
from resources.needs import NEEDS

PLANS = list(sections.SPINES)


@pytest.mark.parametrize("kind", PLANS)
def test_every_need_has_exactly_one_section(kind: str) -> None:
    gathered = [need for section in sections.spine(kind) for need in section.needs]

    assert sorted(gathered) == sorted(NEEDS)


@pytest.mark.parametrize("kind", PLANS)
def test_every_kind_of_condition_has_exactly_one_section(kind: str) -> None:
    gathered = [each for section in sections.spine(kind) for each in section.conditions]

    assert sorted(gathered) == sorted(KINDS)


@pytest.mark.parametrize("kind", PLANS)
def test_every_section_is_found_by_its_own_name(kind: str) -> None:
    spine = sections.spine(kind)

    assert [sections.find(kind, section.slug) for section in spine] == list(spine)
    assert len({section.slug for section in spine}) == len(spine)


def test_every_need_and_condition_has_its_usual_step() -> None:
    assert set(NEED_STEPS) == set(NEEDS)
    assert set(CONDITION_STEPS) == set(KINDS)


def test_every_standing_step_has_its_place_in_both_plans() -> None:
    assert all(sections.find("release", standard.section) for standard in STANDARDS)
    assert all(sections.find("support", standard.support_section) for standard in STANDARDS)


def test_warrants_come_before_any_other_work() -> None:
    assert [section.slug for section in sections.RELEASE[:2]] == ["identity", "legal_status"]


def test_the_client_safe_view_shows_known_sections_and_none_of_the_private_ones() -> None:
    everything = [section for kind in PLANS for section in sections.spine(kind)]

    assert {section.slug for section in everything} >= sections.ACROSS_THE_DESK
    assert not any(section.private and section.across_the_desk for section in everything)
