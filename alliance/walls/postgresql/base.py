"""Before the first statement of each transaction the database is told for whom it is asked.

Said with SET LOCAL, so it ends with the transaction and a pooled connection never carries one
clinic over to the next. A statement outside any transaction gets one of its own.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from alliance.walls.whose import NOBODYS, Whose, whose

SAY = (
    "SELECT set_config('alliance.clinic', %s, true), set_config('alliance.user', %s, true),"
    " set_config('alliance.token', %s, true)"
)
type Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]


class DatabaseWrapper(base.DatabaseWrapper):
    # What this transaction was told; None: unknown, say it again.
    told: Whose | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._tell)

    def _tell(
        self, execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        status = self.connection.info.transaction_status
        if status == TransactionStatus.IDLE:
            # A new transaction, or none: whatever was said ended with the one before.
            self.told = NOBODYS
        wanted = whose()
        if wanted != self.told and status != TransactionStatus.INERROR and not _comes_first(sql):
            if status == TransactionStatus.IDLE and self.get_autocommit():
                with transaction.atomic(using=self.alias):
                    return self._tell(execute, sql, params, many, context)
            with self.wrap_database_errors:
                self.connection.execute(SAY, (wanted.clinic, wanted.user, wanted.token))
            self.told = wanted
        if isinstance(sql, str) and sql.startswith("ROLLBACK TO"):
            # It takes back what was said since the savepoint too.
            self.told = None
        return execute(sql, params, many, context)


def _comes_first(sql: Any) -> bool:
    """How a transaction isolates itself has to be its first word."""
    return isinstance(sql, str) and sql.startswith("SET TRANSACTION")
