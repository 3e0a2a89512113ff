"""Figures over a period: an admin's overview of the clinic, a clinician's own practice."""

from datetime import date
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alliance.home.forms import FiguresForm
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.reports.queries.figures_paper import figures_paper
from alliance.reports.queries.periods import (
    clinic_figures,
    comes_monthly,
    own_figures,
    own_months_known,
    published_months,
    team_names,
)
from alliance.web.pdf import pdf_answer, render_pdf


def overview_page(request: MemberRequest) -> HttpResponse:
    months = published_months(request.member)
    if not months:
        return render(request, "home/show_overview.html", {"today": request.today})
    names = team_names(request.member)
    form = FiguresForm(request.GET, months=months, names=names)
    told = clinic_figures(request.member, form.period, names=names, team=form.chosen_team)
    context = {
        "figures": told,
        "form": form,
        "team": names.get(form.chosen_team, ""),
        "comes_monthly": comes_monthly(request.member, "clinic_summary"),
    }
    return render(request, "home/show_overview.html", context, status=_status(form))


@require_safe
def show_practice(request: MemberRequest) -> HttpResponse:
    """A clinician's own figures: exact, and nobody else's."""
    months = _own_months(request)
    if not months:
        return render(request, "home/show_practice.html", {})
    form = FiguresForm(request.GET, months=months)
    context = {
        "figures": own_figures(request.member, form.period, today=request.today),
        "form": form,
        "comes_monthly": comes_monthly(request.member, "own_practice"),
    }
    return render(request, "home/show_practice.html", context, status=_status(form))


@require_safe
def print_practice(request: MemberRequest) -> HttpResponse:
    months = _own_months(request)
    if not months:
        return redirect("home:show_practice")
    form = FiguresForm(request.GET, months=months)
    told = own_figures(request.member, form.period, today=request.today)
    if told is None or not form.is_valid():
        return redirect("home:show_practice")
    values = figures_paper(told, form.period, by=request.member, today=request.today, is_own=True)
    return pdf_answer(render_pdf("figures", values=values), name="my-practice.pdf")


def _own_months(request: MemberRequest) -> list[date]:
    if not can_log_sessions(request.member):
        raise PermissionDenied
    return own_months_known(request.member, today=request.today)


def _status(form: FiguresForm) -> HTTPStatus:
    is_wrong = form.is_bound and not form.is_valid()
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
