"""The roles in which the database is spoken to, and what each may do.

| role | who | may |
| --- | --- | --- |
| the owner | `manage.py prepare` | everything |
| alliance_app | the web server | read and write one clinic at a time; add to the trail |
| alliance_worker | the worker, commands | read and write all clinics |
| alliance_report | reports and exports, for as long as they ask | read columns without words |
| alliance_backup | pg_dump | read everything |
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from psycopg import sql

APP, WORKER = "alliance_app", "alliance_worker"
REPORT, BACKUP = "alliance_report", "alliance_backup"
# What each role is beside its grants. Those who see every clinic serve no page.
ROLES = {
    APP: "LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB",
    WORKER: "LOGIN NOINHERIT NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB",
    REPORT: "NOLOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB",
    BACKUP: "LOGIN NOINHERIT NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB",
}
TRAIL, TRAIL_LINKS = "audit_entry", "audit_link"
# Whether a role signs in and sees all clinics, of those that are nothing more.
AS_WANTED = """
SELECT rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname = %s
    AND NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolinherit)
"""
# What ends a trail: the end of its clinic. As the owner, whatever the role that asks.
FORGET_TRAIL = """
CREATE OR REPLACE FUNCTION forget_trail(closed uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM people_membership WHERE clinic_id = closed) THEN
        RAISE EXCEPTION 'somebody is still there' USING ERRCODE = '42501';
    END IF;
    DELETE FROM audit_link WHERE chain = closed;
    DELETE FROM audit_entry WHERE clinic_id = closed;
END $$
"""
TRIES = 20
# Two at once: duplicate object, unique violation, "tuple concurrently updated".
MADE_MEANWHILE = {"42710", "23505", "XX000"}
# Of these a report knows nothing, not even that there are rows.
NEVER_REPORTED = {
    "logbook_reflection",
    "logbook_reflectionversion",
    "logbook_draft",
    "logbook_logversion",
    "logbook_clientkey",
    "logbook_offlinekey",
    "people_factorkey",
    "people_knowndevice",
    "privacy_disclosure",
    "privacy_erasure",
    "privacy_subjectpackage",
    "reviews_comment",
    "reviews_agendaitem",
    "reviews_supervisionsession",
    "people_clinickey",
    "people_session",
    "people_invitation",
    "audit_entry",
    "audit_link",
    "vault_keycheck",
}
NEVER_REPORTED_COLUMNS = {"password", "email"}


def may_make_roles() -> bool:
    """Whether this is a PostgreSQL, and we are the one who prepares it."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            # Who makes a role that sees all clinics has to be one who does.
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        return bool(cursor.fetchone()[0])


def make_roles(passwords: Mapping[str, str]) -> None:
    """Make the roles, or bring them up to date with the tables. Again changes nothing.

    `passwords`: role → its password; one without keeps what it has. Runs as the owner.
    """
    for role in ROLES:
        _at_once(partial(_make_role, role, password=passwords.get(role, "")))
    for member in (APP, WORKER):
        _at_once(partial(_let_become, member, role=REPORT))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _grants():
            cursor.execute(statement)


def _at_once(act: Callable[[], None]) -> None:
    """Roles belong to the whole server: where two databases are prepared at once, one tries again.

    No lock of PostgreSQL's reaches from one database into another.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                act()
            return
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") not in MADE_MEANWHILE:
                raise
    raise DatabaseError("The roles of this server are being changed by somebody else. Try again.")


def _make_role(role: str, *, password: str) -> None:
    wanted = ROLES[role]
    with connection.cursor() as cursor:
        cursor.execute(AS_WANTED, [role])
        known = cursor.fetchone()
        if known != ("NOLOGIN" not in wanted, "NOBYPASSRLS" not in wanted):
            cursor.execute(f"{'ALTER' if known else 'CREATE'} ROLE {role} {wanted}")
        if password:
            words = sql.SQL("ALTER ROLE {} PASSWORD {}")
            cursor.execute(words.format(sql.Identifier(role), sql.Literal(password)))


def _let_become(member: str, *, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [member, role])
        if not cursor.fetchone()[0]:
            cursor.execute(f"GRANT {role} TO {member}")


def _grants() -> Iterator[str]:
    everyone = ", ".join(ROLES)
    yield f"GRANT USAGE ON SCHEMA public TO {everyone}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}, {WORKER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {WORKER}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}"
    if connection.pg_version >= 170_000:  # type: ignore[attr-defined]
        # So that the worker can have destroyed keys overwritten; before 17 only an owner could.
        yield f"GRANT MAINTAIN ON logbook_clientkey TO {WORKER}"
    # The trail is added to, and never changed.
    yield f"REVOKE UPDATE, DELETE ON {TRAIL} FROM {APP}"
    yield f"REVOKE ALL ON {TRAIL_LINKS} FROM {APP}"
    yield FORGET_TRAIL
    yield "REVOKE ALL ON FUNCTION forget_trail(uuid) FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION forget_trail(uuid) TO {APP}, {WORKER}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}, {WORKER}"
    for table, columns in reported_columns().items():
        names = ", ".join(f'"{column}"' for column in columns)
        yield f'GRANT SELECT ({names}) ON "{table}" TO {REPORT}'


def reported_columns() -> dict[str, list[str]]:
    """Table → columns that a report may read: none of private tables, and no bytes.

    What is sealed is bytes, and nothing else is.
    """
    ours = [m for m in apps.get_models() if m.__module__.startswith("alliance.")]
    return {
        model._meta.db_table: _plain_columns(model)
        for model in ours
        if model._meta.db_table not in NEVER_REPORTED
    }


def _plain_columns(model: type[models.Model]) -> list[str]:
    return [
        str(field.column)
        for field in model._meta.local_fields
        if not isinstance(field, models.BinaryField) and field.column not in NEVER_REPORTED_COLUMNS
    ]
