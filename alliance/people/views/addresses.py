"""The addresses that somebody signs in with: allauth's page, and what has to be shown first."""

from typing import Any

from allauth.account.views import email as allauths_page
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alliance.people.queries.sign_in import is_confirmed
from alliance.web.addresses import outside_clinic


@outside_clinic
def change_addresses(request: Any) -> HttpResponse:
    """allauth takes any address where none is confirmed yet; we take none before it is."""
    wanted = request.POST.get("email", "")
    if "action_primary" in request.POST and not is_confirmed(wanted, user=request.user):
        messages.error(request, _("Confirm this address first, then sign in with it."))
        return redirect("account_email")
    answer: HttpResponse = allauths_page(request)
    return answer
