"""What a password must be: long, none of the first that anybody tries, nothing about its owner.

No rules about kinds of characters, and no password ever runs out.
"""

import re
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alliance.people.models import Membership
from alliance.people.models.memberships import factors_of

ALONE, WITH_FACTOR = 15, 12
# So much has to be left of a password without the words that a stranger knows.
OF_ITS_OWN = 9
KNOWN_TO_ALL = ("alliance", "password", "therapist", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORTEST_WORD = 4


class LongEnough:
    """Fifteen characters where it is all that protects the account, twelve beside a factor."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self._least(user):
            raise ValidationError(
                _("Choose at least %(least)d characters. A short sentence works well."),
                code="password_too_short",
                params={"least": self._least(user)},
            )

    def get_help_text(self) -> str:
        return _("At least %(least)d characters. A short sentence works well.") % {"least": ALONE}

    def _least(self, user: Any) -> int:
        has_factor = user is not None and user.pk and factors_of(user.pk).exists()
        return WITH_FACTOR if has_factor else ALONE


class NothingKnown:
    """Not made of the names of person, clinic or program, of keys in a row, or of one piece again
    and again.
    """

    def validate(self, password: str, user: Any = None) -> None:
        if len(_own_part(password.casefold(), user)) < OF_ITS_OWN or _is_a_pattern(password):
            raise ValidationError(
                _("Somebody who knows you, or tries the usual, would find this one."),
                code="password_too_known",
            )

    def get_help_text(self) -> str:
        return _("Not made of your name, the clinic’s or Alliance’s.")


def _own_part(password: str, user: Any) -> str:
    """What is left without words that a stranger knows, and without what stands between them."""
    for word in sorted(_known_words(user), key=len, reverse=True):
        password = password.replace(word, "")
    return re.sub(r"[\W_]", "", password)


def _known_words(user: Any) -> set[str]:
    said = [*KNOWN_TO_ALL]
    if user is not None:
        said += [user.email, user.name, *getattr(user, "context_words", ())]
        said += Membership.objects.of_user(user.pk).clinic_names()
    words = {word for each in said for word in re.split(r"\W+", each.casefold())}
    joined = {re.sub(r"\W+", "", each.casefold()) for each in said}
    return {word for word in words | joined if len(word) >= SHORTEST_WORD}


def _is_a_pattern(password: str) -> bool:
    steps = [ord(later) - ord(earlier) for earlier, later in pairwise(password)]
    runs = sum(step in {-1, 0, 1} for step in steps)
    again = any(password == password[:size] * (len(password) // size) for size in range(1, 9))
    return again or len(set(password)) < 5 or runs > 0.7 * len(steps)
