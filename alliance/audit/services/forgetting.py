"""The end of a trail: with its clinic, and never before."""

from uuid import UUID

from django.db import connection

from alliance.audit.kept import let_go
from alliance.audit.models import Entry, Link


def forget_trail(clinic_id: UUID) -> None:
    """Of a clinic that has nobody left in it. The web server's role can't do it any other way."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regprocedure('forget_trail(uuid)') IS NOT NULL")
            if cursor.fetchone()[0]:
                cursor.execute("SELECT forget_trail(%s)", [clinic_id])
                return
    with let_go():
        Link.objects.filter(chain=clinic_id).delete()
        Entry.objects.filter(clinic=clinic_id).delete()
