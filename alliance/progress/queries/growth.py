"""My own growth edges: what sits low or moves across one's own clients, month by month."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliance.catalogue.checklist import Checklist
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.queries.own_growth import OwnGrowth
from alliance.trends.growth import Edge, Growth, Movement
from alliance.web.charts.describe import strip_description
from alliance.web.charts.figure import chart_frame
from alliance.web.charts.legend import strip_legend
from alliance.web.charts.marks import DomainRow, SessionPoint, nearest_word, rating_words
from alliance.web.charts.scale import Span, shared_span
from alliance.web.charts.sparkline import sparkline
from alliance.web.charts.strip import domain_strip


@dataclass(frozen=True)
class EdgeLine:
    """Something that stands out. `mark` is one of components/glyph.html."""

    mark: str
    name: str
    text: str


@dataclass(frozen=True)
class StatementRow:
    """One statement over the months. `sparkline` is empty where there is one month only."""

    text: str
    words: str
    sessions: int
    sparkline: SafeString


@dataclass(frozen=True)
class MonthRow:
    """A month's average of each domain in words; "–" where it was not rated."""

    month: date
    sessions: int
    words: Sequence[str]


@dataclass(frozen=True)
class GrowthPage:
    sessions: int
    lines: Sequence[EdgeLine]
    strip: SafeString
    legend: SafeString
    domains: Sequence[str]
    months: Sequence[MonthRow]
    statements: Sequence[StatementRow]


def growth_page(own: OwnGrowth) -> GrowthPage | None:
    """The page of what `own_growth` found; None before the eighth session."""
    if own.found is None:
        return None
    asked = checklist(CURRENT_EDITION)
    names = {domain.id: domain.label for domain in asked.domains}
    domains = [
        DomainRow(names[edge.name], _means(edge, own.months)) for edge in _listed(own.found, asked)
    ]
    return GrowthPage(
        sessions=own.sessions,
        lines=[
            *_lines(own.found.domains, names),
            *_lines(own.found.items, _statements(asked), turned=asked.reversed_ids),
        ],
        strip=_strip(domains, months=list(own.months)),
        legend=strip_legend(domains),
        domains=[domain.name for domain in domains],
        months=_month_rows(own.months, domains=domains),
        statements=_statement_rows(own.found, asked),
    )


def _listed(found: Growth, asked: Checklist) -> list[Edge]:
    """Domains in the order of the checklist."""
    by_id = {edge.name: edge for edge in found.domains}
    return [by_id[domain.id] for domain in asked.domains if domain.id in by_id]


def _statements(asked: Checklist) -> dict[str, str]:
    return {item.id: item.text for item in asked.items}


def _lines(
    edges: Iterable[Edge], names: dict[str, str], turned: Container[str] = ()
) -> list[EdgeLine]:
    """What is low or moves, the lowest first."""
    return [
        EdgeLine(
            mark=_mark(edge),
            name=names[edge.name],
            text=_turned_words(edge) if edge.name in turned else _words(edge),
        )
        for edge in edges
        if edge.is_low or edge.movement
    ]


def _mark(edge: Edge) -> str:
    return "high" if edge.movement is Movement.HIGHER and not edge.is_low else "low"


def _words(edge: Edge) -> str:
    said = []
    if edge.is_low:
        said.append(_low_words(edge))
    if edge.movement is Movement.HIGHER:
        said.append(_("Higher in the last two months than before."))
    if edge.movement is Movement.LOWER:
        said.append(_("Lower in the last two months than before."))
    return " ".join(said)


def _turned_words(edge: Edge) -> str:
    """Of a reversed statement: what was answered, which is high where the edge is low."""
    said = []
    if edge.is_low:
        word = rating_words()[nearest_word(100 - edge.mean)]
        said.append(_("“%s” on average; of this statement less is better.") % word)
    if edge.movement is Movement.HIGHER:
        said.append(_("Less in the last two months than before."))
    if edge.movement is Movement.LOWER:
        said.append(_("More in the last two months than before."))
    return " ".join(said)


def _low_words(edge: Edge) -> str:
    words = rating_words()
    own, others = words[nearest_word(edge.mean)], words[nearest_word(edge.mean + edge.below)]
    if own == others:
        return _("Below your other answers.")
    said = {"own": own, "others": others}
    return _("“%(own)s” on average, your other answers “%(others)s”.") % said


def _means(edge: Edge, months: Iterable[date]) -> list[float | None]:
    by_month = {each.month: each.mean for each in edge.by_month}
    return [by_month.get(month) for month in months]


def _strip(domains: Sequence[DomainRow], *, months: Sequence[date]) -> SafeString:
    title = _("Your answers by domain, month by month")
    said = {"title": title, "description": strip_description(domains, held_on=months)}
    return chart_frame(
        wide=domain_strip(domains, held_on=months, size="wide", **said),
        narrow=domain_strip(domains, held_on=months, size="narrow", **said),
    )


def _month_rows(months: Mapping[date, int], *, domains: Sequence[DomainRow]) -> list[MonthRow]:
    words = rating_words()
    return [
        MonthRow(
            month=month,
            sessions=sessions,
            words=[
                words[nearest_word(score)] if (score := domain.scores[at]) is not None else "–"
                for domain in domains
            ],
        )
        for at, (month, sessions) in enumerate(months.items())
    ]


def _statement_rows(found: Growth, asked: Checklist) -> list[StatementRow]:
    """Statements in the order of the checklist, their lines on one scale."""
    by_id = {edge.name: edge for edge in found.items}
    edges = [by_id[item.id] for item in asked.items if item.id in by_id]
    points = {edge.name: _points(edge, asked) for edge in edges}
    span = shared_span(points.values())
    texts = _statements(asked)
    return [
        StatementRow(
            text=texts[edge.name],
            words=rating_words()[nearest_word(_as_answered(edge.name, edge.mean, asked))],
            sessions=edge.sessions,
            sparkline=_sparkline(points[edge.name], span=span),
        )
        for edge in edges
    ]


def _as_answered(statement: str, mean: float, asked: Checklist) -> float:
    """A reversed statement is counted turned; beside its own text stands what was answered."""
    return 100 - mean if statement in asked.reversed_ids else mean


def _points(edge: Edge, asked: Checklist) -> list[SessionPoint]:
    return [
        SessionPoint(held_on=each.month, score=_as_answered(edge.name, each.mean, asked))
        for each in edge.by_month
    ]


def _sparkline(points: Sequence[SessionPoint], *, span: Span) -> SafeString:
    if len(points) < 2:
        return SafeString("")
    words = rating_words()
    label = _("From “%(first)s” in %(since)s to “%(last)s” in %(until)s") % {
        "first": words[nearest_word(points[0].score or 0)],
        "since": date_format(points[0].held_on, "F Y"),
        "last": words[nearest_word(points[-1].score or 0)],
        "until": date_format(points[-1].held_on, "F Y"),
    }
    return sparkline(points, span=span, size="wide", label=label)
