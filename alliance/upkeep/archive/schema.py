"""Which tables a database has, by the migrations that made it."""

from collections.abc import Iterable
from graphlib import TopologicalSorter
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from alliance.upkeep.archive.columns import Table, table_of
from alliance.upkeep.archive.errors import SchemaRefused

type Migration = tuple[str, str]

# Nobody misses what is cached, and a sign-in must not come back to life with a backup.
LEFT_OUT = {"cache", "django_migrations", "django_session", "people_session", "sqlite_sequence"}


def migrations_of(connection: BaseDatabaseWrapper) -> list[Migration]:
    """The migrations that made this database. Raises SchemaRefused if some are of a newer release.

    A database without tables has none.
    """
    loader = MigrationLoader(connection)
    applied = sorted(loader.applied_migrations)
    _refuse_unknown(loader, applied, whose="This database")
    return applied


def missing_in(connection: BaseDatabaseWrapper) -> list[Migration]:
    """The migrations of this release that the database has not seen yet."""
    loader = MigrationLoader(connection)
    return sorted(set(loader.disk_migrations) - set(loader.applied_migrations))


def tables_at(migrations: Iterable[Migration]) -> list[Table]:
    """The tables that these migrations make, each after those that it points to."""
    loader = MigrationLoader(None)
    known = sorted(set(migrations))
    _refuse_unknown(loader, known, whose="This backup")
    state = loader.project_state(_last(loader, known))
    made = state.apps.get_models(include_auto_created=True)
    kept = [
        model
        for model in made
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]
    return [table_of(model) for model in _parents_first(kept)]


def refuse_unknown_tables(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    """Raise SchemaRefused if the database holds a table that no backup would carry."""
    carried = {table.name for table in tables} | LEFT_OUT
    unknown = sorted(set(connection.introspection.table_names()) - carried)
    if unknown:
        raise SchemaRefused(f"These tables are in no backup: {', '.join(unknown)}.")


def build_tables(alias: str, migrations: Iterable[Migration]) -> None:
    """Make the tables of these migrations in an empty database."""
    executor = MigrationExecutor(connections[alias])
    wanted = sorted(set(migrations))
    _refuse_unknown(executor.loader, wanted, whose="This backup")
    targets = _last(executor.loader, wanted)
    executor.migrate(targets, plan=executor.migration_plan(targets))


def _last(loader: MigrationLoader, migrations: list[Migration]) -> list[Migration]:
    """Those that no other of the same app follows."""
    followed = {
        parent.key
        for key in migrations
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return [key for key in migrations if key not in followed]


def _refuse_unknown(loader: MigrationLoader, migrations: list[Migration], *, whose: str) -> None:
    unknown = [f"{app}.{name}" for app, name in migrations if (app, name) not in loader.graph.nodes]
    if unknown:
        raise SchemaRefused(
            f"{whose} was made by a newer release of Alliance ({', '.join(unknown)}). "
            "Install that release, or restore a backup of this one."
        )


def _parents_first(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    def parents(model: type[models.Model]) -> set[Any]:
        pointed_at = {field.related_model for field in model._meta.local_concrete_fields}
        return {other for other in pointed_at if other is not None and other is not model}

    graph = {model: parents(model) for model in found}
    return [model for model in TopologicalSorter(graph).static_order() if model in graph]
