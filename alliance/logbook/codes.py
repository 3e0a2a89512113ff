"""Client codes: what a code may look like, and one to offer."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from enum import StrEnum

# Letters that are easily told apart when read aloud or written by hand.
LETTERS = "ABCDEFHJKLMNPRSTVWXYZ"


class CodeProblem(StrEnum):
    """Why a code would point at a person."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    NAME = "name"
    INITIALS = "initials"


_ALLOWED = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/-]*")
_DATE = re.compile(r"\d{1,4}[ ./-]\d{1,2}[ ./-]\d{1,4}")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20[0-2]\d)(?!\d)")
# Three letters with a vowel among them can be spoken, so they may be a name: "Tom", "INES".
_WORD = re.compile(r"(?=[A-Z]*[AEIOUY])[A-Z]{3,}", re.IGNORECASE)


def tidy(code: str) -> str:
    """The code as it is kept: composed characters, single spaces, capitals."""
    return " ".join(unicodedata.normalize("NFC", code).split()).upper()


def problem_with(code: str) -> CodeProblem | None:
    """What makes `code` look like a name, an email, a phone number or a birth date; or None.

    Codes are short and mean nothing: "K-14", "B31", "2-07". It can't know every name, so it
    refuses anything that reads as a word, as initials, as a long number or a date.
    """
    if not code:
        return CodeProblem.EMPTY
    if "@" in code:
        return CodeProblem.EMAIL
    digits = re.sub(r"\D", "", code)
    if _DATE.fullmatch(code) or _YEAR.search(code) or (len(digits) in {6, 8} and digits == code):
        return CodeProblem.BIRTH_DATE
    if len(digits) >= 6:  # a telephone, an insurance number
        return CodeProblem.PHONE
    if any(letter.isalpha() and not letter.isascii() for letter in code) or _WORD.search(code):
        return CodeProblem.NAME
    if not _ALLOWED.fullmatch(code):
        return CodeProblem.CHARACTERS
    return None if digits else CodeProblem.INITIALS


def suggest_code(*, taken: Collection[str]) -> str:
    """A code like "K-14" that is not `taken`, drawn at random so that it says nothing."""
    for digits in (2, 3, 4):
        for _attempt in range(200):
            number = secrets.randbelow(10**digits - 1) + 1
            code = f"{secrets.choice(LETTERS)}-{number:0{digits}d}"
            if code not in taken:
                return code
    raise ValueError("no free code of up to four digits")
