"""What web and worker ask of the tables before they serve anyone."""

from django.db import connection

from alliance.upkeep.archive.errors import SchemaRefused
from alliance.upkeep.archive.schema import migrations_of, missing_in


class WrongSchema(Exception):
    """The tables are those of an older or a newer release."""


def verify_schema() -> None:
    """Return only if the tables are those of this release. Raises WrongSchema."""
    try:
        migrations_of(connection)
    except SchemaRefused as problem:
        raise WrongSchema(str(problem)) from None
    missing = missing_in(connection)
    if missing:
        raise WrongSchema(
            f"This database is of an older release: {len(missing)} migrations are missing, "
            f"the first is {'.'.join(missing[0])}. Run: manage.py prepare"
        )


def refuse_wrong_schema() -> None:
    """Stop the start of a web server. Its connection is given back, as refuse_without_keys does."""
    try:
        verify_schema()
    finally:
        connection.close()
