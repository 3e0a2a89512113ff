"""Whether the trail still says what it said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alliance.audit.chain import BEGINNING, Checkpoint, chain_of, hash_of
from alliance.audit.models import Entry, Link

SOON = timedelta(minutes=10)
"""Within which an entry is seen and linked while a worker runs."""


@dataclass(frozen=True)
class Finding:
    chain: UUID
    number: int
    what: str


def verify_trail(checkpoints: Iterable[Checkpoint], *, now: datetime) -> Iterator[Finding]:
    """What is not as it was written. Nothing: every entry, in its order, up to the checkpoints."""
    for chain in Link.objects.order_by("chain").values_list("chain", flat=True).distinct():
        yield from _verify_chain(chain)
    yield from _verify_ends(checkpoints)
    for entry in Entry.objects.unlinked().filter(at__lt=now - SOON).iterator():
        yield Finding(
            chain_of(entry), 0, f"entry {entry.pk} was never linked: is a worker running?"
        )


def _verify_chain(chain: UUID) -> Iterator[Finding]:
    before, last, run, earlier_run = BEGINNING, 0, None, None
    for link in Link.objects.of_chain(chain).select_related("entry").iterator():
        number, entry = link.number, link.entry
        if number != last + 1:
            yield Finding(chain, last + 1, f"entries {last + 1} to {number - 1} are missing")
        if chain_of(entry) != chain:
            yield Finding(chain, number, "the entry was moved to another clinic")
        elif link.hash != hash_of(entry, number=number, before=before):
            yield Finding(chain, number, "the entry, or the one before it, was changed")
        if link.linked_at != run:
            earlier_run, run = run, link.linked_at
        if earlier_run and entry.at < earlier_run - SOON:
            yield Finding(chain, number, "the entry is older than those that were linked before it")
        before, last = link.hash, number


def _verify_ends(checkpoints: Iterable[Checkpoint]) -> Iterator[Finding]:
    for point in checkpoints:
        link = Link.objects.of_chain(point.chain).filter(number=point.number).first()
        when = point.at.isoformat(timespec="minutes")
        if link is None:
            what = f"the trail ended here on {when}, and ends earlier now: it was cut, or restored"
            yield Finding(point.chain, point.number, what)
        elif link.hash != point.hash:
            what = f"the trail reads otherwise than on {when}"
            yield Finding(point.chain, point.number, what)
