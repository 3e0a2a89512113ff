"""What a web server asks of its place in the database before it serves anyone."""

from django.conf import settings
from django.db import connection

from alliance.walls.roles import APP

WALKS_AROUND = """
SELECT current_user,
    EXISTS (
        SELECT 1 FROM pg_roles
        WHERE (rolsuper OR rolbypassrls OR rolcreaterole)
            AND pg_has_role(current_user, oid, 'MEMBER')
    ),
    EXISTS (
        SELECT 1 FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
            AND pg_has_role(current_user, relowner, 'MEMBER')
    )
"""
WITHOUT_WALL = """
SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class
JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'clinic_id' AND NOT attisdropped
WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    AND NOT (relrowsecurity AND relforcerowsecurity)
"""


class WallsOpen(Exception):
    """Nothing in the database would keep one clinic's rows from another's."""


def verify_walls() -> None:
    """Return only if this role can't walk around the second wall. Raises WallsOpen."""
    if connection.vendor != "postgresql" or settings.DATABASE_OWNER_ALLOWED:
        return
    with connection.cursor() as cursor:
        cursor.execute(WALKS_AROUND)
        role, sees_all, owns = cursor.fetchone()
        cursor.execute(WITHOUT_WALL)
        (without,) = cursor.fetchone()
    if sees_all or owns:
        why = "sees every clinic's rows" if sees_all else "owns the tables"
        raise WallsOpen(
            f"The role {role} {why}, so nothing would keep one clinic's rows from another's. "
            f"Let the web server sign in to the database as {APP}, which `manage.py make_roles` "
            "makes; for one's own machine set DATABASE_OWNER_ALLOWED=1."
        )
    if without:
        raise WallsOpen(f"No wall around {without}. Run: manage.py prepare")


def refuse_open_walls() -> None:
    """Stop the start of a web server. Its connection is given back, as refuse_without_keys does."""
    try:
        verify_walls()
    finally:
        connection.close()
