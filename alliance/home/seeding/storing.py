"""Storing a made-up world, a caseload at a time; on PostgreSQL with several processes."""

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import django
from django.db import connection, models, transaction

from alliance.home.seeding.caseloads import Caseload, make_caseload
from alliance.home.seeding.clinics import Post
from alliance.home.seeding.worlds import World

ROWS_AT_ONCE = 500


def fill(world: World, *, posts: Sequence[Post], processes: int) -> Iterator[int]:
    """Make and store every caseload; after each, how many rows it had. SQLite takes one process."""
    if processes == 1:
        for post in posts:
            yield fill_post(world, post)
        return
    # Each process starts afresh: a copy of this one would share its connection to the database.
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=django.setup
    ) as pool:
        yield from pool.map(fill_post, [world] * len(posts), posts)


def fill_post(world: World, post: Post) -> int:
    return store(make_caseload(world, post=post))


@transaction.atomic
def store(caseload: Caseload) -> int:
    """All or nothing of one caseload; how many rows."""
    lists: list[Sequence[models.Model]] = [
        caseload.clients,
        caseload.keys,
        caseload.logs,
        caseload.reflections,
        caseload.ruptures,
        caseload.steps,
        caseload.signals,
        caseload.suggestions,
    ]
    insert = _copy if connection.vendor == "postgresql" else _bulk_create
    for rows in lists:
        if rows:
            insert(rows)
    return sum(len(rows) for rows in lists)


def _bulk_create(rows: Sequence[models.Model]) -> None:
    type(rows[0])._base_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _copy(rows: Sequence[models.Model]) -> None:
    """The same with PostgreSQL's COPY, which takes a third of the time."""
    meta = rows[0]._meta
    columns = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
    names = [(field.attname, isinstance(field, models.JSONField)) for field in meta.concrete_fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = [(getattr(row, name), is_json) for name, is_json in names]
            copy.write_row([_as_json(value) if is_json else value for value, is_json in values])


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)
