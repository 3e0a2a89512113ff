"""A stored signal in words: what it says, the rule behind it, and what was answered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from alliance.catalogue.load import checklist
from alliance.logbook.access import can_answer
from alliance.logbook.models import SessionLog, Signal
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.trends.explain import explain, sentence
from alliance.trends.signals import Signal as SignalRead
from alliance.trends.signals import from_json

MARKS = {
    Signal.Kind.DROP: "low",
    Signal.Kind.DECLINE: "low",
    Signal.Kind.LOW_DOMAIN: "low",
    Signal.Kind.IMPROVEMENT: "high",
}


@dataclass(frozen=True)
class Explained:
    """A signal as it is read: a sentence, and one click away the rule, its numbers, and chance.

    `mark` is one of components/glyph.html.
    """

    mark: str
    sentence: str
    rule: str
    numbers: str
    chance: str


@dataclass(frozen=True)
class SignalPage:
    """`remark` is empty for everyone but the one who wrote it."""

    signal: Signal
    log: SessionLog
    explained: Explained
    answer: str
    answered_at: datetime | None
    remark: str
    is_due: bool


def explained(signal: SignalRead, *, code: str, edition: int) -> Explained:
    """`code` is the client's; a domain is named as `edition` of the checklist does."""
    said = sentence(signal, client=code, domain=_domain_name(signal.detail, edition=edition))
    why = explain(signal)
    return Explained(
        mark=MARKS.get(Signal.Kind(signal.kind), "steady"),
        sentence=said.text(gettext),
        rule=why.rule.text(gettext),
        numbers=why.numbers.text(gettext),
        chance=why.chance.text(gettext),
    )


def signal_page(signal: Signal, *, reader: Membership) -> SignalPage:
    """Without a query, if `signal` comes from `with_due` with log, client and the client's key.

    Raises Unreadable.
    """
    remark = ""
    if can_answer(reader, signal):
        remark = opened(signal, column="answer_note", key=key_of(signal.client))
    return SignalPage(
        signal=signal,
        log=signal.log,
        explained=explained(
            from_json(signal.numbers), code=signal.client.code, edition=signal.log.edition
        ),
        answer=signal.get_answer_display(),
        answered_at=signal.answered_at,
        remark=remark,
        is_due=signal.is_due,  # type: ignore[attr-defined]
    )


def _domain_name(domain_id: str, *, edition: int) -> str:
    """As it runs in a sentence: "goals and tasks"."""
    names = {domain.id: domain.label for domain in checklist(edition).domains}
    name = names.get(domain_id, "")
    return name[:1].lower() + name[1:]
