"""Rows that look like services for survivors: held, and their places confidential, until a person releases them.

Victim services keep their places secret (VAWA, 34 U.S.C. §12291(b)(2); FVPSA, 42 U.S.C. §10406(c)(5)).
What was done to people does not say for whom a service is: a shelter, and a class for those who did it, name the same.
So each mention is read with the words around it: whom it was done to, what is given, what they flee.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

VICTIM_SERVICES = "victim_services"
_WORDS = Path(__file__).parent.parent / "data" / "survivor_words.toml"
_SENTENCE = re.compile(r"(?:(?<!\.[A-Za-z])\.|[;\n!?])(?=\s|$)")
# Words that may stand between what was done and what is said of it.
_FEW = r"(?:[\w'’/-]+\s+){0,6}"
_ACCENTS = {"á": "[aá]", "é": "[eé]", "í": "[ií]", "ó": "[oó]", "ú": "[uú]"}
# So often named in one text, it is what the service is about, however it is put.
_OFTEN = 5
_BEGINNING = 350
_IN_A_NAME = re.compile(r"\b(victims?('s|s')?|safe ?house|house of ruth|v[ií]ctimas)\b", re.IGNORECASE)


def looks_like_victim_services(
    names: Iterable[str], text: str, labels: Iterable[str] = (), needs: Iterable[str] = ()
) -> bool:
    """Whether a service seems to be for survivors: by its names, its labels, its needs, or its own first words."""
    names = tuple(names)
    for_all = any(_words("for_all").search(name) for name in names)
    if not for_all and (VICTIM_SERVICES in needs or any(map(_labeled, labels))):
        return True
    if any(map(_named, names)) or speaks_for_survivors(text[:_BEGINNING]) or _speaks_of_flight(text):
        return True
    return not for_all and len(_words("done").findall(text)) >= _OFTEN


def speaks_for_survivors(text: str) -> bool:
    """Whether a text says that survivors are served, and does not only mention them."""
    return any(map(_for_survivors, _SENTENCE.split(text)))


def _labeled(label: str) -> bool:
    return bool(_words("labels").fullmatch(label.strip())) or speaks_for_survivors(label)


def _named(name: str) -> bool:
    """In a name what was done says what the service is for, unless it names those who did it."""
    said = _IN_A_NAME.search(name) or _words("plainly").search(name) or _words("done").search(name)
    return bool(said and not _words("doers").search(name))


def _speaks_of_flight(text: str) -> bool:
    return any(map(_flees, _SENTENCE.split(text)))


def _flees(sentence: str) -> bool:
    return any(_serves(sentence, said) for said in _phrases().fleeing.finditer(sentence))


def _for_survivors(sentence: str) -> bool:
    return (
        _flees(sentence)
        or any(
            _serves(sentence, said) and not _by_doers(sentence, said)
            for said in _phrases().victims.finditer(sentence)
        )
        or any(
            _serves(sentence, said) and not _prevents(sentence, said)
            for said in _phrases().against.finditer(sentence)
        )
    )


def _serves(sentence: str, said: re.Match[str]) -> bool:
    return not _phrases().aside.search(sentence[: said.start()])


def _by_doers(sentence: str, said: re.Match[str]) -> bool:
    """Those who did it are named before, or right after: "domestic violence offender groups"."""
    doers = _words("doers")
    return bool(doers.search(sentence[: said.start()]) or doers.match(sentence[said.end() :].lstrip()))


def _prevents(sentence: str, said: re.Match[str]) -> bool:
    return bool(_words("doers").search(sentence) or _phrases().prevented.search(sentence[: said.end()]))


class _Phrases(NamedTuple):
    """Whole phrases about survivors, and what before them takes them back."""

    fleeing: re.Pattern[str]
    victims: re.Pattern[str]
    against: re.Pattern[str]
    aside: re.Pattern[str]
    prevented: re.Pattern[str]


@cache
def _phrases() -> _Phrases:
    done, given = _any("done"), _any("given")
    mentioned = rf"{_FEW}{done}(?!\s*{_any('else_after')})"
    served = rf"{_any('served')}\s+{mentioned}|{given}\s+{_any('against')}\s+{mentioned}"
    return _Phrases(
        fleeing=_compiled(rf"{_any('fled')}\s+{_FEW}({done}|{_any('from_whom')})"),
        victims=_compiled(rf"{_any('plainly')}|{_any('victims')}\s+{_FEW}{done}"),
        against=_compiled(rf"{served}|{done}\W{{1,3}}({given}|{_any('also_given')})"),
        aside=re.compile(
            rf"\b({_any('refused')}\b[^.;,]{{0,60}}|{_any('beside')}\b[^.;]{{0,90}})$", re.IGNORECASE
        ),
        prevented=re.compile(rf"\b{_any('prevented')}\b[^.;]{{0,40}}$", re.IGNORECASE),
    )


@cache
def _words(name: str) -> re.Pattern[str]:
    return _compiled(_any(name))


def _compiled(body: str) -> re.Pattern[str]:
    return re.compile(rf"\b({body})\b", re.IGNORECASE)


@cache
def _any(name: str) -> str:
    """One of the words of a list."""
    words = "|".join(_file()[name])
    for piece, spelled in _file()["pieces"].items():
        words = words.replace(f"<{piece}>", spelled)
    for accented, either in _ACCENTS.items():
        words = words.replace(accented, either)
    return "(" + words.replace(" ?", r"\s*").replace(" ", r"\s+") + ")"


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
