"""The charts of one client: the trend with its ruptures, the domain strip, both as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist
from alliance.logbook.models import SessionLog
from alliance.people.models import Membership
from alliance.trends.signals import Kind
from alliance.trends.signals import Signal as SignalRead
from alliance.web.charts.describe import strip_description, trend_description
from alliance.web.charts.figure import chart_figure
from alliance.web.charts.legend import strip_legend, trend_legend
from alliance.web.charts.marks import DomainRow, RuptureThread, SessionPoint, Signal
from alliance.web.charts.strip import domain_strip
from alliance.web.charts.table import session_table
from alliance.web.charts.trend import trend_chart

TABLE = "sessions-table"
SIGNAL_MARKS: dict[Kind, Signal] = {Kind.DROP: "drop", Kind.RECOVERY: "recovery"}


@dataclass(frozen=True)
class ClientCharts:
    trend: SafeString
    strip: SafeString
    table: SafeString


def client_charts(
    logs: Sequence[SessionLog],
    *,
    code: str,
    signals: Mapping[UUID, Sequence[SignalRead]],
    ruptures: Sequence[RuptureThread],
    course: str,
) -> ClientCharts:
    """Charts of `logs`, in the order of their sessions; there must be one at least."""
    forms = {form.value: str(form.label) for form in Membership.LogForm}
    points = [_point(log, signals=signals.get(log.pk, ()), form=forms[log.form]) for log in logs]
    rows = _domain_rows(logs)
    table = session_table(points, ruptures, rows, ident=TABLE, caption=_("Both charts as a table"))
    return ClientCharts(
        trend=_trend(points, ruptures, code=code, course=course),
        strip=_strip(rows, points=points) if rows else SafeString(""),
        table=table,
    )


def _point(log: SessionLog, *, signals: Sequence[SignalRead], form: str) -> SessionPoint:
    core, ratings = checklist(log.edition).core_ids, log.ratings
    marks = [SIGNAL_MARKS[signal.kind] for signal in signals if signal.kind in SIGNAL_MARKS]
    return SessionPoint(
        held_on=log.held_on,
        score=log.score,
        low=log.range_low,
        high=log.range_high,
        signal=marks[0] if marks else "",
        answered=len([i for i in core if i in ratings and isinstance(ratings[i], int)]),
        asked=len(core),
        edition=log.edition,
        form=form,
    )


def _domain_rows(logs: Sequence[SessionLog]) -> list[DomainRow]:
    """A row for each domain that was rated in one of `logs`, in the order of the latest edition."""
    rows = []
    for domain in checklist(logs[-1].edition).domains:
        readings = [log.domain_readings.get(domain.id, (None, None, None)) for log in logs]
        scores = [score for score, _low, _high in readings]
        below = frozenset(
            at
            for at, (score, low, _high) in enumerate(readings)
            if score is not None and low is not None and score < low
        )
        if any(score is not None for score in scores):
            rows.append(DomainRow(domain.label, scores, below))
    return rows


def _trend(
    points: Sequence[SessionPoint], ruptures: Sequence[RuptureThread], *, code: str, course: str
) -> SafeString:
    said = {
        "title": _("How it has felt with %s, session by session") % code,
        "description": trend_description(points, ruptures, course=course),
    }
    return chart_figure(
        "trend",
        wide=trend_chart(points, ruptures, size="wide", **said),
        narrow=trend_chart(points, ruptures, size="narrow", **said),
        legend=trend_legend(points, ruptures, client=code),
        table=TABLE,
    )


def _strip(rows: Sequence[DomainRow], *, points: Sequence[SessionPoint]) -> SafeString:
    held_on = [point.held_on for point in points]
    said = {
        "title": _("Each domain, session by session"),
        "description": strip_description(rows, held_on=held_on),
    }
    return chart_figure(
        "strip",
        wide=domain_strip(rows, held_on=held_on, size="wide", **said),
        narrow=domain_strip(rows, held_on=held_on, size="narrow", **said),
        legend=strip_legend(rows),
        table=TABLE,
    )
