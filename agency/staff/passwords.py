"""Passwords: long rather than intricate, none that can be foreseen, kept only as argon2id hashes.

Length, banned words and the absence of composition rules follow NIST SP 800-63B, section 5.1.1.2.
"""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from agency.errors import InvalidError

MINIMUM_LENGTH = 15
MAXIMUM_LENGTH = 256
# So many characters must be left that neither a common word nor the character before foretells.
UNFORESEEN = 8
# A shorter name of a person or an agency turns up in other words by chance.
NAME_LENGTH = 4

# Words and phrases that many people choose, in small letters, without spaces and signs.
COMMON = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
_KEPT_APART = str.maketrans("", "", " -_.,'")
_LOOKALIKES = str.maketrans("013457@$!", "oleastasi")
_hasher = PasswordHasher()


def invented() -> str:
    """A password made by chance (80 bits), to be told to one person once."""
    return "-".join(secrets.token_hex(2) for _ in range(5))


def hashed(password: str) -> str:
    """The argon2id hash to keep; nothing of the password is cut off."""
    return _hasher.hash(_normalized(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether this is the password that was hashed; an unreadable hash matches nothing."""
    try:
        return _hasher.verify(password_hash, _normalized(password))
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, names: Iterable[str]) -> None:
    """Refuse, with the reason, a password that is too short, too long or easily foreseen.

    names: what an outsider knows of the account, such as the e-mail name and the agency's name.
    """
    if not MINIMUM_LENGTH <= len(_normalized(password)) <= MAXIMUM_LENGTH:
        raise InvalidError(
            f"A password has {MINIMUM_LENGTH} to {MAXIMUM_LENGTH} characters; a few words are easiest to remember."
        )
    readings = list(_readings(password))
    own = [name for name in map(_folded, names) if len(name) >= NAME_LENGTH]
    if any(name in reading for name in own for reading in readings):
        raise InvalidError(
            "A password must not contain your e-mail name or the agency's name; choose a few other words."
        )
    if min(_unforeseen(reading) for reading in readings) < UNFORESEEN:
        raise InvalidError(
            "This password is a common one, or repeats itself; choose a few words that do not belong together."
        )


def _normalized(password: str) -> str:
    # One keyboard sends é as one character and another as two; it is the same password.
    return unicodedata.normalize("NFC", password)


def _folded(text: str) -> str:
    return _normalized(text).casefold().translate(_KEPT_APART)


def _readings(password: str) -> Iterator[str]:
    """As it is written, and with the digits and signs that stand for letters read as these."""
    yield _folded(password)
    yield _folded(password).translate(_LOOKALIKES)


def _unforeseen(text: str) -> int:
    """How many characters are left without common words, runs (aaa, 1234) and repetition of the whole."""
    for common in COMMON:
        text = text.replace(common, "")
    unit = text[: _period(text)]
    # A character that repeats the one before it, or comes next to it in the alphabet, is foreseen.
    return sum(abs(ord(here) - ord(before)) > 1 for before, here in zip("\0" + unit, unit, strict=False))


def _period(text: str) -> int:
    """The length of the piece that the text repeats; its own length where it repeats none."""
    return next((size for size in range(1, len(text)) if text[size:] == text[:-size]), len(text))
