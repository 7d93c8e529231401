"""How names are compared: without case, accents and punctuation."""

import re
import unicodedata

_APOSTROPHES = re.compile("['’`]")
_WORD = re.compile(r"[^\W_]+")


def spelled(text: str) -> str:
    """A name made comparable: "St. Ann's Café & Grill" is "st anns cafe and grill"."""
    plain = _APOSTROPHES.sub("", text).replace("&", " and ")
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(each for each in parts if not unicodedata.combining(each))
    return " ".join(_WORD.findall(plain.casefold()))
