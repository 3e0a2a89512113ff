"""The guidance library: the cards there are for someone, and those that are wanted."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from alliance.catalogue.cards import CLINICIAN, SUPERVISOR, Card
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance
from alliance.catalogue.searching import search
from alliance.logbook.models import CardMark, Client
from alliance.people.models import Membership
from alliance.progress.queries.guidance_facets import Facet, facets_for, shelves_of
from alliance.progress.queries.guidance_offers import Offer, last_offers
from alliance.progress.queries.guidance_words import (
    AFTER_LAST_SESSION,
    BEST_FIT_FIRST,
    Empty,
    chosen_words,
    found_line,
    nothing_found,
    opening,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked of the library.

    `chosen`: values by the name of their facet. Several of one facet: any of them; of several
    facets: all. Nothing chosen of a facet means any.
    """

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    only_bookmarked: bool = False

    @property
    def is_everything(self) -> bool:
        return not (self.words or self.chosen or self.only_bookmarked)


@dataclass(frozen=True)
class Read:
    """One card in a list. `offer` only where it was offered after the last session."""

    id: str
    title: str
    opening: str
    domains: str
    is_bookmarked: bool
    offer: Offer | None


@dataclass(frozen=True)
class Group:
    label: str
    reads: tuple[Read, ...]


@dataclass(frozen=True)
class LibraryPage:
    """The library, ready to print. `empty` is for when there are no groups."""

    wanted: Wanted
    client: Client | None
    facets: tuple[Facet, ...]
    more_facets: tuple[Facet, ...]
    line: str
    groups: tuple[Group, ...]
    empty: Empty

    @property
    def is_everything(self) -> bool:
        return self.wanted.is_everything and self.client is None

    @property
    def more_chosen(self) -> str:
        """How many of the filters that are folded away are set, in words; empty for none."""
        return chosen_words(sum(facet.chosen_count for facet in self.more_facets))


@dataclass(frozen=True)
class _Own:
    """What this person did with cards: kept them, and was offered them after a client's log."""

    bookmarks: frozenset[str]
    offers: Mapping[str, Offer] | None

    def ids(self, *, only_bookmarked: bool) -> Collection[str] | None:
        """The cards that come into question; None: any."""
        if not only_bookmarked:
            return self.offers
        return self.bookmarks if self.offers is None else self.bookmarks & self.offers.keys()


@dataclass(frozen=True)
class _Place:
    """Which cards the search looks at."""

    audiences: Collection[str]
    chosen: Mapping[str, frozenset[str]]
    ids: Collection[str] | None

    def holds(self, card: Card) -> bool:
        if card.audience not in self.audiences:
            return False
        if self.ids is not None and card.id not in self.ids:
            return False
        shelves = shelves_of(card)
        return all(not values.isdisjoint(shelves[name]) for name, values in self.chosen.items())


def audiences_of(member: Membership) -> tuple[str, ...]:
    """Cards for supervisors are there for supervisors only."""
    return (CLINICIAN, SUPERVISOR) if member.is_supervisor else (CLINICIAN,)


def find_card(card_id: str, *, reader: Membership) -> Card | None:
    """The card, if this edition has it and it is there for the reader. No query."""
    card = guidance(CURRENT_EDITION).cards.get(card_id)
    return card if card and card.audience in audiences_of(reader) else None


def bookmarks_of(member: Membership) -> frozenset[str]:
    """The ids of the cards that this person keeps. One query."""
    marks = CardMark.objects.made_by(member).filter(kind=CardMark.Kind.BOOKMARK, client=None)
    return frozenset(marks.values_list("card", flat=True))


def library_page(wanted: Wanted, *, reader: Membership, client: Client | None) -> LibraryPage:
    """One query, for the bookmarks; two more for what was last offered with `client`."""
    own = _Own(
        bookmarks=bookmarks_of(reader),
        offers=last_offers(client, reader=reader) if client else None,
    )
    audiences = audiences_of(reader)
    ids = own.ids(only_bookmarked=wanted.only_bookmarked)
    cards = _found(_Place(audiences, wanted.chosen, ids), words=wanted.words, offers=own.offers)
    domain, *others = facets_for(audiences, chosen=wanted.chosen)
    return LibraryPage(
        wanted=wanted,
        client=client,
        facets=(domain,),
        more_facets=tuple(others),
        line=found_line(
            len(cards),
            words=wanted.words,
            domain_count=len(wanted.chosen.get("domain", ())),
            client=client,
        ),
        groups=tuple(_groups(cards, words=wanted.words, own=own)),
        empty=nothing_found(
            words=wanted.words,
            has_no_bookmarks=wanted.only_bookmarked and not own.bookmarks,
            never_offered_to=client if not own.offers else None,
        ),
    )


def _found(place: _Place, *, words: str, offers: Mapping[str, Offer] | None) -> Collection[Card]:
    cards = search(
        words,
        guidance=guidance(CURRENT_EDITION),
        checklist=checklist(CURRENT_EDITION),
        shelf=place,
    )
    if offers is None or words:
        return cards
    ranks = {card_id: rank for rank, card_id in enumerate(offers)}
    return sorted(cards, key=lambda card: ranks[card.id])


def _groups(cards: Iterable[Card], *, words: str, own: _Own) -> Iterator[Group]:
    """Cards stand under their themes, unless they come in an order of their own."""
    themes = guidance(CURRENT_EDITION).themes
    grouped: dict[str, list[Read]] = {}
    for card in cards:
        label = themes[card.theme]
        if words:
            label = str(BEST_FIT_FIRST)
        elif own.offers is not None:
            label = str(AFTER_LAST_SESSION)
        grouped.setdefault(label, []).append(_read(card, own=own))
    return (Group(label, tuple(reads)) for label, reads in grouped.items())


def _read(card: Card, *, own: _Own) -> Read:
    labels = {domain.id: domain.label for domain in checklist(CURRENT_EDITION).domains}
    return Read(
        id=card.id,
        title=card.title,
        opening=opening(card.body),
        domains=", ".join(labels[domain] for domain in card.domains),
        is_bookmarked=card.id in own.bookmarks,
        offer=(own.offers or {}).get(card.id),
    )
