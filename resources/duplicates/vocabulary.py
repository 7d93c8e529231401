"""The words that names of providers are made of, beside those that are a provider's own."""

import re
from functools import lru_cache

from resources.geography.states import STATE_NAMES

Words = frozenset[str]


def word_list(text: str) -> Words:
    """The words of a list written as one text."""
    return frozenset(text.split())


# One way of writing what directories write in several.
SHORT = {
    "ctr": "center",
    "cntr": "center",
    "dept": "department",
    "svc": "service",
    "svcs": "service",
    "assn": "association",
    "assoc": "association",
    "saint": "st",
    "mount": "mt",
    "univ": "university",
    "hosp": "hospital",
    "helpline": "hotline",
    "natl": "national",
    "law": "legal",
    "lawyer": "legal",
    "lawyers": "legal",
    "md": "maryland",
    "ofc": "office",
}
_NOT_PLURAL = ("ss", "is", "us")


@lru_cache(maxsize=50_000)
def plain_word(word: str) -> str:
    """A word written out and in the singular."""
    word = SHORT.get(word, word)
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NOT_PLURAL):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


# What goes by several names; of the American Job Center those it has had.
MEANINGS = {"dss": "department of social services", "healthcare": "healthcare", "jobcenter": "jobcenter"}
PHRASES = re.compile(
    r"\b(?:(?P<dss>d\.?s\.?s\b\.?)|(?P<healthcare>health care\b)"
    r"|(?P<jobcenter>(?:american job|(?:job )?onestop(?: career| job)?|career|workforce(?: development)?)"
    r" (?:centers?|services|market)\b|(?:division of )?workforce development\b|(?:job|work)source\b"
    r"|(?:business and )?employment resource centers?\b|office of employment development\b))"
)
LEGAL = word_list("inc incorporated llc corp corporation ltd co")
SMALL = word_list("a an and at by for from in of on or the to with")
# Words that name a kind of provider rather than a provider.
KINDS = word_list(
    "agency american assistance association behavioral board bureau care center central church clinic commission"
    " community council counseling crisis department development division emergency facility family food foundation"
    " government group health healthcare help home hospital hotline house housing human institute legal medical mental"
    " ministry national network office organization outreach pantry prevention program project public recovery"
    " rehabilitation resource school service shelter social society state support system team training treatment unit"
    " university"
)
DIRECTIONS = word_list(
    "north south east west northeast northwest southeast southwest northern southern eastern western northeastern"
    " northwestern southeastern southwestern midwestern upper lower"
)
# Words that tell one branch from another.
PLACES = (
    word_list(
        "area avenue ave blvd boulevard branch building campus chapter city county court district drive highway hwy"
        " intergroup lane location main mall metro metropolitan office pike place plaza rd region regional road"
        " satellite shore site square street suburban"
    )
    | DIRECTIONS
    | frozenset(plain_word(word) for name in STATE_NAMES.values() for word in name.casefold().split())
)
# What a provider's rooms and grounds are called: where within a house, never what is done there.
PREMISES = word_list(
    "annex attic barn basement classroom counter courtyard desk entrance floor garage hall headquarter lobby loft room"
    " stairway suite wing yard"
)
# What says by itself that the words before it name one branch of many.
BRANCHES = word_list("branch chapter intergroup")
# Organizations that so many programs belong to that lists write their name after the program's own.
UMBRELLAS = word_list(
    "catholiccharity goodwill goodwillindustry jewishcommunityservice lutheransocialservice salvationarmy"
    " stvincentdepaul societystvincentdepaul unitedway urbanleague volunteeramerica ymca ywca"
)
LANGUAGES = word_list("enespanol espanol spanish inspanish bilingual")
