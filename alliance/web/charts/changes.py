"""Where another form, or another edition of the checklist, came into use."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliance.web.charts.columns import LETTER_WIDTH, Columns
from alliance.web.charts.marks import SessionPoint
from alliance.web.charts.svg import path, words

ROOM_FOR_CHANGES = 16


def changed_at(points: Sequence[SessionPoint]) -> list[int]:
    """The sessions that were rated on another form or edition than the one before."""
    return [i for i in range(1, len(points)) if _form(points[i]) != _form(points[i - 1])]


def form_changes(points: Sequence[SessionPoint], *, laid: Columns) -> Iterator[SafeString]:
    """A notch above the edge between two sessions for each change, named where the name fits."""
    changed = changed_at(points)
    if not changed:
        return
    edges = [laid.centre(laid.places[i] - 0.5) for i in changed]
    yield path("c-change", [f"M{x:.1f} 0v{ROOM_FOR_CHANGES - 4}" for x in edges])
    named = [
        (x + 4, ROOM_FOR_CHANGES - 6, name)
        for i, x, end in zip(changed, edges, [*edges[1:], laid.right], strict=True)
        if LETTER_WIDTH * len(name := _name(points[i - 1], points[i])) + 8 <= end - x
    ]
    yield words(named)


def _form(point: SessionPoint) -> tuple[str, int]:
    return point.form, point.edition


def _name(before: SessionPoint, after: SessionPoint) -> str:
    if before.edition != after.edition:
        return gettext("Edition %(edition)s") % {"edition": after.edition}
    return after.form
