"""What author and supervisors say to each other below a log."""

import uuid
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.audit.services import note_reading_of_comments
from alliance.logbook.models import SessionLog
from alliance.logbook.sealing import key_of
from alliance.people.access import MemberRequest
from alliance.reviews import access
from alliance.reviews.forms.comments import CardForm, CommentForm
from alliance.reviews.models import Recommendation
from alliance.reviews.queries.cards import is_for_clinicians
from alliance.reviews.queries.review_page import thread_below
from alliance.reviews.services import comments as services
from alliance.reviews.services import sign_offs
from alliance.reviews.services.sight import NoLongerVisible
from alliance.reviews.views.in_sight import about_a_log_in_sight, find_log, out_of_sight
from alliance.reviews.views.reviews import review_answer


@require_POST
def add_comment(request: MemberRequest, log_id: UUID) -> HttpResponse:
    """By a supervisor, on the page of the review. What was typed is never lost."""
    log = find_log(request, log_id)
    if log is None:
        return _gone(request)
    if not access.can_review(request.member, log):
        raise PermissionDenied
    form = CommentForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return review_answer(request, log, form=form, status=status)
    return _said(request, log, form) or redirect("reviews:show_review", log.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def show_thread(request: MemberRequest, log_id: UUID) -> HttpResponse:
    """By the log's author: what was said about it, and an answer."""
    log = find_log(request, log_id)
    if log is None and request.method == "POST":
        return _gone(request)
    if log is None:
        raise Http404
    if log.author_id != request.member.pk:
        return redirect("reviews:show_review", log_id)
    form = CommentForm(
        request.POST if request.method == "POST" else None, initial={"submission": uuid.uuid4()}
    )
    if form.is_valid():
        return _said(request, log, form) or redirect("reviews:show_thread", log.pk)
    opened = note_reading_of_comments(log, by=request.member)
    context = {
        "log": log,
        "thread": thread_below(
            log, reader=request.member, key=key_of(log.client), opened_at=opened.at
        ),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reviews/show_thread.html", context, status=status)


def _said(request: MemberRequest, log: SessionLog, form: CommentForm) -> HttpResponse | None:
    values = form.cleaned_data
    try:
        services.add_comment(
            log, text=values["text"], submission=values["submission"], by=request.member
        )
    except NoLongerVisible:
        return _gone(request)
    messages.success(request, _("Sent."))
    return None


def _gone(request: MemberRequest) -> HttpResponse:
    return out_of_sight(request, typed=request.POST.get("text", ""))


@require_POST
@about_a_log_in_sight
def recommend(request: MemberRequest, log: SessionLog) -> HttpResponse:
    form = CardForm(request.POST)
    if form.is_valid() and is_for_clinicians(form.cleaned_data["card"], edition=log.edition):
        sign_offs.recommend(log, card=form.cleaned_data["card"], by=request.member)
        messages.success(request, _("Recommended. They see it on their home page."))
    else:
        messages.error(request, _("Choose one of the cards shown."))
    return redirect("reviews:show_review", log.pk)


@require_POST
def put_recommendation_aside(request: MemberRequest, recommendation_id: UUID) -> HttpResponse:
    own = Recommendation.objects.made_to(request.member)
    waiting = get_object_or_404(own, pk=recommendation_id)
    sign_offs.put_recommendation_aside(waiting, by=request.member)
    return redirect("home:show_home")
