"""Unlocking, and slowing down whoever guesses."""

import threading
import time

from django.views.decorators.debug import sensitive_variables

from alliance.vault import memory
from alliance.vault.errors import VaultError, WrongPassphrase
from alliance.vault.key_file import read_private
from alliance.vault.keys import lock_file
from alliance.vault.lock import unlock
from alliance.vault.services import remember_keys

FREE_GUESSES = 3
LONGEST_WAIT_SECONDS = 300


class TooSoon(VaultError):
    """Somebody guessed wrong, more than once, a moment ago."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait {seconds} seconds before the next try.")
        self.seconds = seconds


class _Guesses:
    """Wrong tries since the last right one. The wait doubles with each."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.wrong = 0
        self.next_at = 0.0

    def begin(self) -> None:
        """Take a turn. Raises TooSoon."""
        left = self.next_at - time.monotonic()
        if left > 0:
            raise TooSoon(int(left) + 1)

    def was_wrong(self) -> None:
        self.wrong += 1
        doubled = 2 ** max(0, self.wrong - FREE_GUESSES)
        wait = 0 if self.wrong < FREE_GUESSES else min(doubled, LONGEST_WAIT_SECONDS)
        self.next_at = time.monotonic() + wait

    def was_right(self) -> None:
        self.wrong, self.next_at = 0, 0.0


guesses = _Guesses()


@sensitive_variables()
def unlock_with(secret: str) -> None:
    """Open the keys for as long as Alliance runs, if they are this database's.

    One try at a time, whatever came in beside it. Raises TooSoon, WrongPassphrase, KeysUnusable,
    WrongKey.
    """
    with guesses.lock:
        guesses.begin()
        try:
            keys = unlock(read_private(lock_file()), secret=secret)
        except WrongPassphrase:
            guesses.was_wrong()
            raise
        guesses.was_right()
    memory.keep(keys)
    try:
        remember_keys()
    except VaultError:
        memory.forget()
        raise
