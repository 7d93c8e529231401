"""What tells of health is one list: what a letter treats as health, a page treats so too."""

from reentry.consents.disclosure import PROTECTED
from reentry.people import sensitive
from reentry.people.conditions import KINDS, Condition
from reentry.people.person_needs import PersonNeed
from reentry.plans import sections
from reentry.referrals.letter_facts import ASKED
from resources.needs import NEEDS


def test_every_fact_a_letter_treats_as_health_is_held_back_here_too() -> None:
    topics = ("health", "mental_health", "treatment", PROTECTED)
    of_health = {fact for asked in ASKED.values() if asked.topic in topics for fact in asked.facts}

    assert of_health
    assert of_health <= sensitive.FACTS


def test_the_lists_name_what_there_is() -> None:
    assert set(NEEDS) >= sensitive.NEEDS
    assert set(KINDS) >= sensitive.CONDITIONS
    slugs = {section.slug for spine in (sections.RELEASE, sections.SUPPORT) for section in spine}
    assert slugs >= sensitive.TEXTS


def test_what_is_shown_is_everything_or_all_but_what_tells() -> None:
    needs = [PersonNeed(need=slug) for slug in ("housing", "mental_health")]
    ordered = [Condition(kind=kind) for kind in ("curfew", "testing")]

    assert sensitive.needs(needs, shown=True) == needs
    assert sensitive.needs(needs, shown=False) == needs[:1]
    assert sensitive.conditions(ordered, shown=True) == ordered
    assert sensitive.conditions(ordered, shown=False) == ordered[:1]
    assert sensitive.facts({"hiv": True, "veteran": True}, shown=False) == {"veteran": True}
