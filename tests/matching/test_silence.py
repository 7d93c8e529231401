"""Silence is not acceptance."""

import pytest

from tests.matching.written import accepts, cannot, judged, must, reasons

NONE = {"offenses": {"sex_offense": False, "arson": False, "violent_offense": False}}
SITES = [{"residential": True}, {"minors_on_site": True}]
POSITIONS = [
    ("position_arson", "unknown"),
    ("position_sex_offense", "unknown"),
    ("position_violent_offense", "unknown"),
]


def offense(name: str, value: bool | None = True) -> dict[str, object]:
    return {"offenses": NONE["offenses"] | {name: value}}


@pytest.mark.parametrize("site", SITES)
class TestWherePeopleLiveOrChildrenAre:
    def test_nothing_known_of_the_person_leaves_three_questions(self, site: dict[str, bool]) -> None:
        assert reasons(judged(**site)) == POSITIONS
        assert reasons(judged(facts={"offenses": None}, **site)) == POSITIONS

    def test_no_offense_leaves_none(self, site: dict[str, bool]) -> None:
        assert reasons(judged(facts=NONE, **site)) == []

    @pytest.mark.parametrize("name", ["sex_offense", "arson", "violent_offense"])
    @pytest.mark.parametrize("value", [True, None])
    def test_an_offense_not_known_to_be_false_is_a_question(
        self, site: dict[str, bool], name: str, value: bool | None
    ) -> None:
        assert reasons(judged(facts=offense(name, value), **site)) == [(f"position_{name}", "unknown")]

    def test_a_felony_is_none(self, site: dict[str, bool]) -> None:
        assert reasons(judged(facts=offense("felony"), **site)) == []

    def test_confirmed_acceptance_answers_it(self, site: dict[str, bool]) -> None:
        assert reasons(judged(accepts("arson"), facts=offense("arson"), **site)) == [
            ("position_arson", "met")
        ]

    def test_unconfirmed_acceptance_does_not(self, site: dict[str, bool]) -> None:
        found = judged(accepts("arson", confirmed=False), facts=offense("arson"), **site)

        assert reasons(found) == [("position_arson", "unknown")]

    def test_acceptance_of_another_offense_does_not(self, site: dict[str, bool]) -> None:
        found = judged(accepts("felony"), accepts("sex_offense"), facts=offense("arson"), **site)

        assert reasons(found) == [("position_arson", "unknown")]

    @pytest.mark.parametrize("more", [{}, {"confirmed": False}, {"basis": "doubtful"}, {"mode": "should"}])
    def test_a_requirement_that_names_the_offense_speaks_for_itself(
        self, site: dict[str, bool], more: dict[str, object]
    ) -> None:
        found = judged(cannot("arson", **more), facts=offense("arson"), **site)

        assert [rule for rule, _ in reasons(found)] == ["arson"]

    def test_one_inside_an_alternative_is_no_position(self, site: dict[str, bool]) -> None:
        found = judged(cannot("arson", alt="a1"), must("veteran", alt="a2"), facts=offense("arson"), **site)

        assert reasons(found) == [("any_of", "unknown"), ("position_arson", "unknown")]

    def test_one_of_a_part_is_no_position(self, site: dict[str, bool]) -> None:
        refused = judged(cannot("arson", part="classes"), facts=offense("arson"), **site)
        accepted = judged(accepts("arson", part="classes"), facts=offense("arson"), **site)

        assert reasons(refused) == reasons(accepted) == [("position_arson", "unknown")]

    def test_the_registry_is_no_position_on_sex_offenses(self, site: dict[str, bool]) -> None:
        found = judged(
            cannot("lifetime_registry"), facts=offense("sex_offense") | {"registry": "none"}, **site
        )

        assert ("position_sex_offense", "unknown") in reasons(found)

    def test_open_to_all_is_no_position(self, site: dict[str, bool]) -> None:
        assert judged(facts=offense("arson"), open_to_all=True, **site).status == "possible"


@pytest.mark.parametrize("site", [{}, {"residential": False, "minors_on_site": None}])
def test_elsewhere_nothing_is_asked(site: dict[str, object]) -> None:
    assert judged(facts=offense("arson"), **site).reasons == ()


class TestNoStatement:
    @pytest.mark.parametrize("open_to_all", [False, None, "yes"])
    def test_a_service_of_which_nothing_is_confirmed_is_asked(self, open_to_all: object) -> None:
        assert reasons(judged(open_to_all=open_to_all)) == [("no_statement", "unknown")]

    def test_what_nobody_confirmed_is_never_eligible(self) -> None:
        found = judged(must("veteran", confirmed=False), facts={"veteran": True}, open_to_all=False)

        assert found.status == "possible"
        assert reasons(found) == [("no_statement", "unknown"), ("veteran", "met")]

    @pytest.mark.parametrize(
        "requirement",
        [
            must("justice_involved"),
            accepts("felony"),
            must("justice_involved", basis="doubtful"),
            must("justice_involved", alt="a1"),
            accepts("felony", alt="a1"),
        ],
    )
    def test_any_confirmed_requirement_is_a_statement(self, requirement: dict[str, object]) -> None:
        assert judged(requirement, open_to_all=False).status == "eligible"

    def test_one_of_a_part_is_none(self) -> None:
        assert reasons(judged(must("veteran", part="classes"), open_to_all=False)) == [
            ("no_statement", "unknown")
        ]

    def test_open_to_all_needs_none(self) -> None:
        assert judged(open_to_all=True).status == "eligible"
