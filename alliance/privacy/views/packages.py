"""Packages: asked for, decided, released, handed out; and the register of what left."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.audit.services import note
from alliance.logbook.models import Client
from alliance.people.access import MemberRequest
from alliance.privacy import access
from alliance.privacy.forms.packages import PackageForm, ReflectionsForm, ShapeForm
from alliance.privacy.models import SubjectPackage
from alliance.privacy.queries.client_page import client_page
from alliance.privacy.queries.package_page import package_page, register_of, whole_package
from alliance.privacy.services import packages
from alliance.web.proof import needs_fresh_proof, needs_fresh_proof_to_write

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def ask_package(request: MemberRequest, client_id: UUID) -> HttpResponse:
    answered = Client.objects.answered_by(request.member)
    whole = answered.select_related("key", "clinic", "clinician__user", "clinician__clinic")
    client = get_object_or_404(whole, pk=client_id)
    form = PackageForm(request.POST or None)
    if form.is_valid():
        package = packages.ask_package(client, **form.cleaned_data, by=request.member)
        return redirect("privacy:show_package", package.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = client_page(client, reader=request.member)
    context = {"form": form, "page": page}
    return render(request, "privacy/ask_package.html", context, status=status)


@require_safe
def show_package(request: MemberRequest, package_id: UUID) -> HttpResponse:
    package = _get_package(request, package_id)
    note("looked up", package, by=request.member)
    return _package_page(request, package, ReflectionsForm())


@require_POST
@needs_fresh_proof
def decide_reflections(request: MemberRequest, package_id: UUID) -> HttpResponse:
    package = _get_package(request, package_id)
    if not access.can_decide_reflections(request.member, package):
        raise PermissionDenied
    form = ReflectionsForm(request.POST)
    if not form.is_valid():
        return _package_page(request, package, form)
    packages.decide_reflections(package, **form.cleaned_data, by=request.member)
    messages.success(request, _("Decided, and kept with the package."))
    return redirect("privacy:show_package", package.pk)


@require_POST
@needs_fresh_proof
def release_package(request: MemberRequest, package_id: UUID) -> HttpResponse:
    package = _get_package(request, package_id)
    if not access.can_release(request.member, package):
        raise PermissionDenied
    packages.release_package(package, by=request.member)
    messages.success(request, _("Released. It can be handed out now."))
    return redirect("privacy:show_package", package.pk)


@require_POST
@needs_fresh_proof
def hand_out(request: MemberRequest, package_id: UUID) -> HttpResponse:
    """The package itself, after a line in the register."""
    package = _get_package(request, package_id)
    if not access.can_hand_out(request.member, package):
        raise PermissionDenied
    form = ShapeForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    made = whole_package(package, at=timezone.now())
    packages.register_handing_out(package, shape=form.cleaned_data["shape"], by=request.member)
    if form.cleaned_data["shape"] == "print":
        return render(request, "privacy/print_package.html", {"package": made})
    answer = JsonResponse(made.as_values, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="package.json"'
    return answer


@require_safe
def list_disclosures(request: MemberRequest) -> HttpResponse:
    context = {"lines": register_of(request.member)}
    return render(request, "privacy/list_disclosures.html", context)


def _package_page(
    request: MemberRequest, package: SubjectPackage, form: ReflectionsForm
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context: dict[str, Any] = {"page": package_page(package, reader=request.member), "form": form}
    return render(request, "privacy/show_package.html", context, status=status)


def _get_package(request: MemberRequest, package_id: UUID) -> SubjectPackage:
    visible = SubjectPackage.objects.visible_to(request.member).whole()
    return get_object_or_404(visible, pk=package_id)
