"""One sentence on what stood out, and a few lines below it. The last says what held."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.models import Rupture, Signal
from alliance.logbook.queries.saved_page import SavedPage, SignalSeen
from alliance.logbook.queries.signals import Explained
from alliance.web.charts.describe import range_description
from alliance.web.charts.figure import chart_frame
from alliance.web.charts.marks import DomainToday
from alliance.web.charts.ranges import range_chart

LEARNING_SESSIONS = 3
MOST_LINES = 3

# Strongest first.
FALLS = (Signal.Kind.DROP, Signal.Kind.DECLINE, Signal.Kind.LOW_DOMAIN)
RISES = (Signal.Kind.RECOVERY, Signal.Kind.IMPROVEMENT, Signal.Kind.FLAT)


@dataclass(frozen=True)
class Line:
    """A line with its mark: low, high, open, partly, repaired, steady.

    One about a rupture leads to it; one about a signal carries its rule.
    """

    mark: str
    text: str
    rupture_id: UUID | None = None
    signal_id: UUID | None = None
    explained: Explained | None = None


def headline(page: SavedPage) -> str:
    """What a tired person should take away. Strain first, then low, then high, then steady."""
    below = [domain for domain in page.domains if domain.is_below]
    above = [domain for domain in page.domains if domain.is_above]
    if page.log.score is None:
        return _("Kept. There are no ratings to compare today.")
    if not page.has_usual_range:
        return _early_headline(page)
    if below and not _held(page):
        return _("All domains sat lower than usual today.")
    if len(below) == 1:
        return _("%s sat lower than usual. The rest held.") % below[0].name
    if len(below) == 2:
        return _("%(first)s, and %(second)s sat lower than usual. The rest held.") % {
            "first": below[0].name,
            "second": _in_sentence(below[1].name),
        }
    if below:
        return _("Lower than usual in %d domains. The others held.") % len(below)
    if any(seen.kind == Signal.Kind.DROP for seen in page.signals):
        return _("Taken together, the session sat lower than usual.")
    if above:
        return _("%s sat higher than usual. Nothing fell away.") % above[0].name
    return _("Much as usual with %s.") % page.log.client.code


def _early_headline(page: SavedPage) -> str:
    """Before there is a usual range: what was rated lowest, said without alarm."""
    scores = {domain.score for domain in page.domains if domain.score is not None}
    if len(scores) < 2:
        return _("A start with %s. The picture grows with each session.") % page.log.client.code
    lowest = [domain.name for domain in page.domains if domain.score == min(scores)]
    highest = [domain.name for domain in page.domains if domain.score == max(scores)]
    # Of several that are level none is picked out.
    if len(lowest) > 1 and len(highest) > 1:
        return _("Some domains were firmer than others today.")
    if len(highest) > 1:
        return _("%s was least firm today.") % lowest[0]
    if len(lowest) > 1:
        return _("%s was firmest today.") % highest[0]
    return _("%(highest)s was firmest today, %(lowest)s least so.") % {
        "highest": highest[0],
        "lowest": _in_sentence(lowest[0]),
    }


def lines(page: SavedPage) -> list[Line]:
    """At most three, strongest first: strain, falls, rises. The last says what held.

    Where nothing held, the headline says so, and no domain is picked out.
    """
    held = _held(page)
    found = [
        *(_rupture_line(rupture, page) for rupture in page.ruptures if _is_of_today(rupture, page)),
        *_signal_lines(page, kinds=FALLS),
        *(_domain_line(domain, page) for domain in page.domains if domain.is_below and held),
        *_signal_lines(page, kinds=RISES),
        *(_domain_line(domain, page) for domain in page.domains if domain.is_above),
    ]
    last = _last_line(page)
    return [*found[: MOST_LINES - len(last)], *last]


def _signal_lines(page: SavedPage, *, kinds: tuple[Signal.Kind, ...]) -> list[Line]:
    seen = sorted((s for s in page.signals if s.kind in kinds), key=lambda s: _place(s, kinds))
    return [
        Line(
            mark=signal.explained.mark,
            text=signal.explained.sentence,
            signal_id=signal.signal_id,
            explained=signal.explained,
        )
        for signal in seen
    ]


def _place(signal: SignalSeen, kinds: tuple[Signal.Kind, ...]) -> int:
    return kinds.index(Signal.Kind(signal.kind))


def _domain_line(domain: DomainToday, page: SavedPage) -> Line:
    values = {"domain": domain.name, "code": page.log.client.code}
    if domain.is_below:
        return Line("low", _("%(domain)s: below %(code)s’s usual range.") % values)
    return Line("high", _("%(domain)s: above %(code)s’s usual range.") % values)


def _last_line(page: SavedPage) -> list[Line]:
    if not page.has_usual_range:
        missing = LEARNING_SESSIONS - len(page.domains[0].earlier if page.domains else ())
        if missing <= 1:
            return [Line("steady", _("The usual range appears with the next session."))]
        text = ngettext(
            "The usual range appears after %d more session.",
            "The usual range appears after %d more sessions.",
            missing - 1,
        )
        return [Line("steady", text % (missing - 1))]
    held = len(_held(page))
    if not held:
        return []
    if held == len([domain for domain in page.domains if domain.score is not None]):
        return [Line("steady", _("Every domain is where it usually is."))]
    text = ngettext(
        "The other domain is where it usually is.",
        "The other %d domains are where they usually are.",
        held,
    )
    return [Line("steady", text % held if "%d" in text else text)]


def domain_chart(domains: Sequence[DomainToday], *, code: str) -> SafeString:
    """Today against this client's earlier sessions, a row a domain, in both sizes."""
    said = {
        "title": _("This session against %s’s usual range") % code,
        "description": range_description(domains),
    }
    return chart_frame(
        wide=range_chart(domains, size="wide", **said),
        narrow=range_chart(domains, size="narrow", **said),
    )


def _held(page: SavedPage) -> list[DomainToday]:
    return [
        domain
        for domain in page.domains
        if domain.score is not None and not domain.is_below and not domain.is_above
    ]


def _is_of_today(rupture: Rupture, page: SavedPage) -> bool:
    return not rupture.is_closed or page.log.pk in (rupture.opened_in_id, rupture.closed_in_id)


def _rupture_line(rupture: Rupture, page: SavedPage) -> Line:
    sentences = {
        "open": _("A rupture is open."),
        "partly": _("A rupture is partly repaired."),
        "repaired": _("A rupture is repaired."),
        "let_go": _("A rupture was let go."),
    }
    text = sentences[rupture.status]
    if rupture.status == Rupture.Status.REPAIRED and not page.has_fallen:
        text += " " + _("One that is handled well may leave the line untouched.")
    mark = "repaired" if rupture.is_closed else rupture.status
    return Line(mark, text, rupture_id=rupture.pk)


def _in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]
