"""Keeping what follows from a client's ratings right: numbers, scores, usual ranges, signals."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from alliance.logbook.layouts import layout_of
from alliance.logbook.models import Client, SessionLog, Signal
from alliance.trends.prior import LEARNED_ENOUGH, Learned, Prior, clinic_defaults, prior_from
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.series import Session, SessionReading, rebuild

DEFAULTS_FROM = 500
"""Of how many clients, those added last, a clinic's own defaults are learned."""
READ_FIELDS = ["number", "score", "range_low", "range_high", "domain_readings"]


def read_series(client: Client, *, logs: Sequence[SessionLog]) -> list[SessionReading]:
    """Read all of a client's `logs`, in the order of their sessions, from the first."""
    if not logs:
        return []
    sessions = [
        Session(
            key=str(log.pk),
            held_on=log.held_on,
            order=order,
            ratings=log.ratings,
            sensitivity=Sensitivity(log.sensitivity),
        )
        for order, log in enumerate(logs)
    ]
    return rebuild(
        sessions,
        prior=Prior(**client.prior) if client.prior else Prior(),
        sensitivity=Sensitivity.USUAL,
        layout=layout_of(logs[-1].edition),
    )


def set_reading(log: SessionLog, *, reading: SessionReading, number: int) -> bool:
    """Put a reading on its log; whether anything differs from what stood there."""
    before = [getattr(log, name) for name in READ_FIELDS]
    usual = reading.usual_range
    log.number = number
    log.score = reading.score
    log.range_low = usual.low if usual else None
    log.range_high = usual.high if usual else None
    log.domain_readings = {
        domain: [score, *_limits(reading, domain)]
        for domain, score in reading.domain_scores.items()
    }
    return before != [getattr(log, name) for name in READ_FIELDS]


def freeze_prior(client: Client) -> None:
    """At a client's first session: where their baseline starts, from the clinician's others.

    What stands for a clinician without others is learned from the clinic, once it has enough.
    """
    others = (
        Client.objects.of_clinician(client.clinician)
        .exclude(pk=client.pk)
        .filter(learned__isnull=False)
        .values_list("learned", flat=True)
    )
    everyone = _pooled(Client.objects.kept().filter(clinic=client.clinic_id).exclude(pk=client.pk))
    prior = prior_from(
        (Learned(**learned) for learned in others if learned), defaults=clinic_defaults(everyone)
    )
    client.prior = asdict(prior)


def _pooled(clients: models.QuerySet[Client]) -> list[Learned]:
    """What the latest of `clients` have taught, as one: a sum will do.

    No more than DEFAULTS_FROM, or whoever saves a first session would wait for all of a clinic.
    """
    enough = clients.filter(learned__sessions__gte=LEARNED_ENOUGH).order_by("-pk")
    sums = enough[:DEFAULTS_FROM].aggregate(
        level=models.Avg(_number("level")),
        squares=models.Sum(_number("squares")),
        degrees=models.Sum(_number("degrees")),
    )
    if sums["degrees"] is None:
        return []
    degrees = round(sums["degrees"])
    return [Learned(sums["level"], sums["squares"], degrees=degrees, sessions=degrees)]


def _number(name: str) -> Cast:
    return Cast(KeyTextTransform(name, "learned"), models.FloatField())


def refresh_readings(client: Client) -> int:
    """Rebuild one client from the first session; how many logs and signals differed.

    The caller holds the transaction. Answers already given to a signal are kept.
    """
    logs = list(SessionLog.objects.of_client(client).defer("shared_note", "intention"))
    readings = read_series(client, logs=logs)
    differing = [
        log
        for place, (log, reading) in enumerate(zip(logs, readings, strict=True))
        if set_reading(log, reading=reading, number=client.sessions_before + place + 1)
    ]
    if differing:
        SessionLog.objects.bulk_update(differing, READ_FIELDS)
    changed = _refresh_signals(client, logs=logs, readings=readings)
    return len(differing) + changed + keep_learned(client, readings=readings)


def keep_learned(client: Client, *, readings: Sequence[SessionReading]) -> int:
    """Store what the baseline has learned; 1 if that differs from what was stored."""
    learned = asdict(readings[-1].learned) if readings else None
    if client.learned == learned:
        return 0
    client.learned = learned
    Client.objects.filter(pk=client.pk).update(learned=learned, prior=client.prior)
    return 1


def new_signals(log: SessionLog, *, reading: SessionReading) -> list[Signal]:
    return [
        Signal(
            clinic_id=log.clinic_id,
            client_id=log.client_id,
            log=log,
            author_id=log.author_id,
            kind=signal.kind.value,
            domain=signal.detail,
            numbers=signal.to_json(),
        )
        for signal in reading.signals
    ]


def _refresh_signals(
    client: Client, *, logs: Sequence[SessionLog], readings: Sequence[SessionReading]
) -> int:
    due = {
        (signal.log_id, signal.kind, signal.domain): signal
        for log, reading in zip(logs, readings, strict=True)
        for signal in new_signals(log, reading=reading)
    }
    stored = {
        (signal.log_id, signal.kind, signal.domain): signal
        for signal in Signal.objects.of_client(client).filter(log__in=logs)
    }
    fresh = [signal for key, signal in due.items() if key not in stored]
    Signal.objects.bulk_create(fresh)
    moved = [signal for key, signal in stored.items() if key in due and _adopt(signal, due[key])]
    Signal.objects.bulk_update(moved, ["numbers", "is_current"])
    return len(fresh) + len(moved) + _withdraw([s for key, s in stored.items() if key not in due])


def _adopt(stored: Signal, due: Signal) -> bool:
    """Let a stored signal say what is due now; whether that differs."""
    if stored.is_current and stored.numbers == due.numbers:
        return False
    stored.numbers, stored.is_current = due.numbers, True
    return True


def _withdraw(signals: Sequence[Signal]) -> int:
    """Take away what no longer holds; what was answered is only put out of sight."""
    gone: list[UUID] = [signal.pk for signal in signals if not signal.answer]
    hidden = [signal.pk for signal in signals if signal.answer and signal.is_current]
    if gone:
        Signal.objects.filter(pk__in=gone).delete()
    if hidden:
        Signal.objects.filter(pk__in=hidden).update(is_current=False)
    return len(gone) + len(hidden)


def _limits(reading: SessionReading, domain: str) -> tuple[float | None, float | None]:
    usual = reading.domain_ranges.get(domain)
    return (usual.low, usual.high) if usual else (None, None)
