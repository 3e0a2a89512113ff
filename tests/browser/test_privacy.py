"""The pages of requests, absences and leaving, for everyone: axe finds nothing on either screen."""

import pytest

from alliance.privacy.models import EmergencyAccess
from alliance.privacy.services.erasures import ask_erasure
from alliance.privacy.services.executors import ask_as_executor, name_executor
from alliance.privacy.services.packages import ask_package
from tests import make
from tests.browser.conftest import DESKTOP, PHONE


@pytest.mark.parametrize(("viewport", "dark"), [(PHONE, False), (DESKTOP, True)])
def test_pages_about_what_is_kept_are_for_everyone(page_as, axe_violations, viewport, dark):
    author = make.member(roles="clinician admin")
    peer = make.member(of=author.clinic)
    about = make.client(of=author)
    log = make.log(of=about, rupture=make.rupture(what_happened="A silence."))
    package = ask_package(about, purpose="access", recipient="By hand", by=author)
    ask_erasure(make.client(of=author), ground="asked", duty_is_over=True, by=author)
    will = name_executor(peer, wait_days=7, with_reflections=False, by=author)
    access = ask_as_executor(will, by=peer)
    own = f"/privacy/clients/{about.pk}/"
    paths = [
        *("/privacy/", "/privacy/own/", "/privacy/own/close/", "/privacy/retention/"),
        *("/privacy/register/", "/privacy/executor/", "/privacy/leads/"),
        *(own, f"{own}hold/", f"{own}erase/", f"{own}package/"),
        f"/privacy/packages/{package.pk}/",
    ]

    page = page_as(author.user, viewport=viewport, dark=dark)
    found = {path: looked_at(page, author, path, axe_violations) for path in paths}
    EmergencyAccess.objects.update(opens_at=access.asked_at)
    reader = page_as(peer.user, viewport=viewport, dark=dark)
    for path in (f"/privacy/absences/{access.pk}/", f"/privacy/absences/logs/{log.pk}/"):
        found[path] = looked_at(reader, author, path, axe_violations)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def looked_at(page, member, path, axe_violations):
    page.goto(f"/c/{member.clinic.slug}{path}")
    assert page.locator("h1").count() == 1, path
    too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*axe_violations(page), *(["too wide"] if too_wide else [])]
