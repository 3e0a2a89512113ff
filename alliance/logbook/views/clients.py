"""Adding a client, changing, closing and reopening one."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.forms.clients import ClientForm, CloseForm, client_values
from alliance.logbook.models import Client
from alliance.logbook.queries.codes import free_code
from alliance.logbook.services import clients as services
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.web.toasts import offer_undo

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
def add_client(request: MemberRequest) -> HttpResponse:
    if not can_log_sessions(request.member):
        raise PermissionDenied
    fresh = {"started_on": str(request.today), "sessions_before": "0"}
    if request.method != "POST":
        initial = fresh | {"code": request.GET.get("code") or free_code(request.member)}
        return _add_page(request, ClientForm(initial=initial, today=request.today))
    # The first form asks for the code alone; drawn again, it stands as a fresh one does.
    posted = request.POST.copy()
    for name, value in fresh.items():
        posted.setdefault(name, value)
    if "suggest" in posted:
        typed = posted.dict() | {
            "code": free_code(request.member),
            "contexts": posted.getlist("contexts"),
        }
        return _add_page(request, ClientForm(initial=typed, today=request.today))
    form = ClientForm(posted, today=request.today)
    client = _added(request, form) if form.is_valid() else None
    if client is None:
        return _add_page(request, form)
    messages.success(request, _("%s is added.") % client.code)
    if request.POST.get("then") == "log":
        return redirect(f"{reverse('logbook:new_log')}?client={client.pk}")
    return redirect("progress:show_client", client.pk)


def _added(request: MemberRequest, form: ClientForm) -> Client | None:
    try:
        return services.add_client(request.member, by=request.member, **form.cleaned_data)
    except services.CodeTaken:
        form.say_taken()
        return None


def _add_page(request: MemberRequest, form: ClientForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    offered = free_code(request.member) if "code" in form.errors else ""
    context = {"form": form, "offered": offered}
    return render(request, "logbook/add_client.html", context, status=status)


@require_safe
def suggest_code(request: MemberRequest) -> HttpResponse:
    """Another code for the field of the form; without htmx, the form with that code."""
    if not can_log_sessions(request.member):
        raise PermissionDenied
    code = free_code(request.member)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('logbook:add_client')}?code={code}")
    return render(request, "logbook/_code_input.html", {"code": code, "is_offered": True})


@require_http_methods(WRITING)
def change_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = _get_own_client(request, client_id)
    if request.method != "POST":
        note_reading(client, by=request.member)
        form = ClientForm(initial=client_values(client), today=request.today)
    else:
        form = ClientForm(request.POST, today=request.today)
        if form.is_valid() and _changed(request, client, form=form):
            messages.success(request, _("%s is changed.") % form.cleaned_data["code"])
            return redirect("progress:show_client", client.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "client": client}
    return render(request, "logbook/change_client.html", context, status=status)


def _changed(request: MemberRequest, client: Client, *, form: ClientForm) -> bool:
    try:
        services.change_client(client, by=request.member, **form.cleaned_data)
    except services.CodeTaken:
        form.say_taken()
    except services.StartsAfterFirstSession as error:
        day = date_format(error.first_held_on)
        form.add_error(
            "started_on", _("There is a session on %s already. Take that day or earlier.") % day
        )
    return form.is_valid()


@require_http_methods(WRITING)
def close_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = _get_own_client(request, client_id)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.close_client(client, reason=reason, on=request.today, by=request.member)
        undo = reverse("logbook:reopen_client", args=[client.pk])
        offer_undo(request, _("%s is closed.") % client.code, url=undo)
        return redirect("progress:show_client", client.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "client": client}
    return render(request, "logbook/close_client.html", context, status=status)


@require_POST
def reopen_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = _get_own_client(request, client_id)
    try:
        services.reopen_client(client, by=request.member)
    except services.GoesOnElsewhere:
        messages.info(request, _("%s goes on with a colleague.") % client.code)
    else:
        messages.success(request, _("%s is open again.") % client.code)
    return redirect("progress:show_client", client.pk)


def _get_own_client(request: MemberRequest, client_id: UUID) -> Client:
    """A client one may write about: others' are 404, a trainee's (which one sees) 403."""
    visible = Client.objects.visible_to(request.member, on=request.today)
    client = get_object_or_404(visible, pk=client_id)
    if not access.can_write_about(request.member, client):
        raise PermissionDenied
    return client
