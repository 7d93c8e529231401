"""A password may be anything long that nobody would guess; nothing else is asked of it, and nothing is cut off."""

import random
import string
import unicodedata

import pytest

from agency.errors import InvalidError
from agency.staff import passwords
from agency.staff.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from tests.conftest import PASSWORD

NAMES = ("dana.whitlock", "Tidewater Division of Parole", "TDP")


def refused(password: str) -> str:
    """Why a password is refused; nothing where it is taken."""
    try:
        passwords.check(password, NAMES)
    except InvalidError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "copper ferry window plum",
        "nur kleine wörter ohne sinn",
        "пять гусей летят на запад",
        "灯台と古い船と七匹の猫が眠る丘の上",
        ")Q:w_/8?dZ~k{2%",
        "🦉🚲🌵🎻🧊🪁🍐🦔🛶🧵🔭🪴🎈🧭🥁",
        "a correct horse sleeps near two batteries",
    ],
)
def test_a_long_password_of_any_kind_is_taken(password: str) -> None:
    assert refused(password) == ""


@pytest.mark.parametrize("length", [0, MINIMUM_LENGTH - 1, MAXIMUM_LENGTH + 1])
def test_a_password_too_short_or_too_long_is_refused(length: int) -> None:
    text = "quiet marsh lantern over seven bridges; " * 8

    assert "15 to 256 characters" in refused(text[:length])


@pytest.mark.parametrize("length", [MINIMUM_LENGTH, MAXIMUM_LENGTH])
def test_both_ends_of_the_length_are_taken(length: int) -> None:
    text = "".join(
        f"{word} {number};" for number, word in enumerate(["marsh", "lamp", "quilt", "owl"] * 20, 7)
    )

    assert refused(text[:length]) == ""


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "1234567890123456",
        "abcdefghijklmnopqrstuvwxyz",
        "aaaabbbbccccddddeeee",
        "heronheronheronheron",
        "he-ron he-ron he-ron",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv",
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple!",
        "To be or not to be, that is the question",
        "P@ssw0rdP@ssw0rd",
        "password12345678",
        "Welcome2026Welcome2026",
        "letmeinletmeinplease",
        "i love you so much",
    ],
)
def test_what_many_people_would_choose_is_refused(password: str) -> None:
    assert "common one, or repeats itself" in refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "my name is dana.whitlock ok",
        "here sits Dana Whitlock today",
        "d4n4 whi7l0ck owns this",
        "the Tidewater Division of Parole door",
    ],
)
def test_what_an_outsider_knows_of_the_account_is_refused(password: str) -> None:
    assert "e-mail name or the agency's name" in refused(password)


def test_a_name_too_short_to_mean_anything_forbids_nothing() -> None:
    passwords.check("the tdp of a copper ferry", ["tdp"])


def test_chance_is_not_refused() -> None:
    chance = random.Random(7)

    made = ["".join(chance.choices(string.ascii_lowercase + string.digits, k=20)) for _ in range(2000)]

    assert [password for password in made if refused(password)] == []


def test_an_invented_password_passes_and_is_never_the_same() -> None:
    made = {passwords.invented() for _ in range(50)}

    assert len(made) == 50
    assert {refused(each) for each in made} == {""}


def test_nothing_is_cut_off() -> None:
    text = "quiet marsh lantern over seven bridges; " * 6
    kept = passwords.hashed(text)

    assert passwords.matches(kept, text)
    assert not passwords.matches(kept, text[:-1])
    assert not passwords.matches(kept, text[:72])


@pytest.mark.parametrize("length", [MINIMUM_LENGTH, 64, 72, 128, MAXIMUM_LENGTH])
def test_the_last_character_counts_however_long_it_is(length: int) -> None:
    words = "".join(
        f"{word} {number};" for number, word in enumerate(["marsh", "lamp", "quilt", "owl"] * 20, 7)
    )
    password = words[: length - 1] + "x"

    kept = passwords.hashed(password)

    assert refused(password) == ""
    assert passwords.matches(kept, password)
    assert not passwords.matches(kept, password[:-1] + "y")
    assert not passwords.matches(kept, password + "y")


@pytest.mark.parametrize(
    "password",
    ["only small letters here", "ONLYBIGLETTERSHERE", "7391 5026 8417 395", "?!;:)( ~{}[] %&*+ <>"],
)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    assert refused(password) == ""


def test_one_word_from_two_keyboards_is_one_password() -> None:
    composed = unicodedata.normalize("NFC", "fünf kleine Körbe im Heu")
    apart = unicodedata.normalize("NFD", composed)

    assert composed != apart
    assert passwords.matches(passwords.hashed(apart), composed)
    assert passwords.matches(passwords.hashed(composed), apart)


def test_case_and_spaces_count() -> None:
    kept = passwords.hashed(PASSWORD)

    assert not passwords.matches(kept, PASSWORD.upper())
    assert not passwords.matches(kept, PASSWORD + " ")


def test_every_line_of_the_banned_list_can_be_met() -> None:
    lines = passwords.COMMON

    assert len(lines) == len(set(lines)) > 100
    assert [line for line in lines if not line.isalnum() or line != line.casefold()] == []
