"""Words by which a record asks that its address be told to nobody: "Address is confidential, do not publish"."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

# Plain letters, English and Spanish; of what is said of many places, "Call for locations", nothing is secret.
_ONE = r"(?:address|addr|location|whereabouts|direccion|ubicacion|domicilio|localizacion)"
_PLACE = rf"(?:{_ONE}|street|site)(?:e?s)?"
_KEPT = (
    r"(?:confidential|confidencial|confid|undisclosed|secret[oa]?|unpublished|unlisted|non[ -]?disclosed"
    r"|withheld)"
)
# Said of rooms and services too.
_GUARDED = r"(?:private|privad[oa]|protected|protegid[oa]|suppressed|redacted|reservad[oa])"
# No Alcoholics Anonymous.
_VEILED = rf"(?:{_KEPT}|{_GUARDED}|conf|(?<!s )anonymous|anonim[oa]|hidden|ocult[oa]|restricted)"
_IS = (
    r"(?:is|are|being|be|must|remains?|to|kept|held|stays?|will|strictly|completely|always|currently|es|esta|son|se"
    r"|mantiene|permanece|muy)"
)
_TELL = r"(?:publish|print|disclos|releas|giv|list|shar|reveal|post)\w*"
_NOT_TOLD = rf"(?:not|never|n't)\s+(?:to\s+)?(?:be\s+)?{_TELL}"
_NO_SE_DICE = r"no\s+(?:se\s+)?(?:publi(?:ca|que|car)|divulg|revel[ae]|compart[aei])\w*"
# "Location: confidential testing" speaks of the testing.
_ENDS = (
    r"(?=\s*(?:$|[.,;:!)\]\n-]|and\b|do\b|please\b|for\b|to\b|until\b|by\b|because\b|y\b|no\b|por\b|para\b))"
)
_ENDS_THERE = r"(?=\s*(?:$|[.;!)\]\n]))"
_LATER = (
    r"(?:upon\b|(?:once|after|following|at|on|by|to|during|al|tras|despues de)\s+(?:\w+\s+){0,2}"
    r"(?:intake|admission|acceptance|accepted|approval|approved|enroll\w+|registration|screening|screened|referral"
    r"|referred|request|orientation|assessment|placement|interview|contact|call|phone|telephone|staff|clients"
    r"|residents|participants|callers|survivors|victims|ingreso|admision|evaluacion|entrevista|solicitud|telefono)\b)"
)
_TOLD_LATER = (
    rf"\b{_ONE}\s+(?:(?:is|will|be|only|es|sera|se)\s+)*"
    r"(?:available|provided|disclosed|given|shared|released|revealed|furnished|proporcionad[oa]|proporciona|dad[oa]|da)"
    rf"\s+(?:only\s+)?{_LATER}"
)
_ASKS = re.compile(
    rf"\b(?<!-)(?<!your )(?<!their ){_PLACE}\b\s*(?:\(|[:=-])?\s*(?:{_IS}\s+)*"
    rf"(?:{_KEPT}\b{_ENDS}|{_GUARDED}\b{_ENDS_THERE})"
    rf"|\b{_KEPT}\b\.?\s+(?:street |shelter |site )?{_PLACE}\b"
    rf"|\b{_GUARDED}\s+(?:street )?(?:address|whereabouts)\b"
    rf"|\b{_PLACE}\b[^.;\n]{{0,30}}(?:\b|(?=n't))(?:{_NOT_TOLD}|{_NO_SE_DICE})"
    rf"|\b(?:do|must|may|should|please|can)\s*{_NOT_TOLD}(?:\s+\w+){{0,4}}\s+{_PLACE}\b"
    rf"|\b{_NO_SE_DICE}\s+(?:(?:la|el|esta|nuestra|nuestro)\s+)?{_PLACE}\b"
    r"|\bdo(?:n't|\s+not)\s+publish\b(?!\s+\w)"
    rf"|\bkeep\s+(?:the\s+|this\s+|our\s+)?{_PLACE}\s+(?:{_KEPT}|{_GUARDED})\b"
    rf"|{_TOLD_LATER}"
)
# What an address says of itself is no sentence about anything else.
_LINE = re.compile(
    r"\bconfidential|\bconfidencial|\bundisclosed\b|\bnon[ -]?disclosed\b|\bwithheld\b|\bsafe at home\b|\bacp\b"
    rf"|\b{_VEILED}\b\.?\s+(?:(?:street|shelter|site|home|mailing|physical|exact)\s+)?{_ONE}(?:e?s)?\b"
    r"|\bsafe ?house\b(?=\W*$|\s*[,;)\]])"
    rf"|\b{_ONE}(?:e?s)?\b\W*(?:{_IS}\s+)*{_VEILED}\b"
    rf"|\b{_ONE}\s+(?:only\s+)?{_LATER}"
    rf"|\b(?:not|non|no)[ -](?:to\s+be\s+|be\s+|for\s+|se\s+|es\s+)?"
    r"(?:public[oa]?|publicly listed|publication|published|disclosed|released|revealed|divulgad[oa]|publica)\b\W*$"
)
# Where no house is written: "Safe House Ministries, 12 Elm St" has one.
_LINE_WITHOUT_HOUSE = re.compile(
    r"\bsafe ?house\b|\bcasa segura\b"
    r"|\b(?:call|phone|telephone|contact|inquire|ask|text|e-?mail|llame|llamar)\b[^.;]{0,30}\b(?:for|para)\s+"
    rf"(?:\w+\s+){{0,3}}{_ONE}(?:\s+(?:details|info|information))?\W*$"
    rf"|^\W*(?:(?:the|our|la|el|su|{_IS}|{_PLACE}|residence|residencia|home|house|facility|shelter)\W+)*{_VEILED}\b"
    rf"(?:\W+(?:and|y|{_VEILED}|{_IS}|{_PLACE}|residence|residencia|home|house|facility|shelter))*\W*$"
)
# Long enough that one wrong letter leaves no doubt of what was meant.
_SPELLED = (
    *("address", "location", "direccion", "ubicacion", "domicilio"),
    *("confidential", "confidencial", "undisclosed", "withheld", "suppressed"),
    *("protected", "anonymous", "private"),
)
_SHORTEST = 6
_ORDINARY = {"locations", "vocation", "projected", "privates", "primate", "direction", "suppresses"}
# A note beside the street speaks for itself.
_PARTS = re.compile(r"[()\[\];|\n]|\s-\s")
_LONGEST = 2000
_WORD = re.compile(rf"[a-z]{{{_SHORTEST},}}")


def asks_secrecy(*texts: str | None) -> bool:
    """Whether any of these words ask that the address be kept to oneself."""
    return any(text and _ASKS.search(_plain(text)) for text in texts)


def keeps_secret(line: str) -> bool:
    """Whether what stands in the place of an address says that there is one which is told to nobody."""
    plain = _plain(line[:_LONGEST])
    parts = (part for part in _PARTS.split(plain) if not re.search(r"\d", part))
    return bool(_LINE.search(plain) or _ASKS.search(plain) or any(map(_LINE_WITHOUT_HOUSE.search, parts)))


def _plain(text: str) -> str:
    """In small letters without accents, with one kind of apostrophe and dash, and words put right by one letter."""
    marks = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(each for each in marks if not unicodedata.combining(each))
    return _WORD.sub(lambda word: _meant(word.group()), letters.translate(_ALIKE))


_ALIKE = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"})


@lru_cache(maxsize=1 << 16)
def _meant(word: str) -> str:
    if word in _ORDINARY or word in _SPELLED:
        return word
    return next((each for each in _SPELLED if OSA.distance(word, each, score_cutoff=1) <= 1), word)
