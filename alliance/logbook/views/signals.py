"""A signal and its rule; answering it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.forms.signals import AnswerForm
from alliance.logbook.models import Signal
from alliance.logbook.queries.signals import signal_page
from alliance.logbook.services import signals as services
from alliance.people.access import MemberRequest
from alliance.web.toasts import offer_undo

THANKS: dict[str, Promise] = {
    Signal.Answer.MAKES_SENSE: gettext_lazy("Kept: it makes sense."),
    Signal.Answer.NOT_THIS_TIME: gettext_lazy("Kept: not this time."),
    Signal.Answer.REMIND: gettext_lazy("It comes back after the next session."),
    Signal.Answer.NOT_A_RUPTURE: gettext_lazy("Kept: not a rupture."),
    Signal.Answer.RUPTURE: gettext_lazy("Marked as a rupture in this session’s log."),
}


@require_safe
def show_signal(request: MemberRequest, signal_id: UUID) -> HttpResponse:
    signal = _get_signal(request, signal_id)
    return _signal_page(request, signal, AnswerForm(signal=signal))


@require_POST
def answer_signal(request: MemberRequest, signal_id: UUID) -> HttpResponse:
    signal = _get_signal(request, signal_id)
    if not access.can_answer(request.member, signal):
        raise PermissionDenied
    form = AnswerForm(request.POST, signal=signal)
    if not form.is_valid():
        return _signal_page(request, signal, form)
    answer = Signal.Answer(form.cleaned_data["answer"])
    remark = form.cleaned_data["remark"]
    services.answer_signal(signal, answer=answer, remark=remark, by=request.member)
    undo = reverse("logbook:take_back_answer", args=[signal.pk])
    offer_undo(request, str(THANKS[answer]), url=undo)
    return redirect(form.cleaned_data["next"] or reverse("logbook:show_signal", args=[signal.pk]))


@require_POST
def take_back_answer(request: MemberRequest, signal_id: UUID) -> HttpResponse:
    signal = _get_signal(request, signal_id)
    if not access.can_answer(request.member, signal):
        raise PermissionDenied
    services.take_back_answer(signal, by=request.member)
    messages.success(request, _("Taken back. It waits for an answer again."))
    return redirect("logbook:show_signal", signal.pk)


def _get_signal(request: MemberRequest, signal_id: UUID) -> Signal:
    visible = Signal.objects.visible_to(request.member, on=request.today).with_due()
    return get_object_or_404(visible.select_related("log", "client__key"), pk=signal_id)


def _signal_page(request: MemberRequest, signal: Signal, form: AnswerForm) -> HttpResponse:
    note_reading(signal.log, by=request.member)
    context = {
        "page": signal_page(signal, reader=request.member),
        "form": form,
        "can_answer": access.can_answer(request.member, signal),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "logbook/show_signal.html", context, status=status)
