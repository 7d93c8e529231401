"""A search is told as it stands at one moment."""

from resources.duplicates.searching import Found, Search


def test_a_page_finds_the_search_as_it_was_when_it_began_to_read() -> None:
    search = Search(running=True)

    read = search.stage()
    search.found, search.running = Found((), 3, 1), False

    assert (read.running, read.found) == (True, None)
    assert search.stage().found == Found((), 3, 1)
