"""What the web server and the worker ask of the vault before they serve anyone."""

from django.db import connection

from alliance.vault.errors import KeysLocked
from alliance.vault.queries import verify_keys


def refuse_without_keys() -> None:
    """Stop the start with a clear error if the keys are missing, unsafe or another database's.

    Raises KeysUnusable or WrongKey. The connection it used is given back: the thread that starts
    a server serves nobody. Locked keys are no reason: then it serves the unlock page only.
    """
    try:
        verify_keys()
    except KeysLocked:
        pass  # the unlock page verifies them
    finally:
        connection.close()
