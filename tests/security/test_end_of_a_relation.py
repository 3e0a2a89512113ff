"""A relation that ends takes its report along: before the click, the job or the download."""

import uuid

import pytest
from django.utils import timezone

from alliance.people import services as people
from alliance.people.models import Membership
from alliance.reports import storage
from alliance.reports.models import Export
from tests import make
from tests.browse import Browser
from tests.in_role import AppClient

pytestmark = pytest.mark.django_db(transaction=True)
MOMENTS = ("click", "job", "download")


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.EXPORT_FOLDER = tmp_path / "exports"


@pytest.fixture
def trainee():
    member = make.member()
    make.series(make.client(of=member), count=3, last=timezone.localdate())
    return member


def supervision_ended(trainee):
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    held = make.supervision(supervisor, trainee)
    today = timezone.localdate()
    return (
        supervisor,
        ("supervision_report", {"trainee": str(trainee.pk)}),
        lambda: people.end_supervision(held, on=today, by=trainee),
        # They supervise nobody any more, so there is no such report for them.
        403,
    )


def role_lowered(trainee):
    admin = make.member(of=trainee.clinic, roles="admin clinician")
    make.member(of=trainee.clinic, roles="admin")
    month = f"{timezone.localdate():%Y-%m}"
    roles = people.Roles(is_clinician=True)
    return (
        admin,
        ("clinic_summary", {"from_month": month, "to_month": month}),
        lambda: people.change_roles(admin, roles=roles, by=admin),
        # The page of reports is there for them; this report is not.
        403,
    )


def left_the_clinic(trainee):
    return trainee, ("my_data", {}), lambda: leave(trainee), 404


def leave(member: Membership):
    people.deactivate(member, by=make.member(of=member.clinic, roles="admin"))


def asked(browser, kind, fields):
    return browser.post(f"/reports/ask/{kind}/", fields | {"submission": str(uuid.uuid4())})


@pytest.mark.requirement("AUTHZ-13", "AUTHZ-18")
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("relation", [supervision_ended, role_lowered, left_the_clinic])
def test_what_ended_gives_no_report_whenever_it_ended(client, trainee, relation, moment, tried):
    reader, (kind, fields), end, refused = relation(trainee)
    browser = Browser(client, reader)

    if moment == "click":
        end()
        # Their sign-ins ended with their place; with another one they still have none here.
        client.force_login(reader.user)
        assert asked(browser, kind, fields).status_code == refused
        assert not Export.objects.exists()
        tried(1)
        return
    assert asked(browser, kind, fields).status_code == 302
    waiting = Export.objects.get()
    if moment == "job":
        end()
    export = make.made(waiting)
    path = f"/reports/{export.pk}/download/"
    if moment == "job":
        assert (export.state, export.failure) == ("failed", "no_right")
    else:
        assert export.state == "done"
        assert b"".join(browser.get(path))
        end()

    client.force_login(reader.user)
    answer = browser.get(path)

    # A file that was never made leads to the list that says so, for who still has one.
    assert (answer.status_code, answer.streaming) in {(404, False), (302, False)}
    assert answer.status_code == 404 or moment == "job"
    tried(1)


@pytest.mark.requirement("AUTHZ-18")
def test_no_path_leads_to_a_file_but_the_page_of_its_author(client, trainee, clock, tried):
    browser = Browser(client, trainee)
    asked(browser, "my_data", {})
    export = make.made(Export.objects.get())
    (file,) = (path.name for path in storage.folder().iterdir())
    folders = (
        "",
        "exports/",
        "var/exports/",
        "media/",
        "static/",
        "static/../exports/",
        "reports/",
    )
    paths = [
        f"{before}{folder}{file}" for before in ("/", browser.prefix + "/") for folder in folders
    ]
    others = [AppClient() for _other in range(3)]
    others[0].force_login(make.member(of=trainee.clinic, roles="admin supervisor").user)
    others[1].force_login(make.member(roles="admin clinician").user)
    page = f"{browser.prefix}/reports/{export.pk}/download/"

    for asker in (client, *others):
        assert {asker.get(path, follow=False).status_code for path in paths} <= {404, 302}
        assert not any(asker.get(path).streaming for path in paths)
    assert [other.get(page).status_code for other in others] == [404, 404, 302]
    assert b"".join(browser.get(f"/reports/{export.pk}/download/"))
    clock.move(hours=24, minutes=1)
    client.force_login(trainee.user)
    late = browser.get(f"/reports/{export.pk}/download/")

    assert (late.status_code, late.streaming) == (302, False)
    tried(len(paths) * 4 + 4)
