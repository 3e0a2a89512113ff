"""Erasing a client: their data key is destroyed, and every row that hangs on them with it."""

import logging
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from alliance.audit.services import Actor, Nobody, note
from alliance.logbook.models import Client, ClientKey
from alliance.privacy.queries.hanging import hanging_on, parents_first
from alliance.vault.ledger import destroyed_keys, write_down

log = logging.getLogger(__name__)


@transaction.atomic
def erase(client: Client, *, at: datetime, by: Actor) -> None:
    """Nothing of the client stays but ids in the trail. The ledger knows it before the database.

    Sign-offs of their sessions go too. Raises OSError, and changes nothing, where the ledger can't
    be written.
    """
    found = hanging_on(client)
    note("erased", client, by=by)
    write_down(clinic_id=client.clinic_id, owner_id=client.pk, at=at)
    for model in reversed(parents_first()):
        if model in found:
            model._base_manager.filter(pk__in=found[model]).delete()
    transaction.on_commit(overwrite_traces)


def replay(*, at: datetime) -> int:
    """After a restore: erase whoever the ledger names and the backup brought back; how many."""
    back = [line.owner_id for line in destroyed_keys()]
    clients = list(Client.objects.filter(pk__in=back))
    for client in clients:
        erase(client, at=at, by=Nobody(clinic_id=client.clinic_id))
    return len(clients)


def overwrite_traces() -> None:
    """Have the database forget what it deleted: no wrapped key is left in its files.

    SQLite overwrites at once and starts its log of writes anew. PostgreSQL rewrites the small table
    of keys; that its own log and its archives hold older copies is said in docs/privacy.md. Within
    a transaction neither can; the daily pass does it then.
    """
    if connection.in_atomic_block:
        return
    statement = (
        "PRAGMA wal_checkpoint(TRUNCATE)"
        if connection.vendor == "sqlite"
        else f"VACUUM (FULL) {ClientKey._meta.db_table}"
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        log.warning("Traces of a destroyed key were not overwritten: %s", type(error).__qualname__)
