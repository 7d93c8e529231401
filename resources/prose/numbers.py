"""Numbers as providers write them, in digits or in words: "18", "twenty-one"."""

from itertools import product

_SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: at for at, word in enumerate((*_SMALL, *_TEENS), 1)}
_VALUES |= {word: 10 * at for at, word in enumerate(_TENS, 2)}
_VALUES |= {f"{ten}{one}": _VALUES[ten] + _VALUES[one] for ten, one in product(_TENS, _SMALL[:9])}

# A number in words as a pattern; "one" alone is hardly ever counted with.
IN_WORDS = (
    rf"\b(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_SMALL[:9])})\b)?|{'|'.join((*_SMALL[1:], *_TEENS))})\b"
)


def number(words: str) -> int:
    """The number that digits, or words as IN_WORDS finds them, stand for."""
    return int(words) if words.isdecimal() else _VALUES["".join(words.replace("-", " ").split())]
