"""What the landing page and the health pages need."""

from django.db import DatabaseError, connection

from alliance.vault.errors import VaultError
from alliance.vault.queries import verify_keys


def is_ready() -> bool:
    """Whether a page could be served now: the database answers and its keys are at hand."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        verify_keys()
    except (DatabaseError, VaultError):
        return False
    return True
