"""What parts of a page cost alone: choosing cards, searching, signals and chart, a first visit.

`tools.bench` prints them below its pages.
"""

import gzip
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.contrib.staticfiles import finders

from alliance.catalogue.choosing import choose
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance
from alliance.catalogue.searching import search
from alliance.catalogue.situations import Outcomes, Rupture, Situation
from alliance.logbook.models import SessionLog
from alliance.logbook.queries.saved_page import (
    domains_today,
    readings_before,
    saved_page,
    signals_seen,
)
from alliance.logbook.queries.stood_out import domain_chart, headline, lines

ROUNDS = 200
# What a page asks for without being asked: styles, scripts and their imports, its icon.
ADDRESSES = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg|webmanifest))"')
IMPORTS = re.compile(r'from "\./([^"]+)"')
QUERIES = (
    "quiet",
    "repair a rupture",
    "supervis",
    "they were listening and felt understood",
    "xyz",
)


class Part(NamedTuple):
    name: str
    value: float
    unit: str
    limit: float | None


def catalogue_parts() -> list[Part]:
    asked, cards = checklist(CURRENT_EDITION), guidance(CURRENT_EDITION)
    usual = Situation(ratings={**_answers(4), "goals-wants": 2}, session_number=8)

    def chosen(situation: Situation) -> Callable[[], object]:
        return lambda: choose(situation, guidance=cards, checklist=asked)

    def found(query: str) -> Callable[[], object]:
        return lambda: search(query, guidance=cards, checklist=asked)

    return [
        Part("choosing cards, one low answer", cpu(chosen(usual)), "ms CPU", 0.5),
        Part("choosing cards, all that can be wrong", cpu(chosen(_busiest())), "ms CPU", 0.5),
        Part("search, slowest of five", max(cpu(found(query)) for query in QUERIES), "ms CPU", 10),
    ]


def saved_parts(log: SessionLog) -> list[Part]:
    """What signals and chart add to the saved page of `log`: two queries, words and drawing."""
    page = saved_page(log, reader=log.author)

    def read_and_drawn() -> object:
        seen = signals_seen(log)
        chart = domain_chart(domains_today(log, earlier=readings_before(log)), code=log.client.code)
        return seen, headline(page), lines(page), chart

    return [Part("saved page: signals and chart alone", cpu(read_and_drawn), "ms CPU", 3)]


def first_visit(page: bytes) -> int:
    """Bytes sent for a page and all it asks for, compressed, fonts aside."""
    wanted = set(ADDRESSES.findall(page.decode(errors="replace")))
    for name in list(wanted):
        if name.endswith(".js"):
            folder = name.rpartition("/")[0]
            wanted |= {f"{folder}/{each}" for each in IMPORTS.findall(_source(name).decode())}
    return len(gzip.compress(page)) + sum(len(gzip.compress(_source(name))) for name in wanted)


def cpu(call: Callable[[], object]) -> float:
    """Median CPU time in milliseconds."""
    call()
    times = []
    for _round in range(ROUNDS):
        start = time.process_time_ns()
        call()
        times.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(times)


def _source(name: str) -> bytes:
    found = finders.find(name)
    return Path(str(found)).read_bytes()


def _answers(rating: int) -> dict[str, int]:
    return dict.fromkeys(checklist(CURRENT_EDITION).items_and_extras, rating)


def _busiest() -> Situation:
    """Everything low for weeks, two ruptures, every context, and a history for every card."""
    cards = list(guidance(CURRENT_EDITION).cards)
    return Situation(
        ratings=_answers(1),
        session_number=30,
        contexts=frozenset(checklist(CURRENT_EDITION).contexts),
        earlier=[_answers(1)] * 6,
        ruptures=[Rupture("withdrawal", "open"), Rupture("confrontation", "partly")],
        offered_lately=frozenset(cards[:12]),
        read=frozenset(cards),
        outcomes_here={card: Outcomes(no_difference=2) for card in cards},
        outcomes_elsewhere={card: Outcomes(helped=2) for card in cards},
        drop=True,
    )
