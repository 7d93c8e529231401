"""A record's page says what is known in words, and nothing that must not be told."""

from resources.pages import record
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service
from tests.resources.directory_records import place, service


def _with_phones(service: Service, *phones: Phone) -> Service:
    service.phones = list(phones)
    service.organization = Organization(name="Invented", phones=[])
    return service


def test_a_block_of_hours_stands_on_each_of_its_days() -> None:
    block = Schedule(byday="MO,WE", opens_at="09:00", closes_at="12:00")

    days = record.week([block])

    assert [day.name for day in days if day.blocks] == ["Monday", "Wednesday"]


def test_no_hours_at_all_are_not_a_week_of_closed_days() -> None:
    assert record.week([]) == []


def test_a_fax_is_never_the_number_to_call() -> None:
    reached = _with_phones(service("Rooms"), Phone(number="410-555-0199", type="fax"))

    assert record.phones_to_call(reached) == []


def test_survivors_are_given_the_hotline_first() -> None:
    desk, hotline = Phone(number="410-555-0100", type="voice"), Phone(number="410-555-0118", type="hotline")
    reached = _with_phones(service("Shelter", victim_services=True), desk)
    reached.organization.phones = [hotline]

    assert [phone.number for phone in record.phones_to_call(reached)] == ["410-555-0118", "410-555-0100"]


def test_a_number_recorded_twice_is_shown_once() -> None:
    twice = [Phone(number="410-555-0100", type="voice", extension="") for _ in range(2)]

    assert len(record.phones_to_call(_with_phones(service("Rooms"), *twice))) == 1


def test_a_confidential_place_has_a_county_and_no_point() -> None:
    quiet = service("Rooms", place("Allegany", confidential=True))

    assert record.points(quiet) == []
    assert record.counties_of(quiet) == ["Allegany"]


def test_a_service_for_survivors_has_no_place_at_all() -> None:
    shelter = service("Shelter", place(), victim_services=True)

    assert record.places(shelter) == []
    assert record.is_secret(shelter)


def test_a_rule_is_confirmed_only_where_somebody_asked() -> None:
    read = ServiceRequirement(rule="medication", mode="cannot", value=["methadone"])

    said = record.stated(read)

    assert said.value == ("methadone",)
    assert not said.confirmed


def test_the_words_that_became_rules_are_marked_in_the_prose() -> None:
    pieces = list(record.pieces("Men 18 and older. No arson.", ["no arson", "", "18 and older"]))

    assert pieces == [
        ("Men ", False),
        ("18 and older", True),
        (". ", False),
        ("No arson", True),
        (".", False),
    ]


def test_lengths_are_said_in_feet_and_miles() -> None:
    assert [record.length(meters) for meters in (3, 60, 900, 2400)] == [
        "50 feet",
        "200 feet",
        "0.6 miles",
        "1.5 miles",
    ]
