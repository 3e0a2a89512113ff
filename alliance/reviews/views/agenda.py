"""The agenda of a supervision, for its two sides."""

import uuid
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.audit.services import note, note_reading
from alliance.people.access import MemberRequest
from alliance.people.queries.supervisions import Pair, running_pairs
from alliance.reviews.forms.agenda import ItemForm, SupervisionLogForm, TickForm
from alliance.reviews.models import AgendaItem
from alliance.reviews.queries.agenda import agenda_on_paper, agenda_page
from alliance.reviews.services import agenda as services
from alliance.reviews.views.in_sight import out_of_sight
from alliance.web.pdf import pdf_answer, render_pdf

WRITING = ["GET", "HEAD", "POST"]


@require_safe
def list_agendas(request: MemberRequest) -> HttpResponse:
    member = request.member
    if not (member.is_clinician or member.is_supervisor):
        raise PermissionDenied
    pairs = running_pairs(member, today=request.today)
    if len(pairs) == 1:
        return redirect("reviews:show_agenda", pairs[0].other.pk)
    return render(request, "reviews/list_agendas.html", {"pairs": pairs})


@require_http_methods(WRITING)
def show_agenda(request: MemberRequest, member_id: UUID) -> HttpResponse:
    pair = _find_pair(request, member_id)
    if pair is None:
        return _closed(request, "text")
    form = ItemForm(
        request.POST if request.method == "POST" else None, initial={"submission": uuid.uuid4()}
    )
    if form.is_valid():
        services.put_on_agenda(
            pair.supervisor, pair.trainee, **form.cleaned_data, by=request.member
        )
        messages.success(request, _("On the agenda."))
        return redirect("reviews:show_agenda", member_id)
    return _agenda_answer(request, pair, form=form)


def _agenda_answer(
    request: MemberRequest, pair: Pair, *, form: ItemForm, ticked: TickForm | None = None
) -> HttpResponse:
    """`ticked`: a form about one of the items that couldn't be taken."""
    note_reading(pair.other, by=request.member)
    context = {
        "pair": pair,
        "page": agenda_page(pair, reader=request.member, today=request.today),
        "form": form,
        "ticked": ticked,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or ticked else HTTPStatus.OK
    return render(request, "reviews/show_agenda.html", context, status=status)


@require_safe
def print_agenda(request: MemberRequest, member_id: UUID) -> HttpResponse:
    pair = _find_pair(request, member_id)
    if pair is None:
        raise Http404
    note("printed agenda with", pair.other, by=request.member)
    page = agenda_page(pair, reader=request.member, today=request.today)
    values = agenda_on_paper(page, pair=pair, today=request.today)
    return pdf_answer(render_pdf("agenda", values=values), name="agenda.pdf")


@require_POST
def tick_off(request: MemberRequest, item_id: UUID) -> HttpResponse:
    found = _find_item(request, item_id)
    if found is None:
        return _closed(request, "agreed")
    item, pair = found
    form = TickForm(request.POST, item_id=item.pk)
    if not form.is_valid():
        empty = ItemForm(initial={"submission": uuid.uuid4()})
        return _agenda_answer(request, pair, form=empty, ticked=form)
    services.tick_off(item, agreed=form.cleaned_data["agreed"], by=request.member)
    messages.success(request, _("Ticked off. Both of you see what was agreed."))
    return redirect("reviews:show_agenda", pair.other.pk)


@require_POST
def carry_over(request: MemberRequest, item_id: UUID) -> HttpResponse:
    found = _find_item(request, item_id)
    if found is None:
        return _closed(request)
    item, pair = found
    services.carry_over(item, by=request.member)
    messages.success(request, _("On the agenda again."))
    return redirect("reviews:show_agenda", pair.other.pk)


@require_http_methods(WRITING)
def log_supervision(request: MemberRequest, member_id: UUID) -> HttpResponse:
    pair = _find_pair(request, member_id)
    if pair is None:
        return _closed(request, "note")
    form = SupervisionLogForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        initial={"held_on": request.today, "minutes": 60, "submission": uuid.uuid4()},
    )
    if form.is_valid():
        values = form.cleaned_data
        services.log_supervision(
            pair.supervisor,
            pair.trainee,
            held_on=values["held_on"],
            minutes=values["minutes"],
            ratings=form.ratings,
            text=values["note"],
            submission=values["submission"],
            by=request.member,
        )
        messages.success(request, _("Saved, for the two of you."))
        return redirect("reviews:show_agenda", member_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"pair": pair, "form": form}
    return render(request, "reviews/log_supervision.html", context, status=status)


def _find_pair(request: MemberRequest, member_id: UUID) -> Pair | None:
    """The running supervision with this person, on whichever side."""
    pairs = running_pairs(request.member, today=request.today)
    return next((pair for pair in pairs if pair.other.pk == member_id), None)


def _find_item(request: MemberRequest, item_id: UUID) -> tuple[AgendaItem, Pair] | None:
    items = AgendaItem.objects.select_related("supervisor", "trainee")
    item = items.involving(request.member).in_bulk([item_id]).get(item_id)
    if item is None:
        return None
    is_supervisor = item.supervisor_id == request.member.pk
    pair = _find_pair(request, item.trainee_id if is_supervisor else item.supervisor_id)
    return (item, pair) if pair else None


def _closed(request: MemberRequest, field: str = "") -> HttpResponse:
    """What was typed into `field`, to copy; for a page that was only asked for, a plain 404."""
    if request.method != "POST":
        raise Http404
    return out_of_sight(request, typed=request.POST.get(field, ""), is_agenda=True)
