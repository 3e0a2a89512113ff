"""Hash partitions by clinic, tried: `python -m tools.partitions [ROWS] [--clinics N] [--parts N]`.

Fills the table of session logs on a PostgreSQL of its own, measures what a page asks of it, turns
it into a table partitioned by clinic under the same name, with its constraints, indexes, policies
and the foreign keys that lead to it, and measures again. docs/operations.md says for whom that is.
"""

import statistics
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg

from alliance.walls.roles import APP
from tools.chaos.processes import Alliance, Postgres

TABLE = "logbook_sessionlog"
ROUNDS = 200
# A made-up world, whose logs are then repeated: a client of 25 sessions gets 25 more each time.
CLINICIANS, CLIENTS, SESSIONS = 2, 20, 25
EACH_CLINIC = CLINICIANS * CLIENTS * SESSIONS
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
    AND attname NOT IN ('id', 'submission')
"""
COURSE = f"""
SELECT id, held_on, score FROM {TABLE}
WHERE clinic_id = %s AND client_id = %s AND trashed_at IS NULL ORDER BY held_on DESC LIMIT 25
"""  # noqa: S608
ONE = f"SELECT held_on, ratings FROM {TABLE} WHERE clinic_id = %s AND id = %s"  # noqa: S608
MONTH = f"""
SELECT count(*), avg(score) FROM {TABLE}
WHERE clinic_id = %s AND held_on >= '2026-01-01' AND held_on < '2026-02-01'
"""  # noqa: S608
INDEXES = """
SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN (
    SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)
"""
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('u', 'f')
"""
LEADING_HERE = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), array_length(confkey, 1)
FROM pg_constraint WHERE confrelid = %s::regclass AND contype = 'f'
"""
POLICIES = "SELECT policyname, cmd, qual, with_check FROM pg_policies WHERE tablename = %s"


def main() -> None:
    parser = ArgumentParser(prog="python -m tools.partitions")
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--clinics", type=int, default=40)
    parser.add_argument("--parts", type=int, default=16)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alliance-parts-", ignore_cleanup_errors=True) as name:
        postgres = Postgres(Path(name))
        try:
            alliance = Alliance(Path(name), database=postgres.address)
            alliance.manage("prepare")
            tell(alliance, postgres, rows=asked.rows, clinics=asked.clinics, parts=asked.parts)
        finally:
            postgres.stop()


def tell(alliance: Alliance, postgres: Postgres, *, rows: int, clinics: int, parts: int) -> None:
    began = time.monotonic()
    alliance.manage(
        *("seed", f"--clinics={clinics}", f"--clinicians={CLINICIANS}"),
        *(f"--clients={CLIENTS}", f"--sessions={SESSIONS}"),
    )
    with psycopg.connect(postgres.address, autocommit=True) as owner:
        repeat(owner, times=rows // (clinics * EACH_CLINIC) - 1)
        print(f"{rows} rows of {clinics} clinics in {time.monotonic() - began:.0f} s", flush=True)
        measure(owner, postgres, called="one table")
        began = time.monotonic()
        with owner.transaction():
            partition(owner, parts=parts)
        owner.execute(f"VACUUM ANALYZE {TABLE}")
        print(f"{parts} partitions in {time.monotonic() - began:.0f} s", flush=True)
        measure(owner, postgres, called=f"{parts} partitions")


def repeat(owner: psycopg.Connection[Any], *, times: int) -> None:
    """Each log so many times more. What leads elsewhere was looked at the first time."""
    (columns,) = owner.execute(COLUMNS, [TABLE]).fetchone() or ("",)
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(
            f"INSERT INTO {TABLE} (id, submission, {columns}) "  # noqa: S608
            f"SELECT gen_random_uuid(), gen_random_uuid(), {columns} "
            f"FROM {TABLE}, generate_series(1, %s)",
            [times],
        )
    owner.execute(f"VACUUM ANALYZE {TABLE}")


def partition(owner: psycopg.Connection[Any], *, parts: int) -> None:
    """In one transaction: whoever asks meanwhile waits, and nobody sees half of it.

    The primary key has to begin with the clinic. So foreign keys that name a log by its id alone
    go, and those stay that name its clinic too: every table has both.
    """
    indexes = [row[0] for row in owner.execute(INDEXES, [TABLE, TABLE])]
    constraints = owner.execute(CONSTRAINTS, [TABLE]).fetchall()
    leading = owner.execute(LEADING_HERE, [TABLE]).fetchall()
    policies = owner.execute(POLICIES, [TABLE]).fetchall()
    _run(owner, *(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name, *_ in leading))
    _run(
        owner,
        f"ALTER TABLE {TABLE} RENAME TO {TABLE}_whole",
        f"CREATE TABLE {TABLE} (LIKE {TABLE}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) "
        "PARTITION BY HASH (clinic_id)",
        *(
            f"CREATE TABLE {TABLE}_{part} PARTITION OF {TABLE} "
            f"FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})"
            for part in range(parts)
        ),
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE}_whole",  # noqa: S608
        f"DROP TABLE {TABLE}_whole",
        f"ALTER TABLE {TABLE} ADD PRIMARY KEY (clinic_id, id)",
        *(f'ALTER TABLE {TABLE} ADD CONSTRAINT "{n}" {how}' for n, how in constraints),
        *indexes,
    )
    _run(
        owner,
        *(
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {how}'
            for table, name, how, columns in leading
            if columns > 1
        ),
        f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
        *(_policy(*policy) for policy in policies),
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO {APP}",
    )


def _policy(name: str, verb: str, using: str | None, check: str | None) -> str:
    said = f" USING ({using})" if using else ""
    said += f" WITH CHECK ({check})" if check else ""
    return f'CREATE POLICY "{name}" ON {TABLE} FOR {verb}{said}'


def _run(owner: psycopg.Connection[Any], *statements: str) -> None:
    for statement in statements:
        owner.execute(statement.encode())


def measure(owner: psycopg.Connection[Any], postgres: Postgres, *, called: str) -> None:
    """What a page, a log and a report ask, as the web server's role asks it."""
    some = owner.execute(
        f"SELECT clinic_id, client_id, id FROM {TABLE} WHERE number = 7 ORDER BY id LIMIT %s",  # noqa: S608
        [ROUNDS],
    ).fetchall()
    (size,) = owner.execute(
        "SELECT pg_size_pretty(coalesce(sum(pg_total_relation_size(relid)), "
        "pg_total_relation_size(%s::regclass))) FROM pg_partition_tree(%s)",
        [TABLE, TABLE],
    ).fetchone() or ("?",)
    print(f"\n{called}, {size}")
    with psycopg.connect(postgres.address_of(APP)) as app:
        for what, sql, columns in (
            ("a client's course", COURSE, (0, 1)),
            ("one log", ONE, (0, 2)),
            ("a month of a clinic", MONTH, (0,)),
        ):
            times = [
                _milliseconds(app, sql, clinic=row[0], values=[row[place] for place in columns])
                for row in some
            ]
            print(f"  {what:<22} median {statistics.median(times):6.3f} ms in the server")


def _milliseconds(
    app: psycopg.Connection[Any], sql: str, *, clinic: object, values: list[object]
) -> float:
    """Planning and execution, as PostgreSQL tells it."""
    with app.transaction():
        app.execute("SELECT set_config('alliance.clinic', %s, true)", [str(clinic)])
        told = app.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values).fetchone()
    plan = told[0][0] if told else {}
    return float(plan["Planning Time"] + plan["Execution Time"])


if __name__ == "__main__":
    main()
