"""Logging a session, changing a log, reading it."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.forms.log import LogForm
from alliance.logbook.forms.values import fresh_values, named_ruptures, stored_values
from alliance.logbook.models import Draft, SessionLog
from alliance.logbook.queries.differences import differences
from alliance.logbook.queries.form_frame import form_frame
from alliance.logbook.queries.log_page import log_page
from alliance.logbook.queries.readers import readers_of
from alliance.logbook.queries.versions import earlier_versions
from alliance.logbook.services import logs as services
from alliance.logbook.services.ruptures import ClosedBeforeItBegan, NotThisClients
from alliance.logbook.views.log_form import FormPage, form_answer, redrawn_form, wanted_form
from alliance.people.access import MemberRequest, can_log_sessions

WRITING = ["GET", "HEAD", "POST"]
RUPTURE_MOVED_ON = gettext_lazy(
    "A rupture changed elsewhere while you were writing. Look at what is said of it and save again."
)


@require_http_methods(WRITING)
def new_log(request: MemberRequest) -> HttpResponse:
    if not can_log_sessions(request.member):
        raise PermissionDenied
    said = request.POST if request.method == "POST" else request.GET
    frame = form_frame(
        request.member,
        client_id=said.get("client"),
        on=request.today,
        named=named_ruptures(request.POST),
    )
    name = wanted_form(request, otherwise=request.member.log_form)
    begun = None
    if request.method != "POST":
        if frame.client:
            # The form tells what was meant and answered last time.
            note_reading(frame.client, by=request.member)
            own_drafts = Draft.objects.written_by(request.member)
            begun = own_drafts.of_new_log(frame.client).defer("content").first()
        values = fresh_values(frame, form=name, today=request.today)
        form = LogForm(frame=frame, form=name, today=request.today, initial=values)
    elif "show" in request.POST:
        form = redrawn_form(request, frame=frame, form=name)
    else:
        form = LogForm(request.POST, frame=frame, form=name, today=request.today)
        if form.is_valid() and (log := _saved(request, form)):
            return _after_saving(request, log)
    page = FormPage(form=form, frame=frame, url=reverse("logbook:new_log"))
    return form_answer(request, page, begun=begun)


def _saved(request: MemberRequest, form: LogForm) -> SessionLog | None:
    """The log, or nothing where the form has to say why not."""
    values = form.cleaned_data
    try:
        return services.save_log(
            values["client"],
            entry=form.entry(),
            submission=values["submission"] or uuid.uuid4(),
            by=request.member,
        )
    except services.SavedForAnother as before:
        form.go_on_as_new(code=before.code)
    except (NotThisClients, ClosedBeforeItBegan):
        form.add_error(None, RUPTURE_MOVED_ON)
    return None


def _after_saving(request: MemberRequest, log: SessionLog) -> HttpResponse:
    if request.POST.get("then") == "next":
        messages.success(request, _("%s is saved.") % log.client.code)
        return redirect("logbook:new_log")
    return redirect("logbook:show_saved", log.pk)


@require_http_methods(WRITING)
def change_log(request: MemberRequest, log_id: uuid.UUID) -> HttpResponse:
    log = _get_log(request, log_id)
    if not access.can_change(request.member, log):
        raise PermissionDenied
    frame = form_frame(request.member, client_id=str(log.client_id), on=request.today, log=log)
    name = wanted_form(request, otherwise=log.form)
    page = FormPage(
        form=LogForm(frame=frame, form=name, today=request.today),
        frame=frame,
        url=reverse("logbook:change_log", args=[log.pk]),
        log=log,
    )
    if request.method != "POST":
        note_reading(log, by=request.member)
        derived = frame.contexts_of(log.setting)
        opened = log_page(log, reader=request.member, derived=derived)
        values = stored_values(opened, submission=str(uuid.uuid4())) | {"form": name}
        form = LogForm(frame=frame, form=name, today=request.today, initial=values)
        return form_answer(request, page.with_form(form))
    if "show" in request.POST:
        return form_answer(request, page.with_form(redrawn_form(request, frame=frame, form=name)))
    form = LogForm(request.POST, frame=frame, form=name, today=request.today)
    return _changed(request, page.with_form(form), log=log)


def _changed(request: MemberRequest, page: FormPage, *, log: SessionLog) -> HttpResponse:
    form = page.form
    if not form.is_valid():
        return form_answer(request, page)
    version = form.cleaned_data["version"] or 0
    try:
        services.change_log(log, entry=form.entry(), version=version, by=request.member)
    except services.StaleVersion:
        return _conflict(request, page, log=log)
    except (NotThisClients, ClosedBeforeItBegan):
        form.add_error(None, RUPTURE_MOVED_ON)
        return form_answer(request, page)
    messages.success(request, _("Changed. How it read before is kept."))
    return redirect("logbook:show_log", log.pk)


def _conflict(request: MemberRequest, page: FormPage, *, log: SessionLog) -> HttpResponse:
    """Show what stands there now beside what was typed; the next save is knowingly over it."""
    log = _get_log(request, log.pk)
    stored = log_page(log, reader=request.member)
    typed = request.POST.copy()
    typed["version"] = str(log.version)
    form = LogForm(typed, frame=page.frame, form=page.form.form_name, today=request.today)
    shown = differences(stored, typed=page.form.entry())
    return form_answer(request, page.with_form(form), status=HTTPStatus.CONFLICT, differences=shown)


@require_safe
def show_log(request: MemberRequest, log_id: uuid.UUID) -> HttpResponse:
    log = _get_log(request, log_id)
    note_reading(log, by=request.member)
    is_own = access.can_change(request.member, log)
    context = {
        "page": log_page(log, reader=request.member),
        "can_change": is_own,
        "can_trash": access.can_trash(request.member, log),
    }
    if is_own:
        context["readers"] = readers_of(log, author=request.member, today=request.today)
    return render(request, "logbook/show_log.html", context)


@require_safe
def show_versions(request: MemberRequest, log_id: uuid.UUID) -> HttpResponse:
    log = _get_log(request, log_id)
    if not access.can_read_reflection(request.member, log):
        raise PermissionDenied
    note_reading(log, by=request.member)
    versions = earlier_versions(log, author=request.member)
    return render(request, "logbook/show_versions.html", {"log": log, "versions": versions})


def _get_log(request: MemberRequest, log_id: uuid.UUID) -> SessionLog:
    logs = SessionLog.objects.visible_to(request.member, on=request.today)
    return get_object_or_404(logs.select_related("client__key", "author__user"), pk=log_id)
