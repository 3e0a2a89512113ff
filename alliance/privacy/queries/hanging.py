"""Which rows of which tables hang on a client: found by the tables themselves, none forgotten."""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from alliance.logbook.models import Client

type Model = type[models.Model]


def hanging_on(client: Client) -> dict[Model, set[UUID]]:
    """The ids of all rows, by table, that point at the client straight or by way of others.

    What only mentions them (a column that is emptied when its target goes) stays.
    """
    found: dict[Model, set[UUID]] = {Client: {client.pk}}
    for model in parents_first():
        rows: set[UUID] = set()
        for field in _owning(model):
            if field.related_model in found and field.related_model is not model:
                of_them = {f"{field.name}__in": found[field.related_model]}
                rows |= set(model._base_manager.filter(**of_them).values_list("pk", flat=True))
        if rows:
            found[model] = rows
    return found


def parents_first() -> list[Model]:
    """All tables, each behind those it points at."""
    parents = {
        model: {field.related_model for field in _owning(model)} - {model}
        for model in apps.get_models()
    }
    return list(TopologicalSorter(parents).static_order())


def _owning(model: Model) -> Iterator[Any]:
    for field in model._meta.local_fields:
        remote: Any = field.remote_field
        if remote is not None and remote.on_delete is not models.SET_NULL:
            yield field
