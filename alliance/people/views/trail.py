"""The clinic's trail: a page, and the same as a file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.audit.services import note
from alliance.people.access import MemberRequest
from alliance.people.forms.trail import TrailForm
from alliance.people.models import Membership
from alliance.people.queries.trail import (
    COLUMNS,
    MOST_PAGED,
    Asked,
    people_here,
    trail_page,
    whole_trail,
)
from alliance.people.views.people import for_admins
from alliance.walls.whose import in_clinic
from alliance.web.proof import needs_fresh_proof


@require_safe
@for_admins
def list_trail(request: MemberRequest) -> HttpResponse:
    form = TrailForm(request.GET, people=people_here(request.member))
    asked = form.asked()
    page, entries = trail_page(request.member, asked, number=request.GET.get("page", "1"))
    context = {
        "form": form,
        "page": page,
        "entries": entries,
        "most": MOST_PAGED,
        "goes_on": page.paginator.count == MOST_PAGED and not page.has_next(),
    }
    return render(request, "people/list_trail.html", context)


@require_safe
@for_admins
@needs_fresh_proof
def export_trail(request: MemberRequest) -> HttpResponse:
    form = TrailForm(request.GET, people=people_here(request.member))
    note("exported the trail of", request.clinic, by=request.member)
    response = StreamingHttpResponse(
        _lines(request.member, form.asked()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="trail.csv"'
    return response  # type: ignore[return-value]


def _lines(admin: Membership, asked: Asked) -> Iterator[str]:
    """It is read while it is sent: after the request's own transaction."""
    yield _line(COLUMNS)
    with in_clinic(admin.clinic_id):
        for told in whole_trail(admin, asked):
            yield _line([_safe(str(value)) for value in astuple(told)])


def _line(values: object) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)  # type: ignore[arg-type]
    return out.getvalue()


def _safe(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
