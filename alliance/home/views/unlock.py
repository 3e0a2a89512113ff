"""The page that a locked practice shows, and nothing else."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance.home.forms import UnlockForm
from alliance.vault.errors import VaultError, WrongPassphrase
from alliance.vault.keys import is_locked
from alliance.vault.unlocking import TooSoon, unlock_with
from alliance.web.addresses import outside_clinic


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@outside_clinic
def unlock(request: HttpRequest) -> HttpResponse:
    if not is_locked():
        return redirect("home:show_home")
    form = UnlockForm(request.POST or None)
    if form.is_valid():
        try:
            unlock_with(form.cleaned_data["secret"])
            return redirect("home:show_home")
        except TooSoon as problem:
            return _too_soon(request, problem.seconds)
        except WrongPassphrase:
            form.add_error("secret", _("That is neither the passphrase nor the recovery key."))
        except VaultError as problem:
            form.add_error("secret", str(problem))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "home/unlock.html", {"form": form}, status=status)


def _too_soon(request: HttpRequest, seconds: int) -> HttpResponse:
    said = UnlockForm()
    context = {"form": said, "wait_seconds": seconds}
    answer = render(request, "home/unlock.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(seconds)
    return answer
