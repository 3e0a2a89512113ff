"""Inviting people from a table, after a look at it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alliance.people.access import MemberRequest
from alliance.people.queries.people_import import NEEDED, PeopleTable, people_table
from alliance.people.services.invitations import AlreadyHere
from alliance.people.services.people_import import import_people as invite_all
from alliance.people.views.people import WRITING, for_admins
from alliance.web.proof import needs_fresh_proof
from alliance.web.table_form import TableFileForm, TableTextForm


@require_http_methods(WRITING)
@for_admins
@needs_fresh_proof
def import_people(request: MemberRequest) -> HttpResponse:
    """Look at a file: nobody is invited yet, and it is kept nowhere."""
    is_sent = request.method == "POST"
    form = TableFileForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, needed=NEEDED
    )
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "people/import_people.html", {"form": form}, status=status)
    found = people_table(form.table, admin=request.member)
    return _preview(request, found, text=form.text)


def _preview(request: MemberRequest, found: PeopleTable, *, text: str) -> HttpResponse:
    context = {
        "form": TableFileForm(needed=NEEDED),
        "found": found,
        "text": "" if found.faulty else text,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if found.faulty else HTTPStatus.OK
    return render(request, "people/import_people.html", context, status=status)


@require_POST
@for_admins
@needs_fresh_proof
def save_people_import(request: MemberRequest) -> HttpResponse:
    """Invite everyone in it, or nobody."""
    form = TableTextForm(request.POST, needed=NEEDED)
    if not form.is_valid():
        messages.error(request, _("Choose the file once more. Nobody was invited."))
        return redirect("people:import_people")
    found = people_table(form.table, admin=request.member)
    if found.faulty:
        return _preview(request, found, text="")
    try:
        count = invite_all(found.lines, by=request.member)
    except AlreadyHere:
        return _preview(request, people_table(form.table, admin=request.member), text="")
    told = ngettext("%d person invited.", "%d people invited.", count)
    messages.success(request, told % count)
    return redirect("people:list_people")
