"""What a browser calls itself, in a few words by which people know their own sessions again."""

# The first name that turns up counts: most browsers also name the ones they descend from.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def named(agent: str) -> str:
    """ "Firefox on Windows" for what a browser sends as User-Agent; nothing of it is kept that is not in the tables."""
    browser = next((word for mark, word in BROWSERS.items() if mark in agent), "A program")
    system = next((word for mark, word in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if system else browser
