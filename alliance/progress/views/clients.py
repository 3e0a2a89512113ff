"""The list of one's clients, and the page of one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.progress.queries.client_list import client_list
from alliance.progress.queries.client_page import client_page, client_seen
from alliance.web.prepared import one_or_404


@require_safe
def list_clients(request: MemberRequest) -> HttpResponse:
    asked = request.GET
    clients = client_list(
        request.member,
        shown=asked.get("show"),
        wanted=asked.get("q"),
        page=asked.get("page"),
        today=request.today,
    )
    can_add = can_log_sessions(request.member)
    context = {"clients": clients, "can_add": can_add}
    return render(request, "progress/list_clients.html", context)


@require_safe
def show_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = one_or_404(client_seen(client_id, member=request.member, on=request.today))
    note_reading(client, by=request.member)
    page = client_page(
        client,
        reader=request.member,
        today=request.today,
        page=request.GET.get("page"),
        lists_all=request.GET.get("list") == "all",
    )
    can_write = access.can_write_about(request.member, client)
    context = {
        "page": page,
        "client": client,
        "can_write": can_write,
        "can_log": can_write and client.is_open,
        "today": request.today,
    }
    return render(request, "progress/show_client.html", context)
