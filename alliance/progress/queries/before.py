"""What went before a client was handed over, as far as it goes along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from alliance.catalogue.load import checklist
from alliance.logbook.models import Client, Handover, Rupture, RuptureStep, SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.progress.queries.client_charts import ClientCharts, client_charts
from alliance.web.charts.marks import RuptureStep as StepMark
from alliance.web.charts.marks import RuptureThread

MOST_SESSIONS = 60


@dataclass(frozen=True, kw_only=True)
class EarlierRupture:
    """Its coded part; `words` only where their author lets them go along."""

    kind: str
    status: str
    mark: str
    began_on: date
    steps: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Before:
    """`charts` is None where nothing was rated, or nothing goes along."""

    giver: str
    handed_on: date
    is_shared: bool
    sessions: int
    charts: ClientCharts | None
    ruptures: tuple[EarlierRupture, ...]


def what_went_before(client: Client, *, reader: Membership) -> Before | None:
    """For the clinician who took `client` over; None for a client who came from nobody.

    Logs that their author put into the trash, or holds back, are left out. Raises Unreadable.
    """
    received = Handover.objects.received_by(reader).filter(successor=client)
    told = received.select_related("giver__user", "client__key")
    handover = told.first()
    if handover is None:
        return None
    logs = _earlier_logs(handover) if handover.shares_history else []
    ruptures = _ruptures(handover) if handover.shares_history else []
    return Before(
        giver=handover.giver.user.name,
        handed_on=handover.handed_on,
        is_shared=handover.shares_history,
        sessions=len(logs),
        charts=_charts(logs, ruptures=ruptures, code=client.code) if logs else None,
        ruptures=tuple(_rupture(each, handover=handover) for each in ruptures),
    )


def _earlier_logs(handover: Handover) -> list[SessionLog]:
    """The latest that go along, in order, none of their words read."""
    logs = SessionLog.objects.of_client(handover.client).filter(held_back_until__isnull=True)
    plain = logs.defer("shared_note", "intention", "supervision_question")
    return list(reversed(plain.reverse()[:MOST_SESSIONS]))


def _ruptures(handover: Handover) -> list[Rupture]:
    steps = RuptureStep.objects.kept().filter(log__held_back_until__isnull=True)
    told = Prefetch("steps", queryset=steps.select_related("log").in_order())
    found = Rupture.objects.of_client(handover.client).prefetch_related(told)
    kept = [rupture for rupture in found if list(rupture.steps.all())]
    return sorted(kept, key=lambda rupture: rupture.steps.all()[0].log.held_on)


def _charts(logs: list[SessionLog], *, ruptures: list[Rupture], code: str) -> ClientCharts:
    threads = [_thread(rupture) for rupture in ruptures]
    nothing: Mapping[UUID, list[object]] = {}
    return client_charts(
        logs,
        code=code,
        signals=nothing,  # type: ignore[arg-type]
        ruptures=threads,
        course="",
    )


def _thread(rupture: Rupture) -> RuptureThread:
    return RuptureThread(
        tuple(
            StepMark(step.log.held_on, _mark(step.status))  # type: ignore[arg-type]
            for step in rupture.steps.all()
        )
    )


def _mark(status: str) -> str:
    return "repaired" if status == Rupture.Status.LET_GO else status


def _rupture(rupture: Rupture, *, handover: Handover) -> EarlierRupture:
    steps = list(rupture.steps.all())
    asked = dict(_repair_words(handover))
    return EarlierRupture(
        kind=rupture.get_kind_display(),
        status=steps[-1].get_status_display(),
        mark=_mark(steps[-1].status),
        began_on=steps[0].log.held_on,
        steps=tuple(asked.get(code, code) for step in steps for code in step.repair_steps),
        words=_words(steps, handover=handover) if handover.shares_words else (),
    )


def _repair_words(handover: Handover) -> list[tuple[str, str]]:
    latest = handover.client.logs.order_by("-edition").values_list("edition", flat=True).first()
    entry = checklist(latest or 1).rupture_entry
    return list(entry.field("repair_steps").choices)


def _words(steps: list[RuptureStep], *, handover: Handover) -> tuple[str, ...]:
    key = key_of(handover.client)
    said = (
        opened(step, column=column, key=key)
        for step in steps
        for column in ("what_happened", "client_response", "next_step")
    )
    return tuple(text for text in said if text)
