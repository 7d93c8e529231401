"""The map can be read without tiles: it knows the places and ZIP codes of a state."""

from resources.pages.map_labels import labels_of


def test_the_largest_place_of_a_state_comes_first() -> None:
    first = labels_of("MD")[0]

    assert (first.text, first.kind) == ("Baltimore", "place")
    assert abs(first.latitude - 39.3) < 0.1
    assert abs(first.longitude + 76.6) < 0.1


def test_a_zip_code_stands_where_it_is() -> None:
    frostburg = next(label for label in labels_of("MD") if label.text == "21532")

    assert frostburg.kind == "zip"
    assert 39.5 < frostburg.latitude < 39.8


def test_there_are_no_labels_of_no_state() -> None:
    assert labels_of("ZZ") == ()
