"""How each kind of database is spoken to, whichever its address."""

from pathlib import Path
from typing import Any

import dj_database_url
from environs import Env

# Writers take their turn at BEGIN; readers never wait. FULL: what was answered is on disk.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        # What was deleted is overwritten with zeros: a destroyed key is not left in the file.
        "PRAGMA secure_delete=ON;"
        # Else INSERT OR REPLACE would take an entry of the trail away past its trigger.
        "PRAGMA recursive_triggers=ON;"
        "PRAGMA cache_size=-20000;"
    ),
}

# Nobody waits longer than that for an answer that says no. Attempts are given up soon, because the
# next request begins a new one at once, while an old one would wait longer and longer.
POOL = {"timeout": 4, "reconnect_timeout": 2}


def databases(address: str, *, env: Env) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: the one at `address`, and a standby of it where REPLICA_URL names one."""
    password_file = env.str("DATABASE_PASSWORD_FILE", "")
    password = Path(password_file).read_text().strip() if password_file else ""
    found = {
        "default": database_at(
            address,
            password=password,
            pool_min=env.int("DATABASE_POOL_MIN", 2),
            pool_max=env.int("DATABASE_POOL_MAX", 8),
            # The web server sets it, for pages; worker and commands take the time they need.
            statement_seconds=env.int("STATEMENT_SECONDS", 0),
        )
    }
    replica = env.str("REPLICA_URL", "")
    if replica:
        found["replica"] = database_at(
            replica, password=found["default"]["PASSWORD"], pool_min=0
        ) | {"ATOMIC_REQUESTS": False, "TEST": {"MIRROR": "default"}}
    return found


def database_at(
    address: str,
    *,
    password: str = "",
    pool_min: int = 2,
    pool_max: int = 8,
    statement_seconds: int = 0,
) -> dict[str, Any]:
    """Django's settings for the database at `address`. PostgreSQL breaks a statement off that takes
    longer than `statement_seconds`; 0 lets it run.
    """
    found: dict[str, Any] = dict(dj_database_url.parse(address))
    if password:
        found["PASSWORD"] = password
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return found | {"OPTIONS": dict(SQLITE), "ATOMIC_REQUESTS": False}
    # Beside what the address says after its question mark, such as sslmode.
    options = {"connect_timeout": 3} | found.get("OPTIONS", {})
    options["pool"] = {"min_size": pool_min, "max_size": pool_max} | POOL
    if statement_seconds:
        said = f"-c statement_timeout={statement_seconds}s"
        options["options"] = f"{options.get('options', '')} {said}".strip()
    # A connection is tried before it is handed out, so a restart of the database costs no request.
    found["ENGINE"] = "alliance.walls.postgresql"
    return found | {"OPTIONS": options, "ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": True}
