"""The guidance library: browsing, reading a card, keeping it, and what it all rests on."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from alliance.audit.services import note_reading
from alliance.catalogue.cards import Card
from alliance.logbook.models import CardMark, Client, Suggestion
from alliance.logbook.services.card_marks import mark_card, unmark_card
from alliance.people.access import MemberRequest
from alliance.progress.forms.guidance import wanted_from
from alliance.progress.queries.evidence import evidence_page
from alliance.progress.queries.guidance import bookmarks_of, find_card, library_page
from alliance.progress.queries.guidance_card import card_page


class LibraryRequest(MemberRequest):
    htmx: HtmxDetails


@require_safe
@vary_on_headers("HX-Request")
def browse_guidance(request: LibraryRequest) -> HttpResponse:
    client = _get_client(request)
    if client:
        note_reading(client, by=request.member)
    page = library_page(wanted_from(request.GET), reader=request.member, client=client)
    is_piece = request.htmx and not request.htmx.history_restore_request
    name = "progress/_found.html" if is_piece else "progress/browse_guidance.html"
    return render(request, name, {"page": page, "is_piece": is_piece})


@require_safe
def show_card(request: MemberRequest, card: str) -> HttpResponse:
    found = _get_card(request, card)
    offer = _offer_of(request, found)
    if offer:
        note_reading(offer.client, by=request.member)
    page = card_page(found, reader=request.member)
    return render(request, "progress/show_card.html", {"page": page, "offer": offer})


@require_POST
def toggle_bookmark(request: LibraryRequest, card: str) -> HttpResponse:
    """Keep the card for oneself; pressed again, keep it no longer."""
    found = _get_card(request, card)
    is_bookmarked = found.id in bookmarks_of(request.member)
    change = unmark_card if is_bookmarked else mark_card
    change(found.id, kind=CardMark.Kind.BOOKMARK, by=request.member)
    if not request.htmx:
        return redirect("progress:show_card", found.id)
    return render(
        request, "progress/_bookmark.html", {"card": found, "is_bookmarked": not is_bookmarked}
    )


@require_safe
def about_evidence(request: MemberRequest) -> HttpResponse:
    page = evidence_page(reader=request.member)
    return render(request, "progress/about_evidence.html", {"page": page})


def _get_card(request: MemberRequest, card_id: str) -> Card:
    card = find_card(card_id, reader=request.member)
    if card is None:
        raise Http404
    return card


def _offer_of(request: MemberRequest, card: Card) -> Suggestion | None:
    """The suggestion that led here, if it is one's own and of this card: it can be taken here."""
    try:
        suggestion_id = UUID(request.GET.get("offer", ""))
    except ValueError:
        return None
    own = Suggestion.objects.offered_to(request.member).select_related("client", "log")
    offer = own.in_bulk([suggestion_id]).get(suggestion_id)
    return offer if offer and offer.card == card.id else None


def _get_client(request: MemberRequest) -> Client | None:
    """The client that guidance is wanted for, if any: one of one's own."""
    said = request.GET.get("client", "")
    if not said:
        return None
    try:
        client_id = UUID(said)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Client.objects.of_clinician(request.member), pk=client_id)
