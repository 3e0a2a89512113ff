"""A clinic's settings and its teams: for those who run it."""

from dataclasses import asdict
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alliance.people.access import MemberRequest
from alliance.people.forms.clinic import ClinicForm, TeamForm, TeamMembersForm
from alliance.people.models import Team
from alliance.people.queries.teams import members_of, teams_of
from alliance.people.services import clinic_settings, teams
from alliance.people.views.people import WRITING, for_admins
from alliance.web.proof import needs_fresh_proof_to_write

NAME_TAKEN = gettext_lazy("There is a team of this name already, perhaps a closed one.")


@require_http_methods(WRITING)
@for_admins
@needs_fresh_proof_to_write
def edit_clinic(request: MemberRequest) -> HttpResponse:
    held = clinic_settings.settings_of(request.clinic)
    form = ClinicForm(request.POST or None, initial=asdict(held))
    if form.is_valid():
        clinic_settings.change_clinic(request.clinic, settings=form.wanted, by=request.member)
        messages.success(request, _("Settings saved."))
        return redirect("people:edit_clinic")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/edit_clinic.html", {"form": form}, status=status)


@require_http_methods(WRITING)
@for_admins
def list_teams(request: MemberRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            team = teams.add_team(form.cleaned_data["name"], by=request.member)
            return redirect("people:edit_team", team.pk)
        except teams.NameTaken:
            form.add_error("name", NAME_TAKEN)
    context = {"form": form, "teams": teams_of(request.member)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/list_teams.html", context, status=status)


@require_http_methods(WRITING)
@for_admins
def edit_team(request: MemberRequest, team_id: UUID) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.member), pk=team_id)
    form = TeamMembersForm(
        request.POST or None,
        admin=request.member,
        initial={"name": team.name, "members": members_of(team)},
    )
    if form.is_valid():
        chosen = {member.pk for member in form.cleaned_data["members"]}
        try:
            name = form.cleaned_data["name"]
            teams.change_team(team, name=name, members=chosen, by=request.member)
            messages.success(request, _("Team saved."))
            return redirect("people:list_teams")
        except teams.NameTaken:
            form.add_error("name", NAME_TAKEN)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/edit_team.html", {"form": form, "team": team}, status=status)


@require_POST
@for_admins
def close_team(request: MemberRequest, team_id: UUID) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.member), pk=team_id)
    teams.close_team(team, by=request.member)
    messages.success(request, _("Closed. Reports of its time still know it."))
    return redirect("people:list_teams")
