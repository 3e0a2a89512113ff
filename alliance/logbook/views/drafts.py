"""Drafts: kept while one types, found again afterwards."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.audit.services import note_reading
from alliance.logbook.forms.drafts import DraftForm
from alliance.logbook.forms.log import LogForm
from alliance.logbook.forms.values import field_values
from alliance.logbook.models import Client, Draft, SessionLog
from alliance.logbook.queries.drafts import draft_fields
from alliance.logbook.queries.form_frame import form_frame
from alliance.logbook.services import drafts as services
from alliance.logbook.views.log_form import FORMS, FormPage
from alliance.people.access import MemberRequest, can_log_sessions


@require_POST
def save_draft(request: MemberRequest) -> HttpResponse:
    """Answers the autosave in words; the page says "saved" only with this answer in hand."""
    if not can_log_sessions(request.member):
        raise PermissionDenied
    form = DraftForm(
        request.POST,
        clients=Client.objects.of_clinician(request.member).select_related("key"),
        logs=SessionLog.objects.written_by(request.member),
    )
    if not form.is_valid():
        return _save_line(request, state="no-client", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        draft = services.save_draft(
            form.cleaned_data["submission"], by=request.member, **form.kept()
        )
    except services.AlreadySaved:
        return _save_line(request, state="already-saved", status=HTTPStatus.CONFLICT)
    return _save_line(request, state="saved", draft=draft)


def _save_line(
    request: MemberRequest,
    *,
    state: str,
    draft: Draft | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return render(
        request, "logbook/_save_line.html", {"state": state, "draft": draft}, status=status
    )


@require_safe
def open_draft(request: MemberRequest, submission: UUID) -> HttpResponse:
    """The form as it was left. If it has been saved meanwhile, the log it became."""
    own_logs = SessionLog.objects.written_by(request.member)
    saved = own_logs.submitted_as(submission, by=request.member).first()
    if saved:
        return redirect("logbook:show_log", saved.pk)
    draft = _get_draft(request, submission)
    note_reading(draft, by=request.member)
    values = field_values(draft_fields(draft))
    name = values.get("form", "")
    if name not in FORMS:
        name = request.member.log_form
    frame = form_frame(
        request.member, client_id=str(draft.client_id), on=request.today, log=draft.log
    )
    form = LogForm(frame=frame, form=name, today=request.today, initial=values)
    url = reverse("logbook:new_log")
    if draft.log:
        url = reverse("logbook:change_log", args=[draft.log_id])
    page = FormPage(form=form, frame=frame, url=url, log=draft.log)
    return render(request, "logbook/log_form.html", {"page": page, "draft": draft})


@require_POST
def discard_draft(request: MemberRequest, submission: UUID) -> HttpResponse:
    _get_draft(request, submission)
    services.discard_draft(submission, by=request.member)
    messages.success(request, _("Draft discarded."))
    return redirect("home:show_home")


def _get_draft(request: MemberRequest, submission: UUID) -> Draft:
    drafts = Draft.objects.written_by(request.member).select_related(
        "client__key", "log__client__key"
    )
    return get_object_or_404(drafts, submission=submission)
