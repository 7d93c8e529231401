"""What a schema finds wrong, in the words of whoever sent the file."""

import re

# What the schema says, and what is told; the first part of a schema's sentence is kept where it stands in brackets.
_SAID = {
    r"Missing data for required field\.": "It is missing.",
    r"Field may not be null\.": "It is missing.",
    r"Unknown field\.": "HSDS has no field of this name here; correct the name or take it away.",
    r"Invalid input type\.|Invalid type\.": "A record with named fields should stand here, and something else does.",
    r"Not a valid string\.": "A text should stand here, and something else does.",
    r"Not a valid (?:number|integer|decimal)\.": "This is not a number.",
    r"Not a valid date\.": "This is no date; write it as 2026-12-31.",
    r"Not a valid (?:mapping type|list)\.": "A list should stand here, and something else does.",
    r"Not a valid boolean\.": "This should be true or false.",
    r"Shorter than minimum length 1\.": "It is empty.",
    r"Length must be between (\d+) and (\d+)\.": r"It must have between \1 and \2 letters.",
    r"Longer than maximum length (\d+)\.": r"It must have no more than \1 letters.",
    r"Must be one of: (.*)\.": r"It must be one of these words: \1.",
    r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.": r"It must be between \1 and \2.",
}
_PATTERNS = {
    "byday": "Days are written as MO,TU,WE,TH,FR,SA,SU, those that apply with commas between.",
    "opens_at": "A time is written as 09:30.",
    "closes_at": "A time is written as 17:30.",
}
_UNREAD = "String does not match expected pattern."


def worded(field: str, message: str) -> str:
    """A schema's message about a field as a coordinator understands it; one that is plain already stays."""
    if message == _UNREAD:
        return _PATTERNS.get(field.rpartition(".")[2], "It is not written as HSDS has it.")
    for said, told in _SAID.items():
        if found := re.fullmatch(said, message, re.DOTALL):
            return found.expand(told)
    return message
