"""The page of reports, and what can be done with one's exports."""

from collections.abc import Iterator
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alliance.people.access import MemberRequest
from alliance.reports.forms.asking import ReportForm
from alliance.reports.kinds.kind import Kind
from alliance.reports.kinds.registry import kind_named, offered_to
from alliance.reports.models import Export
from alliance.reports.queries.exports import exports_of, row_of, waiting_for
from alliance.reports.services import asking
from alliance.reports.services.fetching import Fetched, Gone, fetch
from alliance.web.proof import needs_fresh_proof

STOP_POLLING = 286
NOBODY = gettext_lazy(
    "This clinic wants a second person to approve it, and there is no second admin. Invite one, or"
    " change that in the clinic’s settings."
)
DECIDED = gettext_lazy("It was decided or stopped meanwhile.")


@require_safe
def list_reports(request: MemberRequest) -> HttpResponse:
    kinds = offered_to(request.member)
    wanted = request.GET.get("kind", "")
    chosen = next((kind for kind in kinds if kind.name == wanted), kinds[0])
    return _page(request, chosen, _form(request, chosen), status=HTTPStatus.OK)


@require_POST
@needs_fresh_proof
def ask(request: MemberRequest, kind_name: str) -> HttpResponse:
    kind = kind_named(kind_name)
    if kind is None:
        raise Http404
    if not kind.can_ask(request.member):
        raise PermissionDenied
    form = _form(request, kind, sent=True)
    if not form.is_valid():
        return _page(request, kind, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        export = asking.ask(
            kind,
            parameters=form.parameters,
            purpose=form.purpose_words,
            upload=form.upload,
            submission=form.cleaned_data["submission"],
            by=request.member,
        )
    except asking.NotYours:
        raise Http404 from None
    except asking.NobodyToApprove:
        form.add_error(None, NOBODY)
        return _page(request, kind, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _start_line(export))
    return redirect(f"{reverse('reports:list_reports')}?kind={kind.name}")


@require_safe
def show_export(request: MemberRequest, export_id: UUID) -> HttpResponse:
    """One row of the list, asked for every two seconds while its export is under way."""
    export = _own(request, export_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("reports:list_reports")
    row = row_of(export, now=timezone.now())
    status = HTTPStatus.OK if row.is_under_way else STOP_POLLING
    return render(request, "reports/_export.html", {"row": row, "is_piece": True}, status=status)


@require_safe
@needs_fresh_proof
def download(request: MemberRequest, export_id: UUID) -> HttpResponseBase:
    export = _own(request, export_id)
    try:
        fetched = fetch(export, now=timezone.now(), by=request.member)
    except asking.NotYours:
        raise Http404 from None
    except Gone:
        messages.info(request, _("This file is not there (any more). Ask for the report again."))
        return redirect("reports:list_reports")
    return _file_answer(fetched)


@require_POST
def stop(request: MemberRequest, export_id: UUID) -> HttpResponse:
    asking.stop(_own(request, export_id), by=request.member)
    messages.success(request, _("Stopped. Nothing of it was kept."))
    return redirect("reports:list_reports")


@require_POST
@needs_fresh_proof
def try_again(request: MemberRequest, export_id: UUID) -> HttpResponse:
    try:
        asking.try_again(_own(request, export_id), by=request.member)
    except asking.NotYours:
        raise Http404 from None
    except asking.NotNow:
        raise PermissionDenied from None
    return redirect("reports:list_reports")


@require_POST
def remove(request: MemberRequest, export_id: UUID) -> HttpResponse:
    asking.remove(_own(request, export_id), by=request.member, now=timezone.now())
    messages.success(request, _("Removed from the server."))
    return redirect("reports:list_reports")


@require_POST
@needs_fresh_proof
def approve(request: MemberRequest, export_id: UUID) -> HttpResponse:
    try:
        asking.approve(_waiting(request, export_id), by=request.member)
        messages.success(request, _("Approved. It is being made."))
    except asking.NotNow:
        messages.info(request, DECIDED)
    return redirect("reports:list_reports")


@require_POST
def decline(request: MemberRequest, export_id: UUID) -> HttpResponse:
    try:
        asking.decline(_waiting(request, export_id), by=request.member)
        messages.success(request, _("Declined. The one who asked gets a mail."))
    except asking.NotNow:
        messages.info(request, DECIDED)
    return redirect("reports:list_reports")


def _own(request: MemberRequest, export_id: UUID) -> Export:
    rows = Export.objects.visible_to(request.member).select_related("approver__user")
    export = get_object_or_404(rows, pk=export_id)
    export.author = request.member
    return export


def _waiting(request: MemberRequest, export_id: UUID) -> Export:
    rows = Export.objects.decided_by(request.member).select_related(
        "author__clinic", "author__user"
    )
    return get_object_or_404(rows, pk=export_id)


def _form(request: MemberRequest, kind: Kind, *, sent: bool = False) -> ReportForm:
    if sent:
        return kind.form(request.POST, request.FILES, member=request.member, today=request.today)
    # A link may say what to begin with; what is no choice of the form is not chosen.
    begins = {name: request.GET[name] for name in kind.form.parameter_names if name in request.GET}
    return kind.form(initial=begins, member=request.member, today=request.today)


def _page(request: MemberRequest, kind: Kind, form: ReportForm, *, status: int) -> HttpResponse:
    context = {
        "kinds": offered_to(request.member),
        "chosen": kind,
        "form": form,
        "page": exports_of(request.member, now=timezone.now(), number=request.GET.get("page", "1")),
        "waiting": waiting_for(request.member),
    }
    return render(request, "reports/list_reports.html", context, status=status)


def _start_line(export: Export) -> str:
    if export.state == Export.State.HELD:
        return _("A second person is asked to approve it. You get a mail.")
    return _("It is being made. You can leave this page; a mail says when it is ready.")


def _file_answer(fetched: Fetched) -> StreamingHttpResponse:
    chunks: Iterator[bytes] = fetched.chunks
    answer = StreamingHttpResponse(chunks, content_type=fetched.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{fetched.name}"'
    answer["Content-Length"] = str(fetched.size_bytes)
    # It is compressed already, and a browser that knows the length shows how far it is.
    answer["Content-Encoding"] = "identity"
    return answer
