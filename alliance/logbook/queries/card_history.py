"""What became of cards that a clinician took: their own, with each of their clients."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.models import Client, Suggestion
from alliance.people.models import Membership

MOST_CLIENTS = 2


@dataclass(frozen=True)
class Tries:
    """How often a card was tried with one client, and how it turned out, as counts."""

    client_id: UUID
    code: str
    outcomes: Mapping[str, int]

    @property
    def words(self) -> str:
        """Such as "twice with R-08, helped once"."""
        times = sum(self.outcomes.values())
        tried = _("%(times)s with %(code)s") % {"times": times_in_words(times), "code": self.code}
        return ", ".join([tried, *self._turned_out()])

    def _turned_out(self) -> list[str]:
        said = {
            Suggestion.Outcome.HELPED: _("helped %s"),
            Suggestion.Outcome.HARDER: _("made it harder %s"),
            Suggestion.Outcome.NO_DIFFERENCE: _("no difference %s"),
            Suggestion.Outcome.TOO_EARLY: _("too early to say %s"),
        }
        return [
            sentence % times_in_words(self.outcomes[outcome])
            for outcome, sentence in said.items()
            if self.outcomes.get(outcome)
        ]


def own_histories(
    member: Membership, *, cards: Collection[str], first: Client | None = None
) -> dict[str, str]:
    """What `member` has to say of each of `cards` from their own clients, never from other people.

    A sentence by card, such as "You tried this twice with R-08, helped once."; cards never tried
    are absent. With `first` that client is told of first, otherwise the one tried with last.
    One query.
    """
    tried = Suggestion.objects.offered_to(member).tried().filter(card__in=cards)
    rows = tried.order_by("-offered_at").values_list("card", "client", "client__code", "outcome")
    found: dict[str, dict[tuple[UUID, str], Counter[str]]] = defaultdict(dict)
    for card, client_id, code, outcome in rows:
        found[card].setdefault((client_id, code), Counter())[outcome] += 1
    return {
        card: _sentence([Tries(*client, outcomes) for client, outcomes in tries.items()], first)
        for card, tries in found.items()
    }


def _sentence(tries: list[Tries], first: Client | None) -> str:
    ordered = sorted(tries, key=lambda each: first is None or each.client_id != first.pk)
    told = "; ".join(each.words for each in ordered[:MOST_CLIENTS])
    others = len(ordered) - MOST_CLIENTS
    if others > 0:
        text = ngettext("; and with %d other", "; and with %d others", others)
        told += text % others
    return _("You tried this %s.") % told


def times_in_words(times: int) -> str:
    if times == 1:
        return _("once")
    return _("twice") if times == 2 else _("%d times") % times
