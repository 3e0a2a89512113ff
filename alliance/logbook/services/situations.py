"""What is known when cards are chosen for a log: the log, what went before, what cards did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, UUIDField, Value

from alliance.catalogue.load import checklist
from alliance.catalogue.situations import Outcomes, Situation
from alliance.catalogue.situations import Rupture as RuptureFact
from alliance.logbook.models import CardMark, Client, Rupture, SessionLog, Signal, Suggestion
from alliance.people.models import Membership
from alliance.web.prepared import prepared

SESSIONS_BEFORE_A_REPEAT = 4
SESSIONS_FOR_USUAL = 10

OFFER, MARK, RUPTURE = "offer", "mark", "rupture"


def situation_of(
    log: SessionLog,
    *,
    earlier: Sequence[SessionLog],
    signals: Iterable[Signal],
    by: Membership,
) -> Situation:
    """For choosing cards after `log`. `earlier` are this client's logs before it. One query."""
    known = _recall(log, earlier=earlier, by=by)
    fell = any(s.kind in (Signal.Kind.DROP, Signal.Kind.DECLINE) for s in signals)
    blank = Situation(
        ratings=log.ratings,
        session_number=log.number,
        contexts=frozenset(log.contexts),
        earlier=[other.ratings for other in earlier],
        usual=usual_ratings(log.edition, earlier=earlier),
        drop=fell and not known.marked_today,
        ruptures=known.ruptures,
    )
    return replace(
        blank,
        offered_lately=frozenset(known.offered),
        pinned=frozenset(known.marks[CardMark.Kind.PINNED]),
        read=frozenset(known.marks[CardMark.Kind.READ]),
        not_for_client=frozenset(known.marks[CardMark.Kind.NOT_FOR_CLIENT]),
        outcomes_here=_counted(known.here),
        outcomes_elsewhere=_counted(known.elsewhere),
    )


def usual_ratings(edition: int, *, earlier: Sequence[SessionLog]) -> dict[str, float]:
    """This client's usual adjusted rating by item (1–5): the mean of the last ten sessions."""
    asked = checklist(edition)
    ratings: dict[str, list[int]] = defaultdict(list)
    for log in earlier[-SESSIONS_FOR_USUAL:]:
        for item_id, rating in log.ratings.items():
            if isinstance(rating, int) and item_id in asked.items_and_extras:
                ratings[item_id].append(asked.item(item_id).adjusted(rating))
    return {item_id: sum(values) / len(values) for item_id, values in ratings.items()}


@dataclass
class _Known:
    """Gathered row by row. Outcomes by card, `here` with this client, `elsewhere` with others."""

    ruptures: list[RuptureFact] = field(default_factory=list)
    marked_today: bool = False
    offered: set[str] = field(default_factory=set)
    marks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    here: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def _recall(log: SessionLog, *, earlier: Sequence[SessionLog], by: Membership) -> _Known:
    """With this client, and what became of cards with one's others; never with other people's."""
    recent = earlier[-SESSIONS_BEFORE_A_REPEAT:]
    lately = {other.pk for other in recent}
    since = recent[0].held_on if recent else log.held_on
    known = _Known()
    for what, name, said, client_id, log_id in _rows(log.client, since=since, by=by):
        if what == RUPTURE:
            known.marked_today |= log_id == log.pk
            if said not in (Rupture.Status.REPAIRED, Rupture.Status.LET_GO):
                known.ruptures.append(RuptureFact(kind=name, status=said))
        elif what == MARK:
            known.marks[said].add(name)
        else:
            if log_id in lately:
                known.offered.add(name)
            if said:
                outcomes = known.here if client_id == log.client_id else known.elsewhere
                outcomes[name].append(said)
    return known


@prepared
def _rows(
    client: Client, *, since: date, by: Membership
) -> QuerySet[Suggestion, tuple[str, str, str, UUID, UUID]]:
    """Three kinds of rows in one go, as what, name, what is said of it, client and log."""
    offered = Suggestion.objects.offered_to(by)
    offers = offered.filter(Q(client=client, log__held_on__gte=since) | ~Q(outcome=""))
    marks = CardMark.objects.made_by(by).about(client)
    ruptures = Rupture.objects.of_client(client)
    nowhere = Value(None, output_field=UUIDField())
    return offers.values_list(_called(OFFER), "card", "outcome", "client", "log").union(
        marks.values_list(_called(MARK), "card", "kind", "client", nowhere),
        ruptures.values_list(_called(RUPTURE), "kind", "status", "client", "opened_in"),
        all=True,
    )


def _called(what: str) -> Value:
    return Value(what, output_field=CharField())


def _counted(outcomes: Mapping[str, Sequence[str]]) -> dict[str, Outcomes]:
    """Cards that never came up in the session say nothing."""
    return {
        card: Outcomes(
            helped=said.count(Suggestion.Outcome.HELPED),
            no_difference=said.count(Suggestion.Outcome.NO_DIFFERENCE),
            harder=said.count(Suggestion.Outcome.HARDER),
            too_early=said.count(Suggestion.Outcome.TOO_EARLY),
        )
        for card, said in outcomes.items()
    }
