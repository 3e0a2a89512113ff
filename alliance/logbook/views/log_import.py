"""Importing one's earlier session logs from a table, after a look at it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.queries.log_import import ALSO_CALLED, NEEDED, LogTable, log_table
from alliance.logbook.services.log_import import import_logs as keep_all
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.web.table_form import TableFileForm, TableTextForm


@require_http_methods(["GET", "HEAD", "POST"])
def import_logs(request: MemberRequest) -> HttpResponse:
    """Look at a file: nothing is logged yet, and it is kept nowhere."""
    if not can_log_sessions(request.member):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = TableFileForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        needed=NEEDED,
        also_called=ALSO_CALLED,
    )
    if not form.is_valid():
        return _page(request, form=form)
    found = log_table(form.table, member=request.member, today=request.today)
    return _page(
        request,
        form=TableFileForm(needed=NEEDED, also_called=ALSO_CALLED),
        found=found,
        text=form.text,
    )


def _page(
    request: MemberRequest, *, form: TableFileForm, found: LogTable | None = None, text: str = ""
) -> HttpResponse:
    is_faulty = bool(form.errors or (found and found.faulty))
    context = {
        "form": form,
        "found": found,
        "text": "" if is_faulty else text,
        "items": checklist(CURRENT_EDITION).items_and_extras.values(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_faulty else HTTPStatus.OK
    return render(request, "logbook/import_logs.html", context, status=status)


@require_POST
def save_import(request: MemberRequest) -> HttpResponse:
    """Keep every session in it, or none."""
    if not can_log_sessions(request.member):
        raise PermissionDenied
    form = TableTextForm(request.POST, needed=NEEDED, also_called=ALSO_CALLED)
    if not form.is_valid():
        messages.error(request, _("Choose the file once more. Nothing was imported."))
        return redirect("logbook:import_logs")
    found = log_table(form.table, member=request.member, today=request.today)
    if found.faulty:
        return _page(
            request, form=TableFileForm(needed=NEEDED, also_called=ALSO_CALLED), found=found
        )
    count = keep_all(found.lines, by=request.member)
    told = ngettext("%d session imported.", "%d sessions imported.", count)
    messages.success(request, told % count)
    return redirect("progress:list_clients")
