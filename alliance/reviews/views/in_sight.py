"""Finding a log or an agenda for somebody who may have lost sight of it while writing."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from alliance.logbook.models import SessionLog
from alliance.people.access import MemberRequest
from alliance.reviews import access
from alliance.reviews.queries.in_sight import log_in_sight
from alliance.reviews.services.sight import NoLongerVisible

MOST_KEPT = 20_000


def find_log(request: MemberRequest, log_id: UUID) -> SessionLog | None:
    return log_in_sight(log_id, reader=request.member, today=request.today)


def out_of_sight(
    request: MemberRequest, *, typed: str = "", is_agenda: bool = False
) -> HttpResponse:
    """What was typed, to copy: the log is trashed or held back by now, or supervision is over."""
    context = {"typed": typed[:MOST_KEPT], "is_agenda": is_agenda}
    return render(request, "reviews/out_of_sight.html", context, status=HTTPStatus.NOT_FOUND)


def about_a_log_in_sight(
    view: Callable[[MemberRequest, SessionLog], HttpResponse],
) -> Callable[[MemberRequest, UUID], HttpResponse]:
    """For what a supervisor does to a log: `view` gets it, or a page says that it is gone."""

    @wraps(view)
    def answer(request: MemberRequest, log_id: UUID) -> HttpResponse:
        log = find_log(request, log_id)
        if log is None:
            return out_of_sight(request)
        if not access.can_review(request.member, log):
            raise PermissionDenied
        try:
            return view(request, log)
        except NoLongerVisible:
            return out_of_sight(request)

    return answer
