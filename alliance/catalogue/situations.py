"""What is known when cards are chosen: one log, what went before it, and what became of cards."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from alliance.catalogue.cards import CLINICIAN
from alliance.catalogue.items import Ratings


@dataclass(frozen=True, slots=True)
class Rupture:
    """A rupture of this client as it stands now, by the codes of the rupture entry."""

    kind: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of a card each time it was taken, as counts."""

    helped: int = 0
    no_difference: int = 0
    harder: int = 0
    too_early: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One log with one client, for one reader.

    `ratings` and `earlier` (oldest first, without this log) are answers by item id.
    `session_number` counts from 1 and includes sessions before Alliance. `contexts` are those of
    this session. `offered_lately`: cards offered with this client in the last four sessions.
    `pinned`, `read`, `not_for_client`: cards this clinician marked so, with this client.
    `outcomes_here`: what became of cards with this client; `outcomes_elsewhere`: with the
    clinician's other clients, never with other people's. `drop`: a drop or decline was computed
    for this session and no rupture is marked in it. `usual`: this client's usual adjusted rating
    by item, 1 to 5. `audience`: clinician or supervisor, whoever reads the cards.

    Card and item ids that this edition doesn't have are passed over.
    """

    ratings: Ratings
    session_number: int
    contexts: frozenset[str] = frozenset()
    earlier: Sequence[Ratings] = ()
    ruptures: Collection[Rupture] = ()
    offered_lately: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    not_for_client: frozenset[str] = frozenset()
    outcomes_here: Mapping[str, Outcomes] = field(default_factory=dict)
    outcomes_elsewhere: Mapping[str, Outcomes] = field(default_factory=dict)
    drop: bool = False
    usual: Mapping[str, float] = field(default_factory=dict)
    audience: str = CLINICIAN
