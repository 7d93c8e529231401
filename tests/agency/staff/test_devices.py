"""A session is known by the browser it was begun in, and by nothing else that the browser sends."""

import pytest

from agency.staff import devices


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Firefox/140.0", "Firefox on a Mac"),
        ("curl/8.0", "A program"),
        ("<script>alert(1)</script>", "A program"),
        ("", "A program"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, said: str) -> None:
    assert devices.named(agent) == said
