"""A chart in its two sizes, and the frame in which a session can be picked out and read."""

from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliance.web.charts.svg import svg

type Kind = Literal["trend", "strip"]


def both_sizes(*, wide: SafeString, narrow: SafeString) -> SafeString:
    """Two drawings of one small chart; the sheets show the one for the screen's width."""
    return svg('<span class="only-lg">{}</span><span class="only-sm">{}</span>', wide, narrow)


def chart_frame(*, wide: SafeString, narrow: SafeString) -> SafeString:
    """Two drawings of one chart; charts.css shows the one that fits the place it is in."""
    return svg('<div class="chart">{}</div>', both_sizes(wide=wide, narrow=narrow))


def chart_figure(
    kind: Kind, *, wide: SafeString, narrow: SafeString, legend: SafeString, table: str
) -> SafeString:
    """A trend or strip with its legend, whose sessions can be read one at a time.

    `table` is the id of the `session_table` on the same page, which holds all that is read out.
    Pointing and the arrow keys come with chart.js; without it this is the drawing alone.
    """
    return svg(
        '<figure class="chart" data-chart="{}" data-table="{}" data-hint="{}">{}{}'
        '<p class="chart-reading" role="status" hidden=""></p></figure>',
        kind,
        table,
        gettext("Tap or point at a session, or use the arrow keys, to read it."),
        both_sizes(wide=wide, narrow=narrow),
        legend,
    )
