"""What the web server and the worker ask of the vault before they serve anyone."""

from django.db import close_old_connections

from alliance.vault.queries import verify_keys


def refuse_without_keys() -> None:
    """Stop the start with a clear error if the keys are missing, unsafe or another database's.

    Raises KeysUnusable or WrongKey. It leaves no connection open, because a server may fork next.
    """
    try:
        verify_keys()
    finally:
        close_old_connections()
