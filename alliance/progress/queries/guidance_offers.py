"""What was offered after the last session with one client."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist, guidance
from alliance.catalogue.reasons import reason
from alliance.logbook.models import Client, SessionLog, Suggestion
from alliance.people.models import Membership


@dataclass(frozen=True)
class Offer:
    """Why a card was offered, and in a word or two what was decided about it, if anything."""

    why: str
    decision: str


def last_offers(client: Client, *, reader: Membership) -> dict[str, Offer]:
    """By card, the main one first. Of the last log that `reader` wrote, in two queries."""
    logs = SessionLog.objects.written_by(reader).of_client(client)
    log = logs.defer("shared_note", "intention").last()
    if log is None:
        return {}
    cards, asked = guidance(log.edition).cards, checklist(log.edition)
    return {
        suggestion.card: Offer(
            why=reason(
                audience=cards[suggestion.card].audience,
                checklist=asked,
                contexts=log.contexts,
                **suggestion.reason,
            ),
            decision=_decision(suggestion, client=client),
        )
        for suggestion in Suggestion.objects.of_log(log)
        if suggestion.card in cards
    }


def _decision(suggestion: Suggestion, *, client: Client) -> str:
    if suggestion.taken_at:
        return _("Next session with %s") % client.code
    return _("Put aside") if suggestion.put_aside_at else ""
