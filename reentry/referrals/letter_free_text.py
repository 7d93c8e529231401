"""What a line typed by hand would tell: the topics of disclosure its words touch, so that it stays off the letter."""

import re
from collections.abc import Iterable
from uuid import UUID

from reentry.consents.disclosure import PROTECTED
from reentry.consents.secret_names import NONE, SecretNames
from resources.secrecy.secret_words import seen

_WORDS: dict[str, str] = {
    PROTECTED: r"hiv\w*|h\.i\.v\.|(?<!hearing )(?<!first )aids|seropositive|antiretroviral\w*|ryan white|viral load|cd4"
    r"|survivors?|domestic violence|victims?|abus(e|ed|er|ive)|protective order|safe house",
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


def topics(text: str, names: SecretNames = NONE, told: Iterable[UUID] = ()) -> dict[str, str]:
    """The topics a text touches, each with the word that gives it away; empty for an innocent line.

    names: those of the directory that tell by being named; told: the providers that may be named all the same.
    A list of words finds what is said plainly, not what is said around the corner: the caseworker still reads the page.
    """
    read, may = seen(text), tuple(told)
    found = {topic: pattern.search(read) for topic, pattern in _PATTERNS.items()}
    for topic, named in (
        ("treatment", names.of_treatment(read, may)),
        (PROTECTED, names.of_survivors(read, may)),
    ):
        if named:
            found[topic] = found[topic] or named[0].search(read)
    return {topic: match.group() for topic, match in found.items() if match}
