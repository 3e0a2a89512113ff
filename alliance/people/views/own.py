"""Choosing a clinic and one's own settings."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.people import services
from alliance.people.access import MemberRequest
from alliance.people.forms.own import HintForm, SettingsForm, ThemeForm
from alliance.people.queries.places import places_of
from alliance.people.services import hints
from alliance.web.addresses import outside_clinic, own_address
from alliance.web.navigation import roles_of


@require_safe
@outside_clinic
def choose_clinic(request: HttpRequest) -> HttpResponse:
    """Someone who works in several clinics says which; someone in none learns why it is empty."""
    wanted = own_address(request.GET.get("next", "/"), otherwise="/")
    places = places_of(request.user)  # type: ignore[arg-type]
    return render(request, "people/choose_clinic.html", {"places": places, "wanted": wanted})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_settings(request: MemberRequest) -> HttpResponse:
    member = request.member
    now = {
        "name": member.user.name,
        "theme": member.user.theme,
        "log_form": member.log_form,
        "sensitivity": member.sensitivity,
    }
    form = SettingsForm(request.POST or None, initial=now, writes_logs=member.is_clinician)
    if form.is_valid():
        services.change_settings(member, **now | form.cleaned_data)
        messages.success(request, _("Settings saved."))
        return redirect("people:edit_settings")
    return render(request, "people/edit_settings.html", {"form": form})


@require_POST
def choose_theme(request: MemberRequest) -> HttpResponse:
    form = ThemeForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    services.choose_theme(request.member, theme=form.cleaned_data["theme"])
    return redirect(form.cleaned_data["next"])


@require_POST
def choose_role(request: MemberRequest) -> HttpResponse:
    """Which of one's roles the menu and the landing page are for, until signing out."""
    role = request.POST.get("role", "")
    if role not in roles_of(request.member):
        raise BadRequest
    request.session["role"] = role
    return redirect("home:show_home")


@require_POST
def read_hint(request: MemberRequest) -> HttpResponse:
    form = HintForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    hints.read_hint(request.member, number=form.cleaned_data["number"])
    return redirect("home:show_home")


@require_POST
def stop_hints(request: MemberRequest) -> HttpResponse:
    hints.stop_hints(request.member)
    return redirect("home:show_home")
