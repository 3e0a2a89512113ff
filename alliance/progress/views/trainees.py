"""Trainees: whom one supervises, and the course of one."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.audit.services import note_reading
from alliance.people.access import MemberRequest
from alliance.people.models import Membership
from alliance.progress.queries.trainee_course import (
    is_course_open_to,
    trainee_course,
    trainees_of,
)


@require_safe
def list_trainees(request: MemberRequest) -> HttpResponse:
    """Names only: trainees are never drawn side by side."""
    if not request.member.is_supervisor:
        raise PermissionDenied
    trainees = trainees_of(request.member, on=request.today)
    return render(request, "progress/list_trainees.html", {"trainees": trainees})


@require_safe
def show_trainee(request: MemberRequest, member_id: UUID) -> HttpResponse:
    members = Membership.objects.active().visible_to(request.member).select_related("user")
    trainee = get_object_or_404(members, pk=member_id)
    if not is_course_open_to(request.member, trainee, on=request.today):
        raise Http404
    note_reading(trainee, by=request.member)
    course = trainee_course(trainee, reader=request.member, today=request.today)
    context = {
        "trainee": trainee,
        "course": course,
        "is_self": trainee.pk == request.member.pk,
    }
    return render(request, "progress/show_trainee.html", context)
