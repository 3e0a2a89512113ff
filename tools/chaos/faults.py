"""What a control takes away, so that a test which sees nothing then would be found out."""

import os
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings


class FaultsConfig(AppConfig):
    name = "tools.chaos"
    label = "chaos"

    def ready(self) -> None:
        for fault in getattr(settings, "FAULTS", ()):
            FAULTS.get(fault, lambda: None)()


def no_transactions() -> None:
    """Every statement is committed by itself, and holds no row.

    So nobody can be told for whom they are: it takes a role that needs no telling.
    """
    wall: Any = import_module("alliance.walls.postgresql.base")
    wall.whose = lambda: wall.NOBODYS
    features: Any = import_module("django.db.backends.postgresql.features").DatabaseFeatures
    features.has_select_for_update = False
    transaction: Any = import_module("django.db.transaction")
    transaction.Atomic.__enter__ = lambda self: None
    transaction.Atomic.__exit__ = lambda self, *raised: None


def no_locks() -> None:
    """A client's row is read, not held; so the unique submission is all that stops a double."""
    logs: Any = import_module("alliance.logbook.services.logs")
    clients = import_module("alliance.logbook.models").Client.objects
    logs._locked = lambda pk: clients.select_related("key", "clinician").get(pk=pk)


def any_version() -> None:
    """Whoever saves last is right, whatever they had read: it counts as what stands now."""
    for module, name in (
        ("alliance.logbook.services.logs", "change_log"),
        ("alliance.reviews.services.sign_offs", "mark_signed_off"),
    ):
        _without_version_test(import_module(module), name)


def _without_version_test(module: Any, name: str) -> None:
    act = getattr(module, name)
    logs = import_module("alliance.logbook.models").SessionLog.objects

    def act_on_any(log: Any, *, version: int, **rest: Any) -> Any:
        (standing,) = logs.filter(pk=log.pk).values_list("version", flat=True)
        return act(log, version=standing, **rest)

    setattr(module, name, act_on_any)


def short_lease() -> None:
    """Not a fault: a worker is given up for dead sooner, so that a test takes minutes."""
    for name in ("queue", "heart"):
        module: Any = import_module(f"alliance.jobs.services.{name}")
        module.LEASE = timedelta(seconds=3)


def other_clock() -> None:
    """Not a fault either: the clock of this process stands elsewhere, and goes on from there."""
    shift = float(os.environ["CHAOS_SHIFT_SECONDS"])
    clock: Any = import_module("time")
    zones: Any = import_module("django.utils.timezone")
    true_time, true_now = clock.time, zones.now
    clock.time = lambda: true_time() + shift
    zones.now = lambda: true_now() + timedelta(seconds=shift)


FAULTS: dict[str, Callable[[], None]] = {
    "no-transactions": no_transactions,
    "no-locks": no_locks,
    "any-version": any_version,
    "short-lease": short_lease,
    "other-clock": other_clock,
}
