"""Export pseudonyms: the same client has the same one in every export of a clinic, and another in
every other clinic; without the clinic's key nobody gets from one to the other.
"""

import hmac
from collections.abc import Callable
from uuid import UUID

from alliance.people.models import Clinic
from alliance.people.services import pseudonym_key_of

DIGITS = 15
"""Hexadecimal digits: 60 bits, so that of a million clients no two are likely to be alike."""
# Before them: a spreadsheet takes 12e4 and the like for numbers.
LETTER = "p"

type Naming = Callable[[UUID], str]


def pseudonyms(clinic: Clinic) -> Naming:
    """HMAC-SHA-256 of an id under the clinic's key, shortened.

    Ask for it outside a snapshot: a clinic's key is made when it is first needed.
    """
    key = pseudonym_key_of(clinic)
    return lambda id: LETTER + hmac.digest(key, id.bytes, "sha256").hex()[:DIGITS]
