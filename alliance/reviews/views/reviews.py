"""The queue, and one log of it."""

import uuid
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.audit.services import note_reading_of_comments
from alliance.logbook.models import SessionLog
from alliance.logbook.queries.stood_out import domain_chart
from alliance.logbook.queries.versions import changes_since
from alliance.logbook.sealing import key_of
from alliance.logbook.services.logs import StaleVersion
from alliance.logbook.services.sign_off import AlreadySignedOff
from alliance.people.access import MemberRequest
from alliance.reviews import access
from alliance.reviews.forms.comments import CommentForm, VersionForm
from alliance.reviews.queries.cards import recommendable
from alliance.reviews.queries.past import past
from alliance.reviews.queries.queue import STATES, WAITING, Queue, queue
from alliance.reviews.queries.review_page import review_page
from alliance.reviews.services import sign_offs as services
from alliance.reviews.views.in_sight import about_a_log_in_sight, find_log, out_of_sight
from alliance.web.toasts import offer_undo


@require_safe
def list_reviews(request: MemberRequest) -> HttpResponse:
    if not request.member.is_supervisor:
        raise PermissionDenied
    return render(
        request, "reviews/list_reviews.html", {"queue": _queue(request), "chosen": _chosen(request)}
    )


@require_safe
def show_review(request: MemberRequest, log_id: UUID) -> HttpResponse:
    log = find_log(request, log_id)
    if log is None:
        raise Http404
    if not access.can_review(request.member, log):
        raise PermissionDenied
    return review_answer(request, log)


def review_answer(
    request: MemberRequest,
    log: SessionLog,
    *,
    form: CommentForm | None = None,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    """The page of a review, noted before it is shown."""
    opened = note_reading_of_comments(log, by=request.member)
    waiting = _queue(request)
    page = review_page(log, reader=request.member, today=request.today, opened_at=opened.at)
    before, after = waiting.beside(log.pk)
    context = {
        "queue": waiting,
        "chosen": _chosen(request),
        "page": page,
        "chart": domain_chart(page.domains, code=log.client.code) if page.domains else "",
        "form": form or CommentForm(initial={"submission": uuid.uuid4()}),
        "cards": recommendable(log),
        "before": before,
        "after": after,
    }
    return render(request, "reviews/show_review.html", context | more, status=status)


@require_POST
@about_a_log_in_sight
def sign_off(request: MemberRequest, log: SessionLog) -> HttpResponse:
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    after = _queue(request).beside(log.pk)[1]
    try:
        services.sign_off(log, version=version, by=request.member)
    except StaleVersion:
        return _changed_meanwhile(request, log, version=version)
    except AlreadySignedOff:
        messages.info(request, _("Somebody else signed this version off a moment ago."))
        return redirect("reviews:show_review", log.pk)
    undo = reverse("reviews:take_back_sign_off", args=[log.pk])
    offer_undo(request, _("%s is signed off.") % log.client.code, url=undo)
    return _back_to_review(request, after) if after else redirect("reviews:list_reviews")


def _back_to_review(request: MemberRequest, log_id: UUID) -> HttpResponse:
    """With the trainee and the list that were chosen."""
    return redirect(reverse("reviews:show_review", args=[log_id]) + _chosen(request))


def _chosen(request: MemberRequest) -> str:
    """Which list, trainee and page were chosen, as the end of an address."""
    chosen = request.GET.urlencode()
    return f"?{chosen}" if chosen else ""


def _changed_meanwhile(request: MemberRequest, log: SessionLog, *, version: int) -> HttpResponse:
    """Show what changed since it was read; signing off again is then for what stands now."""
    now = find_log(request, log.pk)
    if now is None:
        return out_of_sight(request)
    log = now
    changed = changes_since(log, version=version, key=key_of(log.client))
    return review_answer(request, log, status=HTTPStatus.CONFLICT, changed=changed, is_stale=True)


@require_POST
@about_a_log_in_sight
def take_back_sign_off(request: MemberRequest, log: SessionLog) -> HttpResponse:
    try:
        services.take_back_sign_off(log, by=request.member)
    except services.TooLate:
        messages.info(request, _("A sign-off stands after ten minutes."))
    else:
        messages.success(request, _("Not signed off any more."))
    return redirect("reviews:show_review", log.pk)


@require_POST
@about_a_log_in_sight
def discuss(request: MemberRequest, log: SessionLog) -> HttpResponse:
    services.discuss(log, by=request.member)
    undo = reverse("reviews:stop_discussing", args=[log.pk])
    offer_undo(request, _("On the agenda."), url=undo)
    return _back_to_review(request, log.pk)


@require_POST
@about_a_log_in_sight
def stop_discussing(request: MemberRequest, log: SessionLog) -> HttpResponse:
    services.stop_discussing(log, by=request.member)
    messages.success(request, _("Off the agenda, unless something was said about it."))
    return redirect("reviews:show_review", log.pk)


@require_safe
def list_past(request: MemberRequest) -> HttpResponse:
    """One's own sign-offs and comments. They stay when a supervision ends."""
    if not request.member.is_supervisor:
        raise PermissionDenied
    return render(request, "reviews/list_past.html", {"past": past(request.member)})


def _queue(request: MemberRequest) -> Queue:
    state = request.GET.get("state", WAITING)
    try:
        trainee_id = UUID(request.GET.get("trainee", ""))
    except ValueError:
        trainee_id = None
    return queue(
        request.member,
        today=request.today,
        state=state if state in STATES else WAITING,
        trainee_id=trainee_id,
        number=request.GET.get("page", "1"),
    )
