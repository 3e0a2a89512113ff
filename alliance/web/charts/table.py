"""The charts as a table: what they show, in words, one session a row. chart.js reads from it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from alliance.web.charts.changes import changed_at
from alliance.web.charts.lane import place_threads
from alliance.web.charts.marks import (
    WORD_STEP,
    DomainRow,
    RuptureState,
    RuptureThread,
    SessionPoint,
    nearest_word,
    rating_words,
)
from alliance.web.charts.svg import joined, svg


def session_table(
    points: Sequence[SessionPoint],
    ruptures: Sequence[RuptureThread] = (),
    domains: Sequence[DomainRow] = (),
    *,
    ident: str,
    caption: str,
) -> SafeString:
    """Everything that the trend and the strip of the same sessions show, as a scrollable table.

    Averages are told as a word and as the mean of the answers, 1–5. A heading says by its
    `data-chart` which chart its column belongs to; chart.js reads those cells out.
    """
    columns = [
        ("trend", gettext("Average"), _averages(points)),
        ("trend", gettext("Usual range"), _usual_ranges(points)),
        ("trend", gettext("Rupture"), _rupture_steps(ruptures, points=points)),
        *(("strip", row.name, _domain_words(row)) for row in domains),
    ]
    if changed_at(points):
        columns.append(("", gettext("Form"), (_form(point) for point in points)))
    headings = [
        svg('<th scope="col" data-chart="{}">{}</th>', kind, name) for kind, name, _ in columns
    ]
    language = get_language()
    days = [_day(point.held_on, language=language) for point in points]
    row = '<tr><th scope="row">{}</th>' + "<td>{}</td>" * len(columns) + "</tr>"
    return svg(
        '<div class="chart-table" role="region" tabindex="0" aria-label="{1}">'
        '<table class="table" id="{0}"><caption class="visually-hidden">{1}</caption>'
        '<thead><tr><th scope="col">{2}</th>{3}</tr></thead><tbody>{4}</tbody></table></div>',
        ident,
        caption,
        gettext("Session"),
        joined(headings),
        joined([svg(row, *cells) for cells in zip(days, *[c for *_, c in columns], strict=True)]),
    )


def _averages(points: Sequence[SessionPoint]) -> Iterator[str]:
    names, language = rating_words(), get_language()
    for point in points:
        if point.score is None:
            yield gettext("not rated")
            continue
        average = f"{names[nearest_word(point.score)]}, {_mean(point.score, language=language)}"
        if point.has_few_answers:
            answered = {"answered": point.answered, "asked": point.asked}
            average += ", " + gettext("%(answered)s of %(asked)s answered") % answered
        yield average


def _usual_ranges(points: Sequence[SessionPoint]) -> Iterator[str]:
    learning, span = gettext("still learning"), gettext("%(low)s to %(high)s")
    language = get_language()
    for point in points:
        if point.low is None or point.high is None:
            told = learning
        else:
            told = span % {
                "low": _mean(point.low, language=language),
                "high": _mean(point.high, language=language),
            }
        yield ", ".join([told, *_beside_range(point)])


def _beside_range(point: SessionPoint) -> Iterator[str]:
    if point.is_below:
        yield gettext("below it")
    elif point.is_above:
        yield gettext("above it")
    if point.signal == "drop":
        yield gettext("a drop")
    elif point.signal == "recovery":
        yield gettext("back near usual")


def _rupture_steps(
    ruptures: Sequence[RuptureThread], *, points: Sequence[SessionPoint]
) -> Iterator[str]:
    """What each session says about ruptures: noticed, and where they went from there."""
    told: dict[int, list[str]] = {}
    names: dict[RuptureState, str] = {
        "open": gettext("still open"),
        "partly": gettext("partly repaired"),
        "repaired": gettext("repaired"),
        "let_go": gettext("let go"),
    }
    for thread in place_threads(ruptures, days=[point.held_on for point in points]):
        for i, (session, state) in enumerate(thread.steps):
            steps = [gettext("noticed")] if i == 0 and session >= 0 else []
            steps += [] if i == 0 and state == "open" else [names[state]]
            told.setdefault(max(session, 0), []).append(", ".join(steps))
    for session in range(len(points)):
        yield "; ".join(told.get(session, []))


def _domain_words(row: DomainRow) -> Iterator[str]:
    """The word nearest to each score."""
    names, unrated = rating_words(), gettext("not rated")
    below = gettext("%(word)s, below usual")
    low_names = [below % {"word": name} for name in names]
    for session, score in enumerate(row.scores):
        if score is None:
            yield unrated
        else:
            yield (low_names if session in row.below else names)[nearest_word(score)]


def _form(point: SessionPoint) -> str:
    edition = gettext("edition %(edition)s") % {"edition": point.edition}
    return ", ".join(part for part in (point.form, edition) if part)


def _mean(score: float, *, language: str | None) -> str:
    """The mean of the answers, 1–5, that a score of 0–100 stands for."""
    return _one_decimal(round(10 + score * 10 / WORD_STEP), language)


# Formatting follows the language and costs more than the rest of a row: the same few numbers
# and dates come up again and again.
@lru_cache(maxsize=512)
def _one_decimal(tenths: int, language: str | None) -> str:
    return number_format(tenths / 10, 1)


@lru_cache(maxsize=4096)
def _day(day: date, *, language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")
