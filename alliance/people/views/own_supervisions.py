"""One's own supervisions: asking, agreeing, ending, and who stands in."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.people import access
from alliance.people.access import MemberRequest
from alliance.people.forms.supervisions import DeputyForm, ProposeForm
from alliance.people.models import Deputy, Supervision
from alliance.people.queries.places import supervisor_names
from alliance.people.queries.supervisions import deputies_for, time_line
from alliance.people.services import supervisions as services

WRITING = ["GET", "HEAD", "POST"]


@require_safe
def show_own(request: MemberRequest) -> HttpResponse:
    member = request.member
    context = {
        "line": time_line(member, today=request.today, about=member),
        "deputies": deputies_for(member, today=request.today),
        "is_trainee": bool(supervisor_names(member, on=request.today)),
        "can_ask": member.is_clinician or member.is_supervisor,
        "can_name_deputy": access.can_name_deputy(member),
    }
    return render(request, "people/own_supervisions.html", context)


@require_http_methods(WRITING)
def propose(request: MemberRequest) -> HttpResponse:
    member = request.member
    if not (member.is_clinician or member.is_supervisor):
        raise PermissionDenied
    form = ProposeForm(
        request.POST or None,
        member=member,
        today=request.today,
        initial={"starts_on": request.today},
    )
    if form.is_valid():
        trainee, supervisor = form.pair
        services.propose_supervision(
            trainee,
            supervisor=supervisor,
            starts_on=form.cleaned_data["starts_on"],
            group=form.cleaned_data["group"],
            by=member,
        )
        messages.success(request, _("Asked. Nothing is visible before they agree."))
        return redirect("people:show_own_supervisions")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/propose_supervision.html", {"form": form}, status=status)


@require_POST
def agree(request: MemberRequest, supervision_id: UUID) -> HttpResponse:
    supervision = _get_own(request, supervision_id)
    if not access.can_agree(request.member, supervision):
        raise PermissionDenied
    services.agree(supervision, by=request.member)
    messages.success(request, _("Agreed. It holds from its first day, or today."))
    return redirect("people:show_own_supervisions")


@require_POST
def decline(request: MemberRequest, supervision_id: UUID) -> HttpResponse:
    services.decline(_get_own(request, supervision_id), by=request.member)
    messages.success(request, _("Nothing was agreed, and nothing is visible."))
    return redirect("people:show_own_supervisions")


@require_POST
def end_own(request: MemberRequest, supervision_id: UUID) -> HttpResponse:
    """Either side may, and at once."""
    supervision = _get_own(request, supervision_id)
    if supervision.agreed_at is None:
        raise PermissionDenied
    services.end_now(supervision, by=request.member)
    messages.success(request, _("Ended. The supervisor no longer reads your sessions."))
    return redirect("people:show_own_supervisions")


@require_http_methods(WRITING)
def name_deputy(request: MemberRequest) -> HttpResponse:
    if not access.can_name_deputy(request.member):
        raise PermissionDenied
    form = DeputyForm(
        request.POST or None,
        member=request.member,
        today=request.today,
        initial={"starts_on": request.today},
    )
    if form.is_valid():
        services.name_deputy(request.member, **form.cleaned_data, by=request.member)
        messages.success(request, _("Named. Your trainees are told."))
        return redirect("people:show_own_supervisions")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/name_deputy.html", {"form": form}, status=status)


@require_POST
def withdraw_deputy(request: MemberRequest, deputy_id: UUID) -> HttpResponse:
    named = Deputy.objects.named_by(request.member).select_related("clinic")
    services.withdraw_deputy(get_object_or_404(named, pk=deputy_id), by=request.member)
    messages.success(request, _("Withdrawn. They read nothing more."))
    return redirect("people:show_own_supervisions")


def _get_own(request: MemberRequest, supervision_id: UUID) -> Supervision:
    return get_object_or_404(Supervision.objects.involving(request.member), pk=supervision_id)
