"""A sheet shows the words with what rests on each stretch of them, and no street that must not be told."""

from agency.database import Database
from resources.readings.items import Item
from resources.readings.sheets import Line, Piece, Sheet
from tests.resources.directory_records import keep, place, service
from tests.resources.readings.conftest import MEN, Desk


def sheet(words: str, *quotes: str) -> Sheet:
    lines = [Line(Item(f"i{number}", {}, (quote,)), 1) for number, quote in enumerate(quotes)]
    return Sheet(text_id=None, kind="eligibility", words=words, services=(), plans=0, lines=lines)  # type: ignore[arg-type]


def test_words_are_cut_where_an_items_words_begin_and_end() -> None:
    found = sheet("For men 18+ only", "men 18+", "18+").pieces

    assert found == [
        Piece("For ", ()),
        Piece("men ", ("i0",)),
        Piece("18+", ("i0", "i1")),
        Piece(" only", ()),
    ]


def test_a_quote_is_found_however_it_is_spaced_and_not_inside_a_word() -> None:
    assert [each.words for each in sheet("Women or  MEN", "men").pieces if each.items] == ["MEN"]
    assert [each.words for each in sheet("no sex\n offenders", "No sex offenders").pieces if each.items] == [
        "no sex\n offenders"
    ]


def test_the_pieces_together_are_the_words(desk: Desk) -> None:
    desk.add("Step House", MEN)
    desk.read()

    found = desk.sheet(MEN)

    assert "".join(piece.words for piece in found.pieces) == MEN
    assert {own for piece in found.pieces for own in piece.items} == {line.item.id for line in found.lines}


def test_the_item_after_a_decided_one_is_next_and_the_first_after_the_last(desk: Desk) -> None:
    desk.add("Step House", MEN)
    desk.read()
    found = desk.sheet(MEN)
    one, two, three = (line.item.id for line in found.waiting)

    assert [found.after([each]) for each in (one, two, three)] == [two, three, one]
    assert found.after([one, two, three]) == ""


def test_the_street_of_a_secret_place_is_in_no_sheet(database: Database, desk: Desk) -> None:
    text = "Women only, at 9 Pretend Street."
    secret = service("Quiet House", place(), eligibility_description=text, victim_services=True)
    keep(database, "Quiet", secret)
    desk.add("Rose House", text)
    desk.read()

    found = desk.sheet(text)

    assert len(found.services) == 2
    assert "Pretend" not in found.words
    assert all("Pretend" not in quote for line in found.lines for quote in line.item.quotes)
