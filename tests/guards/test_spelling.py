"""American spelling, in everything that is committed: pages, messages, seed data, docstrings and names."""

import re
from pathlib import Path

import pytest

from tests.guards.conftest import Plant
from tests.guards.source import ROOT, committed, text_of, told

# Words that have only the British spelling; where American English knows both, the American one is left alone.
BRITISH = re.compile(
    r"""(?<![A-Za-z])(?:
    # Centre Street is the name of a street in Baltimore.
    colour\w* | centre[sd]?(?!\ Street) | behaviour\w* | favour\w* | honour\w* | labour[s]?
    | neighbour\w* | harbour\w* | endeavour\w* | rumour\w* | humour\w*
    | (?:organ|recogn|author|summar|priorit|minim|maxim|optim|util|final|emphas|special|apolog|categor|normal|initial
      |serial|standard|custom|stabil|hospital|criminal|capital|real|critic)is(?:e|es|ed|ing|ation|ations)
    | analys(?:e|ed|ing) | licenc(?:e|es|ed|ing) | defence | offence[s]? | pretence | practis(?:e|ed|es|ing)
    | programme[sd]? | cheque[s]? | judgement\w* | acknowledgement\w* | fulfil | fulfils | fulfilment | instalment[s]?
    | enrol | enrols | enrolment\w* | skilful\w*
    | counsell(?:or|ors|ing|ed) | cancell(?:ed|ing) | travell(?:ed|er|ers|ing) | modell(?:ed|ing)
    | signall(?:ed|ing) | catalogue[sd]? | dialogue[sd]? | metre[s]? | kilometre[s]? | litre[s]? | theatre[s]?
    | fibre[s]? | grey | tyre[s]? | kerb[s]? | ageing | whilst | amongst | learnt | postcode[s]? | gaol | diarrhoea
    | paediatric\w*
    )(?![A-Za-z])""",
    re.I | re.X,
)
# Here other people's spelling is understood, or this list is kept.
ELSEWHERE = {
    "resources/data/column_headers.json": "headers of files that agencies bring",
    "resources/hsds/questions.py": "a parameter that HSDS names",
    "tests/guards/test_spelling.py": "the list itself",
    "tests/resources/hsds/test_views.py": "a parameter that HSDS names",
    "tests/resources/imports/test_columns.py": "headers of files that agencies bring",
}


def british(root: Path) -> list[str]:
    """Every word in British spelling, by file and line."""
    return [
        f"{path.relative_to(root)}:{number} {found.group()}"
        for path in committed(root)
        if path.relative_to(root).as_posix() not in ELSEWHERE
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        for found in BRITISH.finditer(line)
    ]


def test_everything_is_in_american_spelling() -> None:
    rule = "American spelling: center, program, offense, license, judgment, canceled, counselor, enroll."

    assert not (found := british(ROOT)), told(rule, found)


def test_every_exception_is_still_there() -> None:
    assert [name for name in ELSEWHERE if not BRITISH.search(text_of(ROOT / name))] == []


@pytest.mark.parametrize(
    "word",
    [
        "colour",
        "centre",
        "behaviour",
        "organisation",
        "licence",
        "programme",
        "enrol",
        "cheque",
        "judgement",
        "counsellor",
        "cancelled",
        "travelled",
        "recognised",
        "offence",
        "defence_fund",
        "Labour",
        "analyse",
        "neighbourhood",
    ],
)
def test_british_spelling_is_found(plant: Plant, word: str) -> None:
    assert len(british(plant({"templates/a.html": f"<p>The {word} is here</p>"}))) == 1


@pytest.mark.parametrize(
    "word",
    [
        "color",
        "center",
        "program",
        "enroll",
        "offense",
        "exercise",
        "supervised",
        "analyses",
        "Laboure",
        "four",
        "hours",
        "aria-labelledby",
        "cancellation",
        "revised",
        "advertise",
        "realist",
        "programmer",
    ],
)
def test_american_spelling_is_none(plant: Plant, word: str) -> None:
    assert british(plant({"templates/a.html": f"<p>The {word} is here</p>"})) == []
