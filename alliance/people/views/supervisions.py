"""Who supervises whom, on a line of time: for those who run a clinic."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.people import services
from alliance.people.access import MemberRequest
from alliance.people.forms.people import EndForm, SupervisionForm
from alliance.people.models import Supervision
from alliance.people.queries.supervisions import time_line
from alliance.people.services.supervisions import IsOver, start_for_all
from alliance.people.views.people import WRITING, for_admins


@require_safe
@for_admins
def list_supervisions(request: MemberRequest) -> HttpResponse:
    line = time_line(request.member, today=request.today)
    return render(request, "people/list_supervisions.html", {"line": line})


@require_http_methods(WRITING)
@for_admins
def start_supervision(request: MemberRequest) -> HttpResponse:
    form = SupervisionForm(
        request.POST or None,
        admin=request.member,
        initial={"starts_on": request.today, "trainees": request.GET.getlist("trainee")},
    )
    if form.is_valid():
        values = form.cleaned_data
        start_for_all(values.pop("trainees"), **values, by=request.member)
        messages.success(request, _("Set up. Both sides see it from that day on."))
        return redirect("people:list_supervisions")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/start_supervision.html", {"form": form}, status=status)


@require_http_methods(WRITING)
@for_admins
def end_supervision(request: MemberRequest, supervision_id: UUID) -> HttpResponse:
    known = Supervision.objects.visible_to(request.member)
    told = known.select_related("trainee__user", "supervisor__user")
    supervision = get_object_or_404(told, pk=supervision_id)
    form = EndForm(
        request.POST or None,
        today=request.today,
        starts_on=supervision.starts_on,
        initial={"ends_on": request.today},
    )
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        try:
            services.end_supervision(supervision, on=ends_on, by=request.member)
            messages.success(request, _("It ends at midnight, when that day begins."))
        except IsOver:
            messages.info(request, _("It is over already. Set up a new one if it goes on."))
        return redirect("people:list_supervisions")
    context = {"form": form, "supervision": supervision}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/end_supervision.html", context, status=status)
