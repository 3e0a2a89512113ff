"""The domain strip: a row a domain, a cell a session, darker the closer to Fully."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from alliance.web.charts.columns import WIDTH, Columns, columns, month_names
from alliance.web.charts.labels import LINE_HEIGHT, label, label_lines, labels
from alliance.web.charts.marks import DomainRow, Size, nearest_word
from alliance.web.charts.svg import cursor, drawing, path

LIGHTNESS = ("s0", "s1", "s2", "s3", "s4")
GAP = 2
MONTHS_HEIGHT = 20
CELL_HEIGHT: dict[Size, int] = {"wide": 18, "narrow": 20}


@dataclass(frozen=True, slots=True)
class Cells:
    """The size of a cell. `corner` is the width of the stroke that rounds it in charts.css."""

    width: float
    height: float
    corner: int

    @property
    def css(self) -> str:
        return {4: "", 2: " is-tight", 0: " is-dense"}[self.corner]

    @property
    def row_height(self) -> float:
        return self.height + GAP


def domain_strip(
    rows: Sequence[DomainRow],
    *,
    held_on: Sequence[date],
    size: Size,
    title: str,
    description: str,
    ident: str = "strip",
) -> SafeString:
    """Domains by sessions, in the columns of the trend of the same sessions (`held_on`).

    A row's scores run 0–100, None where nothing was rated; a row must have one for each session.
    """
    laid = columns(held_on, size=size)
    cells = _cells(rows, laid=laid, size=size)
    months_y = len(rows) * cells.row_height + MONTHS_HEIGHT - 6
    names = (
        line
        for i, row in enumerate(rows)
        for line in label(row.name, size=size, middle=i * cells.row_height + cells.height / 2)
    )
    parts = [
        labels(names, size=size),
        *_marks(rows, laid=laid, cells=cells),
        month_names(laid, y=months_y),
        cursor(top=-2, bottom=len(rows) * cells.row_height),
    ]
    return drawing(
        parts,
        css=f"heat{cells.css}",
        width=WIDTH[size],
        height=months_y + 6,
        ident=f"{ident}-{size}",
        title=title,
        description=description,
        centres=laid.centres,
    )


def _cells(rows: Sequence[DomainRow], *, laid: Columns, size: Size) -> Cells:
    lines = max((len(label_lines(row.name, size=size)) for row in rows), default=1)
    height = max(CELL_HEIGHT[size], lines * LINE_HEIGHT + 2)
    corner = 4 if laid.step >= 8 else 2 if laid.step >= 5 else 0
    gap = GAP if corner else min(GAP, laid.step / 4)
    return Cells(laid.step - gap, height, corner)


def _marks(rows: Sequence[DomainRow], *, laid: Columns, cells: Cells) -> Iterator[SafeString]:
    """One path a step of lightness, one for what was not rated and one for the triangles."""
    width, height = cells.width - cells.corner, cells.height - cells.corner
    shape = f"h{width:.1f}v{height:g}h{-width:.1f}z"
    centres = laid.centres
    starts = [f"M{x - width / 2:.1f} " for x in centres]
    steps: list[list[str]] = [[] for _ in LIGHTNESS]
    unrated, below = [], []
    dash, half = min(5.0, laid.step * 0.6), min(4.0, max(1.5, cells.width / 2))
    for i, row in enumerate(rows):
        top = f"{i * cells.row_height + cells.corner / 2:g}{shape}"
        middle = i * cells.row_height + cells.height / 2
        for x, start, score in zip(centres, starts, row.scores, strict=True):
            if score is None:
                unrated.append(f"M{x - dash / 2:.1f} {middle:g}h{dash:.1f}")
            else:
                steps[nearest_word(score)].append(start + top)
        below += [
            f"M{centres[session] - half:.1f} {middle - 3:g}h{2 * half:.1f}l{-half:.1f} 6z"
            for session in sorted(row.below)
        ]
    # Not at all has an edge, which tells it from an empty place.
    yield path("s0-edge", steps[0])
    for css, geometry in zip(LIGHTNESS, steps, strict=True):
        yield path(css, geometry)
    yield path("c-na", unrated)
    yield path("c-below", below)
