"""The clinic in the address.

`/c/<clinic>/clients/` is `/clients/` seen from one clinic. The prefix is taken off before the
address is resolved and put back in front of every address that is reversed, the way a web server
mounts a site below a folder. So no URL, view or link names the clinic, and none can name another.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone

from alliance.audit.services import note, tell_role
from alliance.people.models import Membership
from alliance.people.models.memberships import MembershipQuerySet
from alliance.vault.errors import Unreadable
from alliance.walls.whose import for_user, nobodys, say
from alliance.web.addresses import View, is_outside_clinic
from alliance.web.devices import device_words
from alliance.web.errors import unreadable
from alliance.web.navigation import roles_of
from alliance.web.prepared import one_or_404, prepared

CLINIC_PATH = re.compile(r"^/c/(?P<slug>[-a-z0-9]+)(?P<rest>/.*)$")


class ClinicMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session.device = device_words(request)  # type: ignore[attr-defined]
        with nobodys():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        found = CLINIC_PATH.match(request.path_info)
        request.clinic_slug = found["slug"] if found else None  # type: ignore[attr-defined]
        if not found:
            return self.get_response(request)
        outer_prefix = get_script_prefix()
        set_script_prefix(f"{outer_prefix}c/{found['slug']}/")
        request.path_info = found["rest"]
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(outer_prefix)
            timezone.deactivate()

    def process_view(
        self, request: Any, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if is_outside_clinic(view) or not request.user.is_authenticated:
            return None
        if request.clinic_slug is None:
            return _to_own_clinic(request)
        say(user_id=request.user.pk)
        member = one_or_404(_place_of(request.user.pk, slug=request.clinic_slug))
        say(user_id=request.user.pk, clinic_id=member.clinic_id)
        member.user = request.user
        request.member, request.clinic = member, member.clinic
        tell_role(", ".join(roles_of(member)))
        timezone.activate(member.clinic.zone)
        request.today = timezone.localdate()
        wanted = request.session.get("role")
        request.role = wanted if wanted in roles_of(member) else ""
        return None

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        """Sealed words that don't open are met with a notice and a line in the trail."""
        if not isinstance(exception, Unreadable) or not hasattr(request, "member"):
            return None
        note("met unreadable words", request.member, by=request.member)
        return unreadable(request)


def _places_of(user: Any) -> MembershipQuerySet:
    return Membership.objects.active().of_user(user).select_related("clinic")


@prepared
def _place_of(user_id: UUID, *, slug: str) -> QuerySet[Membership]:
    return _places_of(user_id).with_other_places().with_factors().filter(clinic__slug=slug)


def _to_own_clinic(request: HttpRequest) -> HttpResponse:
    """Send a bare address to the one clinic of this person, or ask which."""
    with for_user(request.user.pk):
        places = list(_places_of(request.user)[:2])
    full_path = request.get_full_path()
    if len(places) == 1:
        prefix = get_script_prefix()
        address = f"{prefix}c/{places[0].clinic.slug}/{full_path.removeprefix(prefix)}"
        return HttpResponseRedirect(address, preserve_request=request.method != "GET")
    return HttpResponseRedirect(f"{reverse('people:choose_clinic')}?next={quote(full_path)}")
