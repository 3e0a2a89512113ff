"""What the worker does with the trail: link new entries, and write down how far the chains came.

Entries are linked afterwards and not when they are left: in a chain one waits for the one before,
and nobody's page should wait for a colleague's.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from alliance.audit.chain import BEGINNING, Checkpoint, chain_of, hash_of, write_down
from alliance.audit.models import Entry, Link

AT_ONCE = 5_000
# An entry may be left earlier and be seen later than another: its transaction took longer.
LOOK_BACK = 10_000


def link_trail(now: datetime) -> int:
    """Give every new entry its place; how many got one. One worker at a time."""
    count = 0
    while linked := _link_some(now):
        count += linked
        if linked < AT_ONCE:
            break
    return count


@transaction.atomic
def _link_some(now: datetime) -> int:
    latest = Link.objects.aggregate(latest=Max("entry"))["latest"] or 0
    entries = list(Entry.objects.unlinked().filter(pk__gt=latest - LOOK_BACK)[:AT_ONCE])
    ends = _ends_of({chain_of(entry) for entry in entries})
    links = []
    for entry in entries:
        chain = chain_of(entry)
        number, before = ends.get(chain, (0, BEGINNING))
        digest = hash_of(entry, number=number + 1, before=before)
        ends[chain] = (number + 1, digest)
        links.append(Link(entry=entry, chain=chain, number=number + 1, hash=digest, linked_at=now))
    Link.objects.bulk_create(links)
    return len(links)


def _ends_of(chains: Iterable[UUID]) -> dict[UUID, tuple[int, str]]:
    found = {chain: Link.objects.of_chain(chain).last() for chain in chains}
    return {chain: (link.number, link.hash) for chain, link in found.items() if link}


def write_checkpoints(now: datetime) -> list[Checkpoint]:
    """Write down the end of every chain, in a file outside the database."""
    chains = list(Link.objects.order_by().values_list("chain", flat=True).distinct())
    ends = _ends_of(chains)
    file = Path(settings.AUDIT_CHECKPOINTS)
    points = [Checkpoint(now, chain, number, digest) for chain, (number, digest) in ends.items()]
    write_down(points, file=file)
    return points
