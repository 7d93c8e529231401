"""The facts matching may know, as they are entered."""

from dataclasses import fields as fields_of
from datetime import date

import pytest
from hypothesis import given
from marshmallow import ValidationError

from matching.case import read_facts
from matching.facts import Facts, FactsSchema, Offenses, Residence
from tests.matching.strategies import FACTS


def test_the_schema_knows_the_facts_and_no_others() -> None:
    assert set(FactsSchema().fields) == {fact.name for fact in fields_of(Facts)}


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(ValidationError) as refused:
        FactsSchema().load({"citizenship": "US", "offenses": {"theft": True}})

    assert refused.value.messages == {
        "citizenship": ["Unknown field."],
        "offenses": {"theft": ["Unknown field."]},
    }


def test_a_null_or_a_blank_is_as_absent() -> None:
    given_ = {
        "gender": None,
        "birth_date": "",
        "offenses": {"arson": None},
        "residence": None,
        "insurance": None,
    }

    assert FactsSchema().load(given_) == Facts()


def test_an_empty_list_means_none() -> None:
    assert FactsSchema().load({"insurance": []}) == Facts(insurance=())


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("gender", "f"),
        ("registry", "tier 2"),
        ("birth_date", "2/29/1980"),
        ("birth_date", "1981-02-29"),
        ("veteran", "perhaps"),
        ("referral", 5),
        ("referral", ["DSS"]),
        ("insurance", "Medicaid"),
        ("insurance", [""]),
        ("offenses", ["arson"]),
    ],
)
def test_a_value_that_does_not_fit_is_refused(fact: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        FactsSchema().load({fact: value})

    assert list(refused.value.messages_dict) == [fact]


@pytest.mark.parametrize(
    ("entered", "kept"), [(True, True), ("true", True), ("false", False), ("DSS", "DSS")]
)
def test_a_referral_is_yes_no_or_a_name(entered: object, kept: object) -> None:
    assert FactsSchema().load({"referral": entered}).referral == kept


def test_what_is_known_is_kept_in_its_own_type() -> None:
    facts = FactsSchema().load(
        {"birth_date": "1980-02-29", "offenses": {"arson": False}, "residence": {"county": "Kent County"}}
    )

    assert facts == Facts(
        birth_date=date(1980, 2, 29),
        offenses=Offenses(arson=False),
        residence=Residence(county="Kent County"),
    )


@given(FACTS)
def test_facts_survive_being_written_and_read_both_ways(raw: dict[str, object]) -> None:
    facts = FactsSchema().load(raw)

    written = FactsSchema().dump(facts)

    assert FactsSchema().load(written) == facts
    assert read_facts(written) == facts == read_facts(raw)
