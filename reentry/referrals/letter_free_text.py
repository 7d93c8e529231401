"""What a line typed by hand would tell: the topics of disclosure its words touch, so that it stays off the letter."""

import re

from reentry.consents.disclosure import PROTECTED

_WORDS: dict[str, str] = {
    PROTECTED: r"hiv|aids|survivor|domestic violence|victims?|abus(e|ed|er|ive)|protective order|safe house",
    "treatment": r"methadone|suboxone|buprenorphine|naltrexone|vivitrol|(?-i:MOUD|MAT)|detox\w*|withdrawal|rehab\w*"
    r"|recovery|sober\w*|sobriety|substance\w*|addict\w*|overdose\w*|relapse\w*|drugs?|alcohol\w*|outpatient",
    "mental_health": r"psychiat\w*|mental\w*|bipolar|schizo\w*|depress\w*|ptsd|suicid\w*|counsel(or|ing)",
    "supervision": r"parole\w*|probation\w*|supervis\w*|curfew\w*|monitor\w*|gps|ankle|agents?|officers?"
    r"|releas(e|ed)|prisons?|jails?|custody|incarcerat\w*|inmates?|correction\w*|reentry|case manager"
    r"|judges?|court[- ]order\w*|(in|to) court",
    "offense": r"offen[sc]\w*|offender\w*|felon\w*|convict\w*|crim\w*|arrest\w*|registr(y|ant)\w*|warrants?"
    r"|detainers?|charges?|sentenc\w*|gang\w*|assault\w*|arson\w*",
}
_PATTERNS = {topic: re.compile(rf"\b({words})\b", re.IGNORECASE) for topic, words in _WORDS.items()}


def topics(text: str) -> dict[str, str]:
    """The topics a text touches, each with the word that gives it away; empty for an innocent line.

    A list of words finds what is said plainly, not what is said around the corner: the caseworker still reads the page.
    """
    found = {topic: pattern.search(text) for topic, pattern in _PATTERNS.items()}
    return {topic: match.group() for topic, match in found.items() if match}
