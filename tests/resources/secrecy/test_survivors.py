"""What looks like a service for survivors is held; what only mentions them is not."""

import pytest

from resources.secrecy.survivors import looks_like_victim_services


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lantern Domestic Violence Program", ""),
        ("Office of Victim Services", ""),
        ("Aid Network for Abused Women", ""),
        ("Lantern House", "Comprehensive service provider for victims of Domestic Violence. Free."),
        ("Lantern House", "Emergency shelter, counseling and victim advocacy."),
        ("Lantern House", "Referrals and access to an emergency Safe House. Confidential."),
        (
            "Lantern House",
            "Shelter for women who have been physically and/or sexually abused by their partners.",
        ),
        ("Lantern House", "Case management for survivors of human trafficking."),
        ("Lantern House", "A domestic violence Safe Haven in the county."),
        ("Lantern House", "Helps where there is child and spouse abuse."),
        ("Community Crisis Line", "Hotline for victims of domestic violence."),
    ],
)
def test_a_service_for_survivors_is_recognized(name: str, text: str) -> None:
    assert looks_like_victim_services([name], text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sister House", "Housing for women, including those with HIV and victims of domestic violence."),
        ("Loss Circle", "For survivors of suicide."),
        ("Harbor Counseling", "Therapeutic programs. Domestic violence offender groups."),
        ("Abuse Treatment", "Substance abuse counseling for adults."),
        (
            "Youth Crisis Hotline",
            "Help with suicide, substance, physical and sexual abuse, stress." + " Sexual abuse." * 6,
        ),
        ("Lantern Residential Treatment Center for Youth", "Therapy." + " Many have known sexual abuse." * 6),
        ("Change Group", "Abuser intervention program for men who were violent at home."),
    ],
)
def test_a_service_that_also_serves_survivors_or_those_who_did_harm_is_not_held(name: str, text: str) -> None:
    assert not looks_like_victim_services([name], text)


def test_a_general_crisis_line_is_not_held_for_a_label() -> None:
    assert not looks_like_victim_services(["County Youth Crisis Hotline"], "", ["Sexual Assault Survivors"])


def test_a_label_of_the_source_is_enough() -> None:
    assert looks_like_victim_services(["Lantern House"], "", ["Domestic Violence Survivors"])
