"""Rows that look like services for survivors: held, and their places confidential, until a person releases them.

Victim services keep their places secret (VAWA, 34 U.S.C. §12291(b)(2); FVPSA, 42 U.S.C. §10406(c)(5)).
"""

import re
from collections.abc import Iterable

_VIOLENCE = (
    r"(domestic|dating|family|relationship|partner|gender[- ]based|sexual|spous(e|al))\s*(/\s*\w+\s*)?"
    r"(violence|abuse|assault)"
    r"|(child|children|elder)\s*(and|or|&|/)\s*(spous(e|al)|partner|domestic)\s*(abuse|violence)"
    r"|rape|battered|abused (women|wom[ae]n|persons?|spouses?|partners?)|(human|sex|labor) trafficking|stalking"
)
_IN_A_NAME = re.compile(
    rf"\b({_VIOLENCE}|victims?('s|s')?|safe ?house|house of ruth|survivors of (abuse|violence|incest|rape|traff\w+))",
    re.IGNORECASE,
)
_SERVES = re.compile(
    r"\b((victims?|survivors?) (of|and survivors of) (\w+ and |\w+, |actual or attempted )?"
    rf"({_VIOLENCE}|crimes?|violen\w+|abuse|traffick\w+)"
    rf"|({_VIOLENCE}) (and \w+ \w+ )?"
    r"(services|shelter|victims?|survivors?|hotline|helpline|advoca\w+|program for (women|victims)"
    r"|safe ?havens?|refuge)"
    r"|(child|children|elder)\s*(and|or|&|/)\s*(spous(e|al)|partner|domestic)\s*(abuse|violence)"
    r"|victims?'? (services?|advoca\w+|assistance|support)|safe ?house|shelter for (battered|abused)"
    r"|(physically|sexually)( and/or \w+)? abused by (their|a) partners?|abused (wom[ae]n|persons|spouses))",
    re.IGNORECASE,
)
_BESIDE_OTHERS = re.compile(
    r"\b(including|such as|as well as|also|may be|or who (are|were)|relevant to)\b[^.;]{0,90}$", re.IGNORECASE
)
_FOR_ABUSERS = re.compile(r"\b(batterer|abuser|perpetrator|offender|intervention program)", re.IGNORECASE)
_LABELS = {
    "help escape violence",
    "safe housing",
    "domestic violence survivors",
    "sexual assault survivors",
    "human trafficking survivors",
    "victim services",
    "victim service",
    "domestic violence",
    "sexual assault",
}
# Open to everybody, whoever else comes there: what counts is what it says of itself first.
_FOR_ALL = re.compile(
    r"\b((youth|teen|suicide|county|general|community)\W+crisis\W+(hot|help)?\W?line|residential treatment)\b",
    re.IGNORECASE,
)
# So often named in one text, violence is what the service is about, however it is put.
_OFTEN = 5
_BEGINNING = 350


def looks_like_victim_services(names: Iterable[str], text: str, labels: Iterable[str] = ()) -> bool:
    """Whether a service seems to be for survivors, by its names, by its labels or by what it says of itself first."""
    names = tuple(names)
    for_all = any(_FOR_ALL.search(name) for name in names)
    if not for_all and any(label.strip().casefold() in _LABELS for label in labels):
        return True
    if any(_IN_A_NAME.search(name) and not _FOR_ABUSERS.search(name) for name in names):
        return True
    beginning = text[:_BEGINNING]
    for found in _SERVES.finditer(beginning):
        if not _BESIDE_OTHERS.search(beginning[: found.start()]) and not _FOR_ABUSERS.match(
            beginning[found.end() :].lstrip()
        ):
            return True
    return not for_all and len(re.findall(_VIOLENCE, text, re.IGNORECASE)) >= _OFTEN
