"""Words by which a record asks that its address be told to nobody: "Address is confidential, do not publish"."""

import re

_PLACE = r"(address|location|street|site|whereabouts)"
_KEPT = r"(confidential|undisclosed|secret|unpublished|unlisted|non-?disclosed|withheld)"
_NOT_TOLD = r"(not|never|n['’]t)\s+(to\s+)?(be\s+)?"
_TELL = r"(publish|print|disclos|releas|giv|list|shar|reveal|post)\w*"
# "Location: confidential testing" speaks of the testing.
_ENDS = r"(?=\s*($|[.,;:!)\]\n–-]|and\b|do\b|please\b|for\b|to\b|until\b|by\b|because\b))"
_ASKS = re.compile(
    rf"\b(?<!-){_PLACE}(es|s)?\b\s*(\(|[:=–-])?\s*((is|are|must be|must remain|remains?|kept|to be kept|held)\s+)*"
    rf"(strictly |completely |always )?{_KEPT}\b{_ENDS}"
    rf"|\b(confidential|undisclosed|secret|unpublished|unlisted|non-?disclosed)\s+(street |shelter |site )?{_PLACE}"
    rf"|\b{_PLACE}\b[^.;\n]{{0,30}}\b{_NOT_TOLD}{_TELL}"
    rf"|\b(do|must|may|should|please|can)\b\s*{_NOT_TOLD}{_TELL}(\s+\w+){{0,4}}\s+{_PLACE}"
    r"|\bdo(n['’]t|\s+not)\s+publish\b(?!\s+\w)"
    rf"|\bkeep\s+(the\s+|this\s+|our\s+)?{_PLACE}\s+{_KEPT}",
    re.IGNORECASE,
)


def asks_secrecy(*texts: str | None) -> bool:
    """Whether any of these words ask that the address be kept to oneself."""
    return any(text and _ASKS.search(text) for text in texts)
