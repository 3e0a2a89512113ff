"""Charts to draw, and reading one back: where its marks are, what its words say."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from alliance.web.charts.marks import RuptureStep, RuptureThread, SessionPoint
from alliance.web.charts.trend import trend_chart

PIECE = re.compile(r"([MLHVZalhvz])([^MLHVZalhvz]*)")
FIRST = date(2026, 5, 28)


def series(*scores, every=7, low=60.0, high=80.0, **facts):
    """Sessions a week apart whose usual range is the same from the third one on."""
    return [
        SessionPoint(
            FIRST + timedelta(every * i),
            score,
            low if i >= 2 else None,
            high if i >= 2 else None,
            **facts,
        )
        for i, score in enumerate(scores)
    ]


def thread(*steps):
    return RuptureThread(tuple(RuptureStep(on, state) for on, state in steps))


def trend(points, ruptures=(), *, size="wide"):
    return trend_chart(points, ruptures, size=size, title="K-14", description="How it went.")


def near(place):
    """Coordinates are written with one decimal."""
    return pytest.approx(place, abs=0.2)


def drawing(svg):
    """The chart as elements; fails if it is not well-formed."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def words(svg):
    return [span.text for span in drawing(svg).iter("tspan")]


def outlines(svg, css):
    """The closed or open figures of class `css`, each as the corners it passes."""
    return [
        outline
        for path in drawing(svg).iter("path")
        if path.get("class") == css
        for outline in _outlines(path.get("d", ""))
    ]


def middles(svg, css):
    """The middle of each mark of class `css`."""
    return [_middle(outline) for outline in outlines(svg, css)]


def all_corners(svg):
    return [
        corner
        for path in drawing(svg).iter("path")
        for outline in _outlines(path.get("d", ""))
        for corner in outline
    ]


def size(svg):
    _x, _y, width, height = map(float, drawing(svg).get("viewBox").split())
    return width, height


def centres(svg):
    return [float(x) for x in drawing(svg).get("data-centres").split()]


def _middle(outline):
    xs, ys = zip(*outline, strict=True)
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)


def _outlines(geometry):
    found = []
    x = y = 0.0
    for letter, written in PIECE.findall(geometry):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", written)]
        match letter:
            case "M":
                x, y = numbers
                found.append([])
            case "L":
                x, y = numbers
            case "H":
                (x,) = numbers
            case "V":
                (y,) = numbers
            case "h":
                x += numbers[0]
            case "v":
                y += numbers[0]
            case "l" | "a":
                x, y = x + numbers[-2], y + numbers[-1]
        found[-1].append((x, y))
    return found
