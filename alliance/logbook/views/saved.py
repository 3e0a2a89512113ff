"""The page that pays back: what stood out, and what to try."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.models import SessionLog, Suggestion
from alliance.logbook.queries.saved_page import saved_page
from alliance.logbook.queries.stood_out import domain_chart, headline, lines
from alliance.logbook.services import card_marks as marks
from alliance.logbook.services import suggestions as services
from alliance.logbook.services.card_marks import CardGone
from alliance.people.access import MemberRequest
from alliance.web.addresses import View
from alliance.web.toasts import offer_undo

type Act = Callable[[MemberRequest, Suggestion], HttpResponse | None]


@require_safe
def show_saved(request: MemberRequest, log_id: UUID) -> HttpResponse:
    logs = SessionLog.objects.visible_to(request.member, on=request.today)
    log = get_object_or_404(logs.select_related("client__key"), pk=log_id)
    if not access.can_change(request.member, log):
        raise PermissionDenied
    note_reading(log, by=request.member)
    page = saved_page(log, reader=request.member)
    return render(
        request,
        "logbook/show_saved.html",
        {
            "page": page,
            "headline": headline(page),
            "lines": lines(page),
            "chart": domain_chart(page.domains, code=log.client.code),
            "is_today": log.held_on == request.today,
        },
    )


def _decision(act: Act) -> View:
    """A button about one suggestion of one's own. Back to the saved page, unless `act` leads on."""

    @require_POST
    @wraps(act)
    def decide(request: MemberRequest, suggestion_id: UUID) -> HttpResponse:
        own = Suggestion.objects.offered_to(request.member)
        suggestion = get_object_or_404(own.select_related("log", "client__key"), pk=suggestion_id)
        try:
            led_on = act(request, suggestion)
        except CardGone:
            led_on = None
            messages.error(request, _("This card is no longer offered. The others are."))
        return led_on or redirect("logbook:show_saved", suggestion.log_id)

    return decide


@_decision
def take_card(request: MemberRequest, suggestion: Suggestion) -> None:
    services.take_card(suggestion, by=request.member)


@_decision
def put_card_aside(request: MemberRequest, suggestion: Suggestion) -> None:
    services.put_card_aside(suggestion, by=request.member)
    undo = reverse("logbook:bring_card_back", args=[suggestion.pk])
    offer_undo(request, _("Put aside."), url=undo)


@_decision
def bring_card_back(request: MemberRequest, suggestion: Suggestion) -> None:
    services.bring_card_back(suggestion, by=request.member)


@_decision
def refuse_card(request: MemberRequest, suggestion: Suggestion) -> None:
    """Not for this client, now or later."""
    services.refuse_card(suggestion, by=request.member)
    text = _("Not offered with %s again.") % suggestion.client.code
    offer_undo(request, text, url=reverse("logbook:allow_card", args=[suggestion.pk]))


@_decision
def allow_card(request: MemberRequest, suggestion: Suggestion) -> None:
    services.allow_card(suggestion, by=request.member)


@_decision
def pin_card(request: MemberRequest, suggestion: Suggestion) -> None:
    """Pin the card for this client; pressed again, no longer."""
    marks.pin_card(suggestion.card, client=suggestion.client, by=request.member)


@_decision
def read_card(request: MemberRequest, suggestion: Suggestion) -> HttpResponse:
    """On to the card's own page. A button, since opening a page by itself keeps nothing."""
    services.read_card(suggestion, by=request.member)
    page = reverse("progress:show_card", args=[suggestion.card])
    return redirect(f"{page}?offer={suggestion.pk}")
