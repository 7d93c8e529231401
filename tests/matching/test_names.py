"""Rules answered by comparing names, whatever their case and spaces."""

import pytest

from matching.names import fold
from tests.matching.written import answer, cannot, judged, must


def test_case_and_runs_of_spaces_do_not_matter() -> None:
    assert fold("  Baltimore \t CITY ") == fold("baltimore city")


@pytest.mark.parametrize("rule", ["insurance", "language"])
class TestInsuranceAndLanguage:
    fact = {"insurance": "insurance", "language": "languages"}

    @pytest.mark.parametrize("value", ["VA", "va ", ["Other", "vA"]])
    def test_any_overlap_is_met(self, rule: str, value: object) -> None:
        assert answer(must(rule, value), **{self.fact[rule]: ["VA", "Medicare"]}) == "met"

    def test_a_known_list_without_overlap_is_not_met(self, rule: str) -> None:
        assert answer(must(rule, "Medicaid"), **{self.fact[rule]: ["VA"]}) == "not_met"

    def test_an_empty_list_means_none_and_is_known(self, rule: str) -> None:
        assert answer(must(rule, "Medicaid"), **{self.fact[rule]: []}) == "not_met"

    @pytest.mark.parametrize("facts", [{}, {"insurance": None, "languages": None}])
    def test_an_absent_list_is_unknown(self, rule: str, facts: dict[str, None]) -> None:
        assert answer(must(rule, "Medicaid"), **facts) == "unknown"

    @pytest.mark.parametrize("odd", ["VA", 5, [5], {}])
    def test_a_list_that_cannot_be_read_is_unknown(self, rule: str, odd: object) -> None:
        assert answer(must(rule, "VA"), **{self.fact[rule]: odd}) == "unknown"

    @pytest.mark.parametrize("value", [None, "", [], [None], 5, True, [7], {}])
    def test_a_requirement_that_names_nothing_is_unknown(self, rule: str, value: object) -> None:
        assert answer(must(rule, value), **{self.fact[rule]: ["VA"]}) == "unknown"


class TestReferral:
    @pytest.mark.parametrize(
        ("referral", "expected"),
        [(True, "met"), ("DSS", "met"), (False, "not_met"), (None, "unknown"), (5, "unknown")],
    )
    def test_required_is_met_by_any_referral(self, referral: object, expected: str) -> None:
        assert answer(must("referral", "Required"), referral=referral) == expected

    @pytest.mark.parametrize(
        ("referral", "expected"),
        [
            ("dss  office", "met"),
            ("Clinic", "not_met"),
            (True, "unknown"),
            (False, "not_met"),
            (None, "unknown"),
        ],
    )
    def test_a_named_source_must_be_that_source(self, referral: object, expected: str) -> None:
        assert answer(must("referral", "DSS Office"), referral=referral) == expected

    @pytest.mark.parametrize("value", [None, "", True, ["DSS"]])
    def test_a_source_that_cannot_be_read_is_unknown(self, value: object) -> None:
        assert answer(must("referral", value), referral="DSS") == "unknown"


class TestMedication:
    def test_a_known_list_without_overlap_is_met(self) -> None:
        assert answer(cannot("medication", ["methadone"]), medication=["insulin"]) == "met"
        assert answer(cannot("medication", ["methadone"]), medication=[]) == "met"

    def test_overlap_is_unknown_because_a_person_decides(self) -> None:
        [reason] = judged(cannot("medication", ["methadone"]), facts={"medication": ["Methadone"]}).reasons

        assert (reason.status, reason.caveat) == ("unknown", "doubtful")

    def test_an_absent_list_is_unknown(self) -> None:
        assert answer(cannot("medication", ["methadone"])) == "unknown"

    def test_a_single_name_is_a_list_of_it(self) -> None:
        assert answer(cannot("medication", "Methadone"), medication=["insulin"]) == "met"

    def test_a_requirement_that_names_nothing_is_unknown(self) -> None:
        assert answer(cannot("medication", []), medication=["insulin"]) == "unknown"
