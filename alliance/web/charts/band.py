"""The usual range as a band that moves from session to session."""

from collections.abc import Sequence

from alliance.web.charts.marks import SessionPoint
from alliance.web.charts.scale import Scale
from alliance.web.charts.svg import line

type Edge = list[tuple[float, float]]


def band(
    points: Sequence[SessionPoint], *, centres: Sequence[float], scale: Scale, reach: float
) -> tuple[str, str]:
    """The geometry of the band's area and of its edges.

    It begins and ends `reach` beyond its first and last session, and is interrupted where a
    session has no range.
    """
    areas: list[str] = []
    edges: list[str] = []
    upper: Edge = []
    lower: Edge = []
    for point, x in zip(points, centres, strict=True):
        if point.low is not None and point.high is not None:
            upper.append((x, scale.at(point.high)))
            lower.append((x, scale.at(point.low)))
        elif upper:
            _close(upper, lower, reach=reach, areas=areas, edges=edges)
            upper, lower = [], []
    if upper:
        _close(upper, lower, reach=reach, areas=areas, edges=edges)
    return "".join(areas), "".join(edges)


def _close(upper: Edge, lower: Edge, *, reach: float, areas: list[str], edges: list[str]) -> None:
    above, under = line(_widened(upper, reach=reach)), _widened(lower, reach=reach)
    areas.append(f"{above}L{line(reversed(under))[1:]}Z")
    edges.append(above + line(under))


def _widened(edge: Edge, *, reach: float) -> Edge:
    (first_x, first_y), (last_x, last_y) = edge[0], edge[-1]
    return [(first_x - reach, first_y), *edge, (last_x + reach, last_y)]
