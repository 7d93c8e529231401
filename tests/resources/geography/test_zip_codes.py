"""ZIP codes know their cities, their state and their center."""

from resources.geography.zip_codes import centers_near, city_key, zip_code, zips_of_city


def test_a_zip_code_lies_where_its_city_is() -> None:
    found = zip_code("21502")

    assert found is not None
    assert (found.city, found.state, found.county) == ("Cumberland", "MD", "Allegany County")
    assert found.center is not None
    assert abs(found.center[0] - 39.6) < 0.2
    assert abs(found.center[1] + 78.8) < 0.2


def test_there_is_no_such_zip_code() -> None:
    assert zip_code("00000") is None
    assert zip_code(None) is None


def test_a_military_zip_code_has_no_center() -> None:
    found = zip_code("09001")

    assert found is not None
    assert found.center is None


def test_two_spellings_of_a_city_have_one_key() -> None:
    assert city_key("Ft. Meade") == city_key("FORT MEADE")
    assert city_key("St Leonard") == city_key("Saint Leonard")


def test_a_city_has_the_zip_codes_named_after_it() -> None:
    codes = {each.code for each in zips_of_city("annapolis", "MD")}

    assert {"21401", "21403", "21409"} <= codes
    assert zips_of_city("Annapolis", "VA") == ()


def test_only_centers_within_half_a_degree_are_near() -> None:
    near = centers_near(39.3, -76.6)

    assert near
    assert all(abs(latitude - 39.3) <= 0.5 and abs(longitude + 76.6) <= 0.5 for latitude, longitude in near)
