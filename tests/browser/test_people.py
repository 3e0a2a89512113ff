"""An admin's Monday: inviting, importing and handing over, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.models import Client, SessionLog
from alliance.logbook.services.handovers import hand_over
from alliance.people.models import Invitation
from alliance.people.services import teams
from alliance.people.services.invitations import invite
from alliance.people.services.members import Roles
from tests import make
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = b"email,name,roles\nnew@clinic.example,New Colleague,clinician\n"
SESSIONS = b"code,held_on,minutes,listen-tone\nK-14,2026-03-05,50,4\nK-14,2026-03-12,50,3\n"
NAMES = SESSIONS + b"Anna Schmidt,2026-03-12,50,3\n"


@pytest.fixture
def admin():
    return make.member(roles="admin")


def choose(page, content: bytes):
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("CSV file").set_input_files(files=[file])
    page.get_by_role("button", name="Look at it").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "without scripts"])
def test_people_are_looked_at_and_then_invited(admin, page_as, javascript):
    path = f"/c/{admin.clinic.slug}/people/"
    page = page_as(admin.user, path=path, javascript=javascript)
    page.get_by_role("link", name="Import").click()

    choose(page, PEOPLE)
    page.get_by_role("heading", name="One person would be invited").wait_for()
    assert not Invitation.objects.exists()
    page.get_by_role("button", name="Invite them").click()

    page.get_by_role("heading", name="Invited").wait_for()
    assert Invitation.objects.get().email == "new@clinic.example"


def test_earlier_sessions_are_looked_at_and_then_kept(page_as, complaints):
    member = make.member()
    page = page_as(member.user, path=f"/c/{member.clinic.slug}/import/")

    choose(page, NAMES)
    page.get_by_text("This is no code.").wait_for()
    assert "Schmidt" not in page.content()
    choose(page, SESSIONS)
    page.get_by_role("button", name="Import all 2").click()

    page.get_by_role("link", name="K-14").first.wait_for()
    assert SessionLog.objects.count() == 2
    # Chromium tells of the 422 that was meant.
    assert [line for line in complaints if "422" not in line] == []
    complaints.clear()


def test_a_client_is_handed_over_and_the_colleague_sees_what_goes_along(page_as):
    giver = make.member()
    receiver = make.member(of=giver.clinic)
    about = make.client(of=giver, code="K-14")
    make.series(about, count=4, last=timezone.localdate())
    prefix = f"/c/{giver.clinic.slug}"
    page = page_as(giver.user, path=f"{prefix}/clients/{about.pk}/")

    page.locator("summary", has_text="More for K-14").click()
    page.get_by_role("link", name="Hand over to a colleague").click()
    page.get_by_label("Who goes on").select_option(label=receiver.user.name)
    page.get_by_label("Earlier ratings, and what kind of ruptures there were").check()
    page.get_by_role("button", name="Hand over").click()
    page.get_by_text("What you wrote stays yours.").wait_for()

    theirs = page_as(receiver.user, path=f"{prefix}/handovers/")
    theirs.get_by_role("link", name="What went before").click()
    theirs.get_by_text("4 sessions go along.").wait_for()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_page_suits_everyone_and_never_scrolls_sideways(
    admin, page_as, axe_violations, viewport, dark
):
    today, clinic = timezone.localdate(), admin.clinic
    trainee, peer = make.member(of=clinic), make.member(of=clinic)
    make.supervision(make.member(of=clinic, roles="supervisor"), trainee)
    invite("new@clinic.example", roles=Roles(is_clinician=True), by=admin)
    team = teams.add_team("Young people", by=admin)
    about, other = make.client(of=trainee), make.client(of=trainee)
    for each in (about, other):
        make.series(each, count=4, last=today - timedelta(days=7))
        make.log(of=each, held_on=today, rupture=make.rupture(what_happened="A heron."))
    handed = hand_over(
        about, receiver=peer, on=today, shares_history=True, shares_words=True, by=trainee
    )
    pages = {
        admin: [
            "/people/",
            "/people/invite/",
            "/people/import/",
            f"/people/{trainee.pk}/",
            f"/people/{trainee.pk}/hand-over/",
            "/people/supervisions/",
            "/people/supervisions/start/",
            "/people/teams/",
            f"/people/teams/{team.pk}/",
            "/settings/clinic/",
        ],
        trainee: [
            "/import/",
            "/readings/",
            "/handovers/",
            f"/handovers/{handed.pk}/",
            f"/clients/{other.pk}/hand-over/",
            f"/clients/{other.pk}/merge/",
        ],
        peer: [f"/clients/{handed.successor_id}/before/"],
    }
    wrong = {}
    for member, paths in pages.items():
        page = page_as(member.user, viewport=viewport, dark=dark)
        for path in paths:
            answer = page.goto(f"/c/{clinic.slug}{path}")
            found = [] if answer.ok else [str(answer.status)]
            found += axe_violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                found.append("scrolls sideways")
            if found:
                wrong[path] = found

    assert wrong == {}
    assert Client.objects.filter(clinician=peer).exists()
