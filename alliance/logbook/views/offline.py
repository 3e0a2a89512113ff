"""Forms written without a network: the page that waits on the device, and what it sends later."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.forms import TextInput
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.logbook.forms.compared import field_differences
from alliance.logbook.forms.drafts import DraftForm
from alliance.logbook.forms.log import LogForm
from alliance.logbook.forms.values import field_values, fresh_values
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.queries.differences import Difference
from alliance.logbook.queries.drafts import draft_fields
from alliance.logbook.queries.form_frame import blank_frame
from alliance.logbook.services import drafts, logs, offline
from alliance.logbook.services.ruptures import ClosedBeforeItBegan, NotThisClients
from alliance.logbook.views.arrived import Arrived, arrived_form
from alliance.logbook.views.log_form import FormPage, form_answer
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.vault.errors import Unreadable

# What becomes of a form that arrived. With the last three the device keeps its copy.
SAVED, DRAFT, CONFLICT, LOOK, UNREADABLE = "saved", "draft", "conflict", "look", "unreadable"


@require_safe
def show_blank(request: MemberRequest) -> HttpResponse:
    """The form as a device keeps it: no client, no name, no date but the one it is opened on."""
    _only_clinicians(request)
    frame = blank_frame()
    values = fresh_values(frame, form="core", today=request.today) | {"submission": ""}
    form = LogForm(frame=frame, form="core", today=request.today, initial=values)
    form.fields["client"].label = _("Code of the client")
    form.fields["client"].widget = TextInput(
        {"class": "form-control code", "autocomplete": "off", "autocapitalize": "characters"}
    )
    page = FormPage(form=form, frame=frame, url=reverse("logbook:new_log"), is_blank=True)
    return render(request, "logbook/log_form.html", {"page": page})


@require_POST
def offer_key(request: MemberRequest) -> HttpResponse:
    """The public half of the member's pair."""
    _only_clinicians(request)
    return JsonResponse({"key": offline.offline_key(by=request.member).public_key})


@require_POST
def send_kept(request: MemberRequest) -> HttpResponse:
    """Save what arrived as if it were posted now, or keep it as a draft, or say what is in the way.

    Nothing is merged: where something newer stands here, the device is told of a conflict.
    """
    _only_clinicians(request)
    try:
        arrived = arrived_form(request)
    except Unreadable:
        return JsonResponse({"state": UNREADABLE}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"state": _settled(request, arrived)})


@require_POST
def open_kept(request: MemberRequest) -> HttpResponse:
    """The form with everything that was typed, beside what stands here now if that differs."""
    _only_clinicians(request)
    try:
        arrived = arrived_form(request)
    except Unreadable:
        raise BadRequest from None
    form = arrived.page.form
    if arrived.log and form.is_valid():
        rows = arrived.differing(arrived.log, reader=request.member)
        return _compared(request, arrived, rows=rows)
    if arrived.newer_draft:
        stored = field_values(draft_fields(arrived.newer_draft))
        rows = field_differences(form, stored=stored)
        return _compared(request, arrived, rows=rows, of_draft=True)
    return form_answer(request, arrived.page)


def _only_clinicians(request: MemberRequest) -> None:
    if not can_log_sessions(request.member):
        raise PermissionDenied


def _settled(request: MemberRequest, arrived: Arrived) -> str:
    form, log = arrived.page.form, arrived.log
    if log and form.is_valid() and not arrived.differing(log, reader=request.member):
        # Sent before, and the answer was lost on its way.
        return SAVED
    if log and not arrived.changes_a_log:
        return CONFLICT
    if arrived.newer_draft:
        return CONFLICT
    if not arrived.is_finished or not form.is_valid():
        return _kept_as_draft(request, arrived)
    return _changed(request, arrived, log=log) if log else _saved(request, arrived)


def _kept_as_draft(request: MemberRequest, arrived: Arrived) -> str:
    form = DraftForm(
        arrived.fields,
        clients=Client.objects.of_clinician(request.member).select_related("key"),
        logs=SessionLog.objects.written_by(request.member),
    )
    if not form.is_valid():
        return LOOK
    drafts.save_draft(arrived.submission, by=request.member, **form.kept())
    return DRAFT


def _saved(request: MemberRequest, arrived: Arrived) -> str:
    form = arrived.page.form
    client = form.cleaned_data["client"]
    try:
        logs.save_log(client, entry=form.entry(), submission=arrived.submission, by=request.member)
    except (logs.SavedForAnother, NotThisClients, ClosedBeforeItBegan):
        return _kept_as_draft(request, arrived)
    return SAVED


def _changed(request: MemberRequest, arrived: Arrived, *, log: SessionLog) -> str:
    form = arrived.page.form
    version = form.cleaned_data["version"] or 0
    try:
        logs.change_log(log, entry=form.entry(), version=version, by=request.member)
    except logs.StaleVersion:
        return CONFLICT
    except (NotThisClients, ClosedBeforeItBegan):
        return _kept_as_draft(request, arrived)
    return SAVED


def _compared(
    request: MemberRequest, arrived: Arrived, *, rows: list[Difference], **more: Any
) -> HttpResponse:
    """Both side by side; the next save is knowingly over what stands here."""
    fields = arrived.fields.copy()
    if arrived.log:
        fields["version"] = str(arrived.log.version)
    old = arrived.page.form
    form = LogForm(fields, frame=arrived.page.frame, form=old.form_name, today=request.today)
    page = replace(arrived.page, form=form)
    return form_answer(request, page, status=HTTPStatus.CONFLICT, differences=rows, **more)
